"""The command line of atomos; each command is imported when it is used."""

import importlib

import click

_COMMANDS = {
    "new": "atomos.cli.new:new",
    "dev": "atomos.cli.dev:dev",
    "run": "atomos.cli.run:run",
    "call": "atomos.cli.call:call",
    "migrate": "atomos.cli.preparing:migrate",
    "search": "atomos.cli.search:search",
    "check": "atomos.cli.check:check",
    "explain": "atomos.cli.explain:explain",
    "map": "atomos.cli.map:map_",
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are looked at."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, in the order in which one meets them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command of that name, imported."""
        if cmd_name not in _COMMANDS:
            return None
        module, _, attribute = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


@click.group(cls=LazyGroup)
@click.version_option(package_name="atomos-framework")
def main() -> None:
    """Write the domain as plain dataclasses and plain functions; atomos derives the rest."""
