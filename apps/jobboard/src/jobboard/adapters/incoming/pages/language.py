"""In which language a page is shown: the one that its address names, else the one that the browser asks for."""

from gettext import NullTranslations, translation
from importlib.resources import as_file, files

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

LANGUAGES = {"en": "English", "fr": "Français"}
DEFAULT = "en"


class InLanguage:
    """Takes a language off the beginning of the address: `/fr/postings` is `/postings` in French.

    Pages find both in the state of their request: `language`, and `prefix`, which is empty where the address names
    none.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            root = scope.get("root_path", "")
            named = scope["path"].removeprefix(root).split("/")[1:2]
            prefix = f"/{named[0]}" if named and named[0] in LANGUAGES else ""
            language = prefix[1:] or preferred(Headers(scope=scope).get("accept-language", ""))
            state = {**scope.get("state", {}), "language": language, "prefix": prefix}
            scope = {**scope, "root_path": root + prefix, "state": state}
        await self._app(scope, receive, send)


def preferred(accepted: str) -> str:
    """The one of our languages that an `Accept-Language` header wants most.

    Source: https://www.rfc-editor.org/rfc/rfc9110#name-accept-language
    """
    wanted = [
        (_weight(parameters), tag) for tag, _, parameters in (each.partition(";") for each in accepted.split(","))
    ]
    for weight, tag in sorted(wanted, key=lambda each: -each[0]):
        language = tag.strip().partition("-")[0].lower()
        if weight > 0 and language in LANGUAGES:
            return language
    return DEFAULT


def translations(language: str) -> NullTranslations:
    """The texts of the pages in that language; English ones are in the templates themselves."""
    with as_file(files(__package__) / "locale") as folder:
        return translation("pages", folder, [language], fallback=language == DEFAULT)


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    try:
        return float(value) if name == "q" else 1.0
    except ValueError:
        return 0.0
