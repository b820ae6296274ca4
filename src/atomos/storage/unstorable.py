"""The refusal of one value."""


class Unstorable(ValueError):
    """No store may keep this value; the text says what is wrong with it, the caller knows where it stands."""


def check_text(value: str) -> None:
    """Refuse what not every database can hold. Raises: Unstorable."""
    if "\0" in value:
        raise Unstorable("holds the character NUL")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Unstorable("is not Unicode text: it holds half of a surrogate pair") from None
