"""`atomos explain`: what a service does with a message, and why."""

import json
from collections.abc import Sequence

import click

from atomos.cli.loading import load_description, locate
from atomos.cli.refusal import Refusal
from atomos.core.wiring.discovery import Finding
from atomos.explanation import Explanation, explain_all
from atomos.explanation import explain as explain_message


@click.command()
@click.argument("target", required=False)
@click.argument("message", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead.")
@click.option("--discovery", is_flag=True, help="Tell for each function why it is a handler, or is not.")
def explain(target: str | None, message: str | None, as_json: bool, discovery: bool) -> None:
    """Show the plan of a message in words and as the source that runs; without MESSAGE, a line for each.

    TARGET is module:attribute, a file or a folder; without it, the service in this folder.
    """
    if target and not message and not any(sign in target for sign in ":./"):
        target, message = None, target
    manifest = load_description(locate(target)).manifest
    if discovery:
        click.echo(_found_json(manifest.findings) if as_json else _found(manifest.findings))
        return
    try:
        explained = explain_message(manifest, message) if message else explain_all(manifest)
    except LookupError as error:
        raise Refusal(str(error)) from None
    if as_json:
        click.echo(json.dumps([each.as_dict() for each in explained], indent=2))
    elif message:
        click.echo("\n\n".join(_in_full(each) for each in explained))
    else:
        click.echo(_in_short(explained))


def _in_full(each: Explanation) -> str:
    steps = "\n".join(f"  {number}. {step}" for number, step in enumerate(each.steps, 1))
    returns = f"\n  may return {', '.join(each.returns)}" if each.returns else ""
    source = "\n".join(f"    {line}" for line in each.source.splitlines())
    return f"{each.message}: {each.role} {each.handler} ({each.place}){returns}\n\n{steps}\n\n  as it runs:\n\n{source}"


def _in_short(explained: Sequence[Explanation]) -> str:
    width = max((len(each.message) for each in explained), default=0)
    lines = []
    for each in explained:
        may = f", {each.policy} may" if each.policy else ""
        returns = f" → {', '.join(each.returns)}" if each.returns else ""
        lines.append(f"{each.message.ljust(width)}  {each.role} {each.handler}{returns}{may}")
    return "\n".join(lines)


def _found(findings: Sequence[Finding]) -> str:
    width = max((len(finding.name) for finding in findings), default=0)
    return "\n".join(f"{f.verdict.ljust(8)}  {f.name.ljust(width)}  {f.reason} ({f.place})" for f in findings)


def _found_json(findings: Sequence[Finding]) -> str:
    return json.dumps(
        [{"place": f.place, "name": f.name, "verdict": f.verdict, "reason": f.reason} for f in findings], indent=2
    )
