"""The command line as a renderer: every offered message is a command with typed options."""

from atomos.adapters.incoming.cli.commands import command_for, commands_for

__all__ = ["command_for", "commands_for"]
