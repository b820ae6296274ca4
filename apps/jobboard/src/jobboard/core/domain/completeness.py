"""What a posting must say before an employer may show it."""

from enum import StrEnum

from jobboard.core.domain.content import Content
from jobboard.core.domain.place import Workplace
from jobboard.core.domain.text import fold


class Requirement(StrEnum):
    """What Google requires of a posting beside the title, the employer and the day, which every one has.

    Source: https://developers.google.com/search/docs/appearance/structured-data/job-posting
    """

    DESCRIPTION = "description"
    """Text of its own, more than the title again."""
    LOCATION = "location"
    """Where one works, or that the work is remote."""


class Incomplete(ValueError):
    """The posting does not say yet what it must."""

    def __init__(self, missing: tuple[Requirement, ...]) -> None:
        self.missing = missing
        super().__init__(f"the posting still needs: {', '.join(missing)}")


def missing(content: Content) -> tuple[Requirement, ...]:
    """What must still be said; nothing, when it is ready to be shown."""
    gaps = {
        Requirement.DESCRIPTION: fold(content.description).strip() in ("", fold(content.title).strip()),
        Requirement.LOCATION: content.location is None and not _remote(content),
    }
    return tuple(requirement for requirement, is_missing in gaps.items() if is_missing)


def require_complete(content: Content) -> None:
    """Raises: Incomplete."""
    if gaps := missing(content):
        raise Incomplete(gaps)


def _remote(content: Content) -> bool:
    return content.arrangement is not None and content.arrangement.workplace is Workplace.REMOTE
