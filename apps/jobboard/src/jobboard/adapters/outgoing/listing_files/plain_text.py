"""Plain text as Markdown."""

import re


def as_markdown(line: str) -> str:
    """The line with everything escaped that Markdown would read as a sign; a bullet begins an item."""
    escaped = re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", line)
    if line.startswith("•"):
        return f"- {escaped[1:].strip()}"
    return re.sub(r"^([-+])|^(\d{1,9})([.)])(?!\s)", r"\\\1\2\3", escaped) if escaped[:1] in "-+" else escaped
