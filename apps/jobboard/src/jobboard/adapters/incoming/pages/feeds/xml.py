"""XML, element by element."""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, tostring

DECLARATION = b"<?xml version='1.0' encoding='utf-8'?>\n"
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to say."""


def element(name: str, content: str | Iterable[Element] = (), **attributes: str) -> Element:
    """An element with text or with children."""
    made = Element(name, {key.rstrip("_"): said(value) for key, value in attributes.items()})
    if isinstance(content, str):
        made.text = said(content)
    else:
        made.extend(content)
    return made


def written(root: Element) -> bytes:
    return DECLARATION + tostring(root)


def cdata(text: str) -> str:
    """The text as it is, whatever marks it has."""
    return f"<![CDATA[{said(text).replace(']]>', ']]]]><![CDATA[>')}]]>"


def said(text: str) -> str:
    """The text without what XML cannot say."""
    return NOT_XML.sub("", text)
