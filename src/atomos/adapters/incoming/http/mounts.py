"""Other ASGI applications beside the derived API."""

from collections.abc import Iterable

from .api import root_of
from .protocol import AsgiApp, Scope


class Mounts:
    """Finds the application mounted at the longest prefix of a path; one at `/` gets everything that is left."""

    def __init__(self, mounts: Iterable[tuple[str, AsgiApp]]) -> None:
        by_path = [(path.rstrip("/"), app) for path, app in mounts]
        self._mounts = sorted(by_path, key=lambda mount: len(mount[0]), reverse=True)

    def find(self, path: str, scope: Scope) -> tuple[AsgiApp, Scope] | None:
        """The application for a path (without the root path) and the scope as it is to see it.

        As ASGI has it, `path` stays whole and `root_path` grows by the mount.
        """
        for prefix, app in self._mounts:
            if path == prefix or path.startswith(f"{prefix}/"):
                return app, {**scope, "root_path": root_of(scope) + prefix}
        return None
