"""Templates, in the language of the request."""

from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from jobboard.adapters.incoming.pages import labels
from jobboard.adapters.incoming.pages.assets import asset, style, style_source
from jobboard.adapters.incoming.pages.formatting import Formats
from jobboard.adapters.incoming.pages.language import DEFAULT, LANGUAGES, translations
from jobboard.adapters.incoming.pages.markdown import excerpt, markdown
from jobboard.core.domain.text import Slug

POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src {style}; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
}


class Templates:
    """The templates of the site, compiled once for each language."""

    def __init__(self) -> None:
        self._environments = {language: _environment(language) for language in LANGUAGES}
        self._headers = {**HEADERS, "Content-Security-Policy": POLICY.format(style=style_source())}

    def page(self, request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
        """A whole page. Caches are told where it depends on the language that the browser asks for."""
        language, prefix = request.state.language, request.state.prefix
        html = self._environments[language].get_template(template).render(_place_of(request), **context)
        varying = {} if prefix else {"Vary": "Accept-Language"}
        return HTMLResponse(html, status, {**self._headers, "Content-Language": language, **varying})


def _environment(language: str) -> Environment:
    texts = translations(language)
    environment = Environment(
        loader=PackageLoader("jobboard.adapters.incoming.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(texts, newstyle=True)  # type: ignore[attr-defined]  # of the extension
    environment.policies["ext.i18n.trimmed"] = True
    formats = Formats(language, texts)
    environment.filters |= {
        "arrangement": formats.arrangement,
        "day": formats.day,
        "excerpt": excerpt,
        "language_name": formats.language_name,
        "markdown": markdown,
        "number": formats.number,
        "place": formats.place,
        "salary": formats.salary,
        "slug": lambda text: Slug.of(text).text,
    }
    environment.globals |= {
        "asset": asset,
        "style": style(),
        "formats": formats,
        "labels": labels,
        "language": language,
    }
    return environment


def _place_of(request: Request) -> dict[str, Any]:
    """Where the page is, and where it is in other languages."""
    root, prefix = request.scope.get("root_path", ""), request.state.prefix
    path = quote(request.scope["path"].removeprefix(root)) or "/"
    query = f"?{request.url.query}" if request.url.query else ""
    origin = f"{request.url.scheme}://{request.url.netloc}"
    elsewhere = {language: f"/{language}{path}{query}" for language in LANGUAGES}
    return {
        "to": lambda address: prefix + address,
        "origin": origin,
        "address": f"{origin}{prefix}{path}",
        "neutral_address": f"{origin}{path}{query}",
        "in_languages": elsewhere,
        "languages": LANGUAGES,
        "default_language": DEFAULT,
    }
