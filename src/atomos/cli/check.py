"""`atomos check`: a service held to its architecture."""

import json
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from atomos import Service, read_settings
from atomos.architecture import check_architecture
from atomos.cli.refusal import Refusal
from atomos.cli.target import find_target, load_service
from atomos.core.domain.errors import Misconfigured
from atomos.core.wiring.fault import Fault, Faulty


@click.command()
@click.argument("target", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead.")
@click.option("--strict", is_flag=True, help="Let warnings fail as well.")
def check(target: str | None, as_json: bool, strict: bool) -> None:
    """Check the layout, the imports and the wiring of a service.

    TARGET is module:attribute, a file or a folder; without it, the service in this folder. The exit status is 0 for
    a clean service, 1 for one with faults, 2 for one that cannot be loaded.
    """
    try:
        found = find_target(target, Path.cwd())
        faults = check_architecture(found.root)
    except Misconfigured as error:
        raise Refusal(str(error)) from None
    try:
        faults += _build_faults(load_service(found))
    except Misconfigured as error:
        if faults and not as_json:
            click.echo(_as_text(faults), err=True)
        raise Refusal(str(error)) from None
    click.echo(_as_json(faults) if as_json else _as_text(faults))
    if any(strict or fault.severity == "error" for fault in faults):
        raise SystemExit(1)


def _build_faults(service: Service) -> Sequence[Fault]:
    """What the build finds; it is built over memory, so that no driver has to be there."""
    try:
        return service.build(read_settings(service.settings, {**os.environ, "DATABASE_URL": "memory://"})).warnings
    except Faulty as faulty:
        return faulty.faults


def _as_text(faults: Sequence[Fault]) -> str:
    return "\n\n".join([*map(str, faults), _count(faults)])


def _as_json(faults: Sequence[Fault]) -> str:
    severities = Counter(fault.severity for fault in faults)
    found = {
        "faults": [asdict(fault) for fault in faults],
        "errors": severities["error"],
        "warnings": severities["warning"],
    }
    return json.dumps(found, indent=2, ensure_ascii=False)


def _count(faults: Sequence[Fault]) -> str:
    """`2 errors, 1 warning`."""
    severities = Counter(fault.severity for fault in faults)
    counts = [f"{count} {severity}{'s' * (count > 1)}" for severity, count in sorted(severities.items())]
    return ", ".join(counts) or "no faults"
