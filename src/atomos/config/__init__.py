"""Typed settings, read from the environment in one place."""

from atomos.config.reading import read_settings
from atomos.config.settings import Settings

__all__ = ["Settings", "read_settings"]
