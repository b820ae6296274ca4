"""How a command ends when it cannot do its work."""

import click


class Refusal(click.ClickException):
    """One clear sentence on standard error, and exit status 2; never a traceback."""

    exit_code = 2
