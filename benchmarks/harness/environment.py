"""Virtual environments of the peers, made from their pinned requirements when those have changed."""

import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import distributions

from benchmarks.harness.competitor import PEERS, environment_of

_STAMP = "requirements.installed"
_OURS = ("asyncpg", "atomos-framework", "httptools", "msgspec", "uvicorn", "uvloop")


def prepare_environments(peers: Iterable[str]) -> None:
    """Make or renew what these peers run in. Raises: CalledProcessError."""
    for peer in peers:
        folder, wanted = environment_of(peer), requirements(peer)
        stamp = folder / _STAMP
        if stamp.exists() and stamp.read_text() == wanted:
            continue
        print(f"Setting up the environment of {peer} …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        install = ["-m", "pip", "-qq", "--disable-pip-version-check", "install", "--requirement"]
        subprocess.run([folder / "bin" / "python", *install, PEERS / peer / "requirements.txt"], check=True)
        stamp.write_text(wanted)


def requirements(peer: str) -> str:
    """The pinned requirements of a peer."""
    return (PEERS / peer / "requirements.txt").read_text()


def versions(peers: Iterable[str]) -> dict[str, dict[str, str]]:
    """The versions that each competitor was run with; ours are those of atomos and of the limit."""
    installed = {each.name.lower().replace("_", "-"): each.version for each in distributions()}
    ours = {"atomos and the limit": {name: installed[name] for name in _OURS if name in installed}}
    pinned = {peer: dict(line.split("==") for line in requirements(peer).split()) for peer in peers}
    return ours | pinned
