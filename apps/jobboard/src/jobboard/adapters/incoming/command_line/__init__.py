"""The command `jobboard`, for those who run the board."""

from jobboard.adapters.incoming.command_line.commands import command_line

__all__ = ["command_line"]
