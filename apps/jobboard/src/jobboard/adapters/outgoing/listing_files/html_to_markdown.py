"""Markdown without the HTML that some authors mix into it."""

import re
from html.parser import HTMLParser

OPENING = {"p": "\n\n", "li": "\n- ", "ul": "\n", "ol": "\n", "br": "\n", "summary": "\n\n### "}
OPENING |= {f"h{level}": f"\n\n{'#' * level} " for level in range(1, 7)}
CLOSING = dict.fromkeys(("p", "ul", "ol", "summary", "details", *(f"h{level}" for level in range(1, 7))), "\n\n")
AROUND = {"strong": "**", "b": "**", "em": "_", "i": "_"}


def without_tags(text: str) -> str:
    """The text with tags turned into Markdown where it has a sign for them, and left out where not.

    Entities stay, Markdown has them too; so does what only looks like a tag (`a < b`, `<mailto:…>`).
    """
    reader = _Reader()
    reader.feed(text.replace("&", "&amp;"))
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.pieces)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if ":" in tag or "@" in tag:
            self.pieces.append(self.get_starttag_text() or "")
        elif tag == "a":
            self.links.append(dict(attrs).get("href") or "")
            self.pieces.append("[")
        else:
            self.pieces.append(OPENING.get(tag, AROUND.get(tag, "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.links:
            self.pieces.append(f"]({self.links.pop()})")
        else:
            self.pieces.append(CLOSING.get(tag, AROUND.get(tag, "")))

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def handle_entityref(self, name: str) -> None:  # noqa: ARG002 -- the signature is the parser's
        """Only `&amp;` comes here, see `without_tags`."""
        self.pieces.append("&")
