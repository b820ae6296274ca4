"""`atomos new`: a service to start from."""

from pathlib import Path

import click

from atomos.cli.refusal import Refusal
from atomos.core.domain.errors import Misconfigured
from atomos.scaffolding import write_service


@click.command()
@click.argument("name")
def new(name: str) -> None:
    """Write a new service into the folder NAME: it starts, is tested, and has a Dockerfile.

    NAME becomes the name of a Python package: lower-case letters, digits and _.
    """
    try:
        project = write_service(name, Path.cwd())
    except Misconfigured as error:
        raise Refusal(str(error)) from None
    files = sum(path.is_file() for path in project.rglob("*"))
    click.echo(
        f"wrote {name} ({files} files). Next:\n\n"
        f"  cd {name}\n"
        f"  atomos dev            serve it on http://127.0.0.1:8000, with the API described at /docs\n"
        f"  python -m pytest      run its tests\n"
        f"  atomos check          hold it to its architecture\n\n"
        f"Then open {name}/core/domain/note.py and make it yours."
    )
