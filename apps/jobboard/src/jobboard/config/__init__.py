"""What differs from one installation to another."""

from jobboard.config.settings import JobBoardSettings

__all__ = ["JobBoardSettings"]
