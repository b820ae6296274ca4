"""Offered messages as commands of the shell, executed as the operator of the machine."""

import inspect
from collections.abc import Callable
from typing import Any

import click
import msgspec

from atomos.adapters.incoming.cli.option import FieldOption, Wrong, field_options
from atomos.adapters.incoming.cli.printing import as_text
from atomos.core.domain.errors import AtomosError, Invalid, Problem
from atomos.core.domain.naming import kebab
from atomos.core.ports.incoming.offer import MessageOffer
from atomos.core.ports.incoming.policy import Operator
from atomos.manifest import Manifest

Execute = Callable[[Any, Operator], Any]
"""Sends one message as an actor, from synchronous code, and returns the answer."""


def commands_for(manifest: Manifest, execute: Execute) -> dict[str, click.Command]:
    """A command for each offered message, by its name in kebab-case."""
    return {kebab(offer.message.__name__): command_for(offer, execute) for offer in manifest.message_offers}


def command_for(offer: MessageOffer, execute: Execute) -> click.Command:
    """The command of one message: an option for each field, and `--json` for machines."""
    options = field_options(offer.message)

    def call(as_json: bool, **given: Any) -> None:
        try:
            answer = execute(_message(offer.message, options, given), Operator())
        except AtomosError as error:
            raise click.ClickException(_told(error)) from None
        if as_json:
            click.echo(msgspec.json.format(msgspec.json.encode(answer)).decode())
        else:
            click.echo(as_text(answer))

    as_json = click.Option(["--json", "as_json"], is_flag=True, help="Print the answer as JSON.")
    told = inspect.getdoc(offer.handler.function) or f"{offer.handler.kind.name.lower()} {offer.handler.name}"
    return click.Command(
        kebab(offer.message.__name__), callback=call, params=[*(o.option() for o in options), as_json], help=told
    )


def _message(message: type, options: list[FieldOption], given: dict[str, Any]) -> Any:
    """The message of what was given. Raises: Invalid, with everything that is missing or wrong."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for option in options:
        text = given[option.name]
        if text is None and option.required:
            problems.append(Problem((option.name,), f"is required: {option.flag}"))
        if text is None or (text == () and not option.required):
            continue
        try:
            values[option.name] = option.read(text)
        except Wrong as wrong:
            problems.append(wrong.problem)
    if problems:
        raise Invalid(problems)
    try:
        return message(**values)
    except (ValueError, TypeError) as error:
        raise Invalid(str(error)) from error


def _told(error: AtomosError) -> str:
    if isinstance(error, Invalid) and len(error.problems) > 1:
        lines = "\n".join(f"  {p.where}: {p.message}" if p.path else f"  {p.message}" for p in error.problems)
        return f"{len(error.problems)} values are wrong\n{lines}"
    return str(error)
