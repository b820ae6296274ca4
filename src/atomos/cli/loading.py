"""Builds the application that a command is about."""

import os
from collections.abc import Mapping
from pathlib import Path

from atomos.application import Application
from atomos.cli.refusal import Refusal
from atomos.cli.target import Target, find_target, load_service
from atomos.config import read_settings
from atomos.core.domain.errors import Misconfigured
from atomos.core.wiring.fault import Faulty


def locate(text: str | None) -> Target:
    """The service that a command line names, seen from the working directory. Raises: Refusal."""
    try:
        return find_target(text, Path.cwd())
    except Misconfigured as error:
        raise Refusal(str(error)) from None


def load_application(target: Target) -> Application:
    """The application, built with the settings of the environment. Raises: Refusal, with every fault of the service."""
    return _build(target, os.environ)


def load_description(target: Target) -> Application:
    """The application over memory, to be looked at and not run. Raises: Refusal, with every fault of the service."""
    return _build(target, {**os.environ, "DATABASE_URL": "memory://"})


def _build(target: Target, environment: Mapping[str, str]) -> Application:
    try:
        service = load_service(target)
        return service.build(read_settings(service.settings, environment))
    except Misconfigured as error:
        raise Refusal(str(error)) from None
    except Faulty as faulty:
        errors = [fault for fault in faulty.faults if fault.severity == "error"]
        told = "\n\n".join(map(str, errors))
        raise Refusal(f"the service cannot be built\n\n{told}") from None
