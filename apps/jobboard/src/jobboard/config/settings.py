"""The settings of the job board."""

from dataclasses import dataclass

from atomos import Settings


@dataclass(frozen=True, slots=True)
class JobBoardSettings(Settings):
    """Read from the environment, each field from the variable of the same name."""

    database_url: str = "sqlite:///var/jobboard.db"
