"""The public names of atomos: listed, sorted, exported and documented."""

import inspect
from types import ModuleType

import atomos


def _is_silent(value: object) -> bool:
    return (inspect.isclass(value) or inspect.isroutine(value)) and not inspect.getdoc(value)


def test_the_public_names_are_sorted_and_named_once() -> None:
    assert atomos.__all__ == sorted(set(atomos.__all__))


def test_the_public_names_are_what_the_package_exports() -> None:
    exported = {
        name for name, value in vars(atomos).items() if not name.startswith("_") and not isinstance(value, ModuleType)
    }

    assert exported == set(atomos.__all__)


def test_every_public_class_and_function_is_documented() -> None:
    public = {name: getattr(atomos, name) for name in atomos.__all__}

    assert {name for name, value in public.items() if _is_silent(value)} == set()


def test_every_public_method_is_documented() -> None:
    classes = [value for value in vars(atomos).values() if inspect.isclass(value)]
    methods = {
        f"{cls.__name__}.{name}": value
        for cls in classes
        for name, value in inspect.getmembers(cls, inspect.isroutine)
        if not name.startswith("_") and str(getattr(value, "__module__", "")).startswith("atomos.")
    }

    assert {name for name, value in methods.items() if _is_silent(value)} == set()
