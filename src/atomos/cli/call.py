"""`atomos call`: any offered action or query, from the shell."""

from typing import Any

import click

from atomos.adapters.incoming.cli import commands_for
from atomos.cli.loading import load_application, locate
from atomos.cli.refusal import Refusal
from atomos.core.domain.errors import Misconfigured, Unavailable
from atomos.core.ports.incoming.policy import Operator


@click.command(
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
    options_metavar="",
    add_help_option=False,
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED, metavar="[TARGET] MESSAGE [OPTIONS]")
@click.pass_context
def call(context: click.Context, words: tuple[str, ...]) -> None:
    """Send a message to a service, as the operator of this machine, and print the answer.

    TARGET is module:attribute, a file or a folder; without it, the service in this folder. `call --help` lists the
    messages, `call MESSAGE --help` the options of one.
    """
    target, rest = _split(words)
    application = load_application(locate(target))

    def execute(message: Any, actor: Operator) -> Any:
        try:
            return application.run(message, actor=actor)
        except (Misconfigured, Unavailable) as error:
            raise Refusal(str(error)) from None

    group = click.Group(
        "call", commands_for(application.manifest, execute), help=f"Messages of {application.manifest.service}."
    )
    group.main(rest, prog_name=f"{context.command_path}{f' {target}' if target else ''}", standalone_mode=False)


def _split(words: tuple[str, ...]) -> tuple[str | None, list[str]]:
    """A first word that names a module, a file or a folder is the target."""
    named = bool(words) and not words[0].startswith("-") and any(sign in words[0] for sign in ":./")
    return (words[0], list(words[1:])) if named else (None, list(words))
