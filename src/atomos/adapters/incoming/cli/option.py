"""One field of a message as an option of the shell."""

import dataclasses
import json
import types
import typing
from collections.abc import Callable
from dataclasses import MISSING, dataclass
from enum import Enum
from typing import Any, Literal, get_args, get_origin

import click
import msgspec

from atomos.core.domain.errors import Problem
from atomos.core.wiring.annotation import bare
from atomos.wire import WireTypes, without_absent


class Wrong(ValueError):
    """The text of an option does not fit its field."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


@dataclass(frozen=True, slots=True)
class FieldOption:
    """A field and the option that fills it.

    Plain values are given as text, lists by repeating the option, nested values as JSON. An option that is not given
    leaves the field's default.
    """

    name: str
    annotation: Any
    required: bool
    wire: Any
    """The type with its bounds and constraints, which the value is held to."""

    check: Callable[[type, Any], Any]
    """Checks the constraints that msgspec does not know."""

    @property
    def flag(self) -> str:
        """`posted_at` → `--posted-at`."""
        return f"--{self.name.replace('_', '-')}"

    def option(self) -> click.Option:
        """The click option."""
        hint, many = self._hint()
        names = [f"{self.flag}/--no-{self.flag[2:]}"] if bare(self._inner()) is bool else [self.flag]
        settings: dict[str, Any] = {"required": False, "default": None, "multiple": many}
        if names == [self.flag]:
            settings["metavar"] = hint
        return click.Option([*names, self.name], help="required" if self.required else None, **settings)

    def read(self, given: Any) -> Any:
        """The value of the field. Raises: Wrong."""
        value = [self._one(item) for item in given] if isinstance(given, tuple) else self._one(given)
        try:
            read = msgspec.convert(value, self._inner(), strict=False)
            msgspec.convert(msgspec.to_builtins(read), self.wire, dec_hook=self.check)
        except (msgspec.ValidationError, ValueError) as error:
            raise Wrong(Problem((self.name,), str(error).partition(" - at ")[0])) from None
        return read

    def _one(self, given: Any) -> Any:
        if not isinstance(given, str) or not self._structured():
            return given
        try:
            return json.loads(given)
        except ValueError:
            raise Wrong(Problem((self.name,), "is not JSON, as a nested value must be")) from None

    def _inner(self) -> Any:
        """The annotation without `None` and without the mark of absence."""
        annotation = bare(self.annotation)
        if get_origin(annotation) in (typing.Union, types.UnionType):
            parts = [p for p in get_args(annotation) if p not in (types.NoneType, types.EllipsisType)]
            return parts[0] if len(parts) == 1 else typing.Union[tuple(parts)]  # noqa: UP007 - made of a tuple
        return annotation

    def _item(self) -> Any:
        inner = bare(self._inner())
        if get_origin(inner) in (list, tuple, set, frozenset) and not self._fixed(inner):
            return bare(get_args(inner)[0])
        return None

    @staticmethod
    def _fixed(inner: Any) -> bool:
        return get_origin(inner) is tuple and Ellipsis not in get_args(inner)

    def _structured(self) -> bool:
        return _has_parts(self._item() or self._inner())

    def _hint(self) -> tuple[str, bool]:
        item = self._item()
        target = item or bare(self._inner())
        if isinstance(target, type) and issubclass(target, Enum):
            return "|".join(str(member.value) for member in target), item is not None
        if get_origin(target) is Literal:
            return "|".join(map(str, get_args(target))), item is not None
        if self._structured():
            return "JSON", item is not None
        return getattr(target, "__name__", "value").upper(), item is not None


def _has_parts(annotation: Any) -> bool:
    """Whether a value of this type is written as JSON, and not as plain text."""
    target = bare(annotation)
    if get_origin(target) in (typing.Union, types.UnionType):
        return any(_has_parts(part) for part in get_args(target))
    if get_origin(target) is Literal:
        return False
    return dataclasses.is_dataclass(target) or get_origin(target) is not None or target in (dict, list)


def field_options(message: type) -> list[FieldOption]:
    """The options of a message, in the order of its fields."""
    types = WireTypes()
    hints = {name: without_absent(hint) for name, hint in typing.get_type_hints(message, include_extras=True).items()}
    return [
        FieldOption(
            field.name,
            hints[field.name],
            field.default is MISSING and field.default_factory is MISSING,
            types.of(hints[field.name]),
            types.decode_hook,
        )
        for field in dataclasses.fields(message)
        if field.init
    ]
