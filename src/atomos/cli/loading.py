"""Builds the application that a command is about."""

import os
from pathlib import Path

from atomos.application import Application
from atomos.cli.refusal import Refusal
from atomos.cli.target import Target, find_target, load_service
from atomos.config import Settings, read_settings
from atomos.core.domain.errors import Misconfigured
from atomos.core.wiring.fault import Faulty


def locate(text: str | None) -> Target:
    """The service that a command line names, seen from the working directory. Raises: Refusal."""
    try:
        return find_target(text, Path.cwd())
    except Misconfigured as error:
        raise Refusal(str(error)) from None


def load_application(target: Target, settings: Settings | None = None) -> Application:
    """The application, built with the settings of the environment unless others are given.

    Raises: Refusal, with every fault of the service.
    """
    try:
        return load_service(target).build(settings or read_settings(Settings, os.environ))
    except Misconfigured as error:
        raise Refusal(str(error)) from None
    except Faulty as faulty:
        errors = [fault for fault in faulty.faults if fault.severity == "error"]
        told = "\n\n".join(map(str, errors))
        raise Refusal(f"the service cannot be built\n\n{told}") from None
