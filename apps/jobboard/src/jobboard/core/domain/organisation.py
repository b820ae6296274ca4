"""Who posts."""

from dataclasses import dataclass
from uuid import UUID

from jobboard.core.domain.text import Slug


@dataclass(slots=True)
class Organisation:
    id: UUID
    name: str
    slug: str
    website: str = ""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("an organisation has a name")
        Slug(self.slug)
        if self.website and not self.website.startswith(("https://", "http://")):
            raise ValueError("a website begins with https:// or http://")
