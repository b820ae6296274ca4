"""Errors of the application and the language, told as those of the contract."""

import json

import pytest

from atomos import AlreadyExists, Conflict, Forbidden, Invalid, NotFound, PreconditionFailed, StillReferenced
from atomos.core.service.mapping import ErrorMapping


class Overdrawn(Exception):
    pass


class Frozen(Overdrawn):
    pass


class Missing(LookupError):
    pass


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (Overdrawn("no money"), Conflict),
        (Frozen("no money"), Conflict),
        (PermissionError("not you"), Forbidden),
        (Missing("no such thing"), NotFound),
        (ValueError("too long"), Invalid),
    ],
)
def test_the_nearest_class_decides(error: Exception, expected: type[Exception]) -> None:
    mapped = ErrorMapping({Overdrawn: Conflict}).mapped(error)
    assert type(mapped) is expected
    assert str(mapped) == str(error)


@pytest.mark.parametrize(
    "error",
    [
        KeyError("x"),
        IndexError("x"),
        UnicodeDecodeError("utf-8", b"x", 0, 1, "bad"),
        json.JSONDecodeError("bad", "x", 0),
        PermissionError(13, "Permission denied"),
        RuntimeError("x"),
    ],
)
def test_what_broken_code_raises_is_not_mapped(error: Exception) -> None:
    assert ErrorMapping({}).mapped(error) is error


def test_an_error_of_the_contract_stays_itself() -> None:
    error = NotFound("task", 1)
    assert ErrorMapping({LookupError: Forbidden}).mapped(error) is error


@pytest.mark.parametrize("cls", [NotFound, AlreadyExists, StillReferenced, PreconditionFailed, Invalid])
def test_every_error_of_the_contract_can_say_something_of_the_applications_own(cls: type[Exception]) -> None:
    assert str(ErrorMapping({Overdrawn: cls}).mapped(Overdrawn("no money"))) == "no money"  # type: ignore[dict-item]  # any
