"""Shapes: what is shown of an entity, by the fields of a dataclass or by a function of the user's."""

import dataclasses
import types
import typing
from collections.abc import Mapping
from typing import Any, get_args, get_origin

from atomos.core.domain.entity import EntityType
from atomos.core.domain.generated import compile_function
from atomos.core.ports.incoming.guard import MOMENT
from atomos.core.ports.incoming.offer import Present
from atomos.core.wiring.annotation import bare
from atomos.core.wiring.fault import Fault, Faulty
from atomos.core.wiring.place import place
from atomos.core.wiring.signature import MISSING, read_signature


@dataclasses.dataclass(frozen=True, slots=True)
class View:
    """What is shown of one entity: the type, how it is made (`None`: as it is), and the fields shown unchanged."""

    annotation: Any
    present: Present | None
    fields: tuple[str, ...]


def read_view(entity: EntityType, as_: Any) -> View:
    """The view that `as_=` asks for; without it, all fields. Raises: Faulty."""
    if as_ is None:
        return _whole(entity)
    if isinstance(as_, type) and dataclasses.is_dataclass(as_):
        return _by_fields(entity, as_)
    return _by_function(entity, as_)


def identity_view(entity: EntityType) -> View:
    """Only the id: what an action answers about an entity that is not offered for reading."""
    shown = dataclasses.make_dataclass(f"{entity.cls.__name__}Id", [("id", entity.id.annotation)], frozen=True)
    return View(shown, _maker(shown, ("id",)), ("id",))


def shown_annotation(annotation: Any, views: Mapping[type, View]) -> Any:
    """The annotation with every entity class in it replaced by what is shown of it."""
    if isinstance(annotation, type) and annotation in views:
        return views[annotation].annotation
    arguments, origin = get_args(annotation), get_origin(annotation)
    if not arguments or origin is typing.Literal:
        return annotation
    replaced = tuple(shown_annotation(argument, views) for argument in arguments)
    if replaced == arguments:
        return annotation
    if origin in (typing.Union, types.UnionType):
        return typing.Union[replaced]  # noqa: UP007 - made of a tuple
    return origin[replaced] if origin else annotation


def _whole(entity: EntityType) -> View:
    names = tuple(field.name for field in entity.fields)
    if not entity.collecting:
        classes = tuple(entity.variants.values())
        return View(typing.Union[classes], None, names)  # noqa: UP007 - made of a tuple
    hints = [(f.name, f.annotation | None if f.nullable else f.annotation) for f in entity.fields]
    shown = dataclasses.make_dataclass(entity.cls.__name__, hints, frozen=True)
    return View(shown, _maker(shown, names), names)


def _by_fields(entity: EntityType, shown: type) -> View:
    wanted = tuple(field.name for field in dataclasses.fields(shown))
    known = {field.name for field in entity.fields}
    missing = [name for name in wanted if name not in known]
    if missing:
        hint = f"{entity.cls.__name__} has the fields {', '.join(sorted(known))}; a function can make any other"
        message = f"{shown.__name__} shows {', '.join(missing)}, which {entity.cls.__name__} does not have"
        raise Faulty([Fault("shape-field", place(shown), message, hint)])
    return View(shown, _maker(shown, wanted), wanted)


def _maker(shown: type, names: tuple[str, ...]) -> Present:
    arguments = ", ".join(f"{name}=getattr(entity, {name!r}, None)" for name in names)
    source = f"def present(entity, moment):\n    return shown({arguments})\n"
    return compile_function(source, "present", {"shown": shown}, f"shape {shown.__name__}")


def _by_function(entity: EntityType, function: Any) -> View:
    signature = read_signature(function)
    subject, *others = signature.parameters or (None,)
    where = signature.place
    if subject is None or bare(subject.annotation) not in entity.variants.values():
        hint = f"write `def {function.__name__}({entity.name}: {entity.cls.__name__}) -> …`"
        raise Faulty([Fault("shape-subject", where, f"{function.__name__} takes no {entity.cls.__name__} first", hint)])
    if signature.asynchronous or signature.returns is MISSING:
        hint = "write a plain `def` with `-> YourDataclass`; what needs a port is a query of its own"
        raise Faulty(
            [Fault("shape-function", where, f"{function.__name__} does not say what it returns at once", hint)]
        )
    unknown = [parameter.name for parameter in others if parameter.name not in MOMENT]
    if unknown:
        hint = f"a shape may ask for {', '.join(MOMENT)}"
        raise Faulty([Fault("shape-parameter", where, f"nothing is known for {', '.join(unknown)}", hint)])
    arguments = ", ".join(f"{p.name}=moment[{p.name!r}]" for p in others)
    source = f"def present(entity, moment):\n    return function(entity, {arguments})\n"
    present = compile_function(source, "present", {"function": function}, f"shape {function.__name__}")
    return View(signature.returns, present, ("id",))
