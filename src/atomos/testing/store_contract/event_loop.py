"""Tests that await, with no more than pytest."""

import functools
from collections.abc import Callable, Coroutine
from typing import Any


def in_event_loop(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """The asynchronous test as a plain one, run by the `runner` of its suite."""

    @functools.wraps(test)
    def run(suite: Any, **fixtures: Any) -> None:
        suite.runner.run(test(suite, **fixtures))

    return run
