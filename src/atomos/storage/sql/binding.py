"""Where the placeholders of a statement get their values from, each time a rule is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

import msgspec

from atomos.core.domain.entity import Kind
from atomos.core.domain.errors import Invalid, Problem
from atomos.core.domain.expression import Constant, Parameter
from atomos.storage.unstorable import Unstorable
from atomos.storage.values import Dialect, encode


class Form(Enum):
    """What of a value is bound."""

    VALUE = "the value"
    ABSENCE = "whether it is None"
    CHOICES = "all items of a collection"


@dataclass(frozen=True, slots=True)
class Bound:
    """The value behind a placeholder: a constant of the rule, or one that comes with the question."""

    origin: Constant | Parameter
    form: Form = Form.VALUE

    def value(self, given: Mapping[str, Any], dialect: Dialect) -> Any:
        """The value in the form that the database takes. Raises: Invalid (one that is never stored)."""
        if isinstance(self.origin, Constant):
            return _encoded(self.origin.value, self.origin.kind, dialect)
        value = _reached(given, self.origin.steps)
        if self.form is Form.ABSENCE:
            return _encoded(value is None, Kind.BOOLEAN, dialect)
        try:
            if self.form is Form.CHOICES:
                return _choices(value, self.origin.kind, dialect)
            return _encoded(value, self.origin.kind, dialect)
        except Unstorable as error:
            raise Invalid([Problem(self.origin.steps, str(error))]) from None


def _reached(given: Mapping[str, Any], steps: tuple[str, ...]) -> Any:
    """What lies beyond `None` is `None`: the rule asks for it only behind a guard."""
    value = given[steps[0]]
    for step in steps[1:]:
        value = None if value is None else getattr(value, step)
    return value


def _encoded(value: Any, kind: Kind | None, dialect: Dialect) -> Any:
    assert kind is not None
    return encode(kind, value.value if isinstance(value, Enum) else value, dialect)


def _choices(values: Any, kind: Kind | None, dialect: Dialect) -> Any:
    """A list for PostgreSQL; for SQLite its JSON, with floats as the text that gives back every bit."""
    if values is None:
        return None
    encoded = [_encoded(value, kind, dialect) for value in values if value is not None]
    if dialect is Dialect.POSTGRES:
        return encoded
    if kind is Kind.FLOAT:
        encoded = [repr(value) for value in encoded]
    return msgspec.json.encode(encoded).decode()
