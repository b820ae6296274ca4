"""Markdown that somebody else wrote, as HTML that is safe on our page."""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markupsafe import Markup


def markdown(text: str) -> Markup:
    """Raw HTML is shown as text, a link with a scheme that could run something is none."""
    return Markup(_MARKDOWN.render(text))  # noqa: S704 -- the renderer escapes everything that is not Markdown


def excerpt(text: str, length: int = 155) -> str:
    """The first words of the text, without its marks."""
    words: list[str] = []
    for token in _MARKDOWN.parse(text):
        if token.type == "inline":
            words += "".join(child.content or " " for child in token.children or ()).split()
        if sum(map(len, words)) + len(words) > length:
            break
    shortened = " ".join(words)
    return shortened if len(shortened) <= length else shortened[:length].rpartition(" ")[0] + " …"


def _fit_into_page(state: StateCore) -> None:
    """The page's own headings come first, without a gap below them; a link of somebody else's is not recommended."""
    above: list[str] = []
    for token in state.tokens:
        if token.type == "heading_open":
            above = [*(tag for tag in above if tag < token.tag), token.tag]
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(len(above) + 1, 6)}"
        for child in token.children or ():
            if child.type == "link_open":
                child.attrSet("rel", "nofollow ugc")


_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable("image")
_MARKDOWN.core.ruler.push("fit_into_page", _fit_into_page)
