"""Small services made of functions, for tests of the core."""

import itertools
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

from atomos import Clock, Ids, Service, Settings
from atomos.application import Application
from atomos.testing import FixedClock, SequentialIds

_number = itertools.count(1)


def module_of(*defined: Callable[..., Any] | type, name: str | None = None) -> ModuleType:
    """A module that defines these functions and classes."""
    module = ModuleType(name or f"defined_{next(_number)}")
    for each in defined:
        each.__module__ = module.__name__
        setattr(module, each.__name__, each)
    sys.modules[module.__name__] = module
    return module


def service_of(*functions: Callable[..., Any]) -> Service:
    """A service of these functions, with a clock that stands still and ids that count."""
    service = Service("tested")
    service.include(module_of(*functions))
    service.provide(Clock, FixedClock())
    service.provide(Ids, SequentialIds())
    return service


def built(service: Service) -> Application:
    """The application over memory."""
    return service.build(Settings(database_url="memory://"))
