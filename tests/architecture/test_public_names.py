"""The public names of atomos: listed, sorted, exported and documented."""

import inspect
from types import ModuleType

import atomos


def test_the_public_names_are_sorted_and_named_once() -> None:
    assert atomos.__all__ == sorted(set(atomos.__all__))


def test_the_public_names_are_what_the_package_exports() -> None:
    exported = {
        name
        for name, value in vars(atomos).items()
        if not name.startswith("_") and not isinstance(value, ModuleType)
    }

    assert exported == set(atomos.__all__)


def test_every_public_class_and_function_is_documented() -> None:
    public = {name: getattr(atomos, name) for name in atomos.__all__}
    silent = {
        name
        for name, value in public.items()
        if (inspect.isclass(value) or inspect.isroutine(value)) and not value.__doc__
    }

    assert silent == set()
