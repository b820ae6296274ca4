"""Other ASGI applications beside the derived API."""

from collections.abc import Iterable

from .api import root_of
from .protocol import AsgiApp, Receive, Scope, Send


class Mounts:
    """Finds the application mounted at the longest prefix of a path; one at `/` gets everything that is left.

    What lies below the prefix of the API itself is the API's, unless something is mounted there on purpose.
    """

    def __init__(self, mounts: Iterable[tuple[str, AsgiApp]], api_prefix: str = "") -> None:
        self._api_prefix = api_prefix
        by_path = [(path.rstrip("/"), app) for path, app in mounts]
        self._mounts = sorted(by_path, key=lambda mount: len(mount[0]), reverse=True)

    def find(self, path: str) -> tuple[str, AsgiApp] | None:
        """The application for a path (without the root path) and the prefix that it is mounted at."""
        covering = (mount for mount in self._mounts if _below(path, mount[0]))
        found = next(covering, None)
        if found and self._api_prefix and _below(path, self._api_prefix) and not _below(found[0], self._api_prefix):
            return None
        return found

    async def serve(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application for the path answer; a WebSocket that nobody takes is closed.

        As ASGI has it, `path` stays whole and `root_path` grows by the prefix.
        """
        found = self.find(path)
        if found is None:
            return await send({"type": "websocket.close"})
        prefix, app = found
        return await app({**scope, "root_path": root_of(scope) + prefix}, receive, send)


def _below(path: str, prefix: str) -> bool:
    return path == prefix or path.startswith(f"{prefix}/")
