"""Settings come from the environment, typed, with all that is wrong told at once."""

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Literal

import pytest

from atomos import Misconfigured, Settings, read_settings


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Mine:
    name: str
    count: int = 1
    share: float = 0.5
    loud: bool = False
    colour: Colour = Colour.RED
    limit: int | None = 3
    hosts: tuple[str, ...] = ()
    paths: list[Path] = field(default_factory=list)
    mode: Literal["fast", "safe"] = "safe"


def test_every_type_is_read() -> None:
    environment = {
        "NAME": "ann",
        "COUNT": "7",
        "SHARE": "0.25",
        "LOUD": "yes",
        "COLOUR": "blue",
        "LIMIT": "",
        "HOSTS": "a, b,",
        "PATHS": "/x,y",
        "MODE": "fast",
    }
    assert read_settings(Mine, environment) == Mine(
        "ann", 7, 0.25, True, Colour.BLUE, None, ("a", "b"), [Path("/x"), Path("y")], "fast"
    )


def test_what_is_not_set_keeps_its_default() -> None:
    assert read_settings(Mine, {"NAME": "ann"}) == Mine("ann")


def test_a_prefix_sets_the_variables_of_a_service_apart() -> None:
    assert read_settings(Mine, {"BOARD_NAME": "ann", "NAME": "bob"}, prefix="board_").name == "ann"


def test_everything_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(Misconfigured) as raised:
        read_settings(Mine, {"COUNT": "many", "SHARE": "half", "LOUD": "maybe", "COLOUR": "green"})
    assert str(raised.value) == (
        "the settings are wrong: NAME is not set; COUNT='many': this is not a whole number; "
        "SHARE='half': this is not a number; LOUD='maybe': say one of 1, true, yes, on, 0, false, no, off; "
        "COLOUR='green': say one of red, blue"
    )


def test_values_that_do_not_go_together_are_told() -> None:
    with pytest.raises(Misconfigured, match=r"pool_size must be at least 1; lock_timeout and .* 'loud'"):
        read_settings(Settings, {"POOL_SIZE": "0", "LOCK_TIMEOUT": "-1", "LOG_LEVEL": "loud"})
