"""Who posts."""

from dataclasses import dataclass
from uuid import UUID

from jobboard.core.domain.reference import ExternalRef
from jobboard.core.domain.text import Slug, require_address


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a directory tells of an organisation, in its own words; `about` is Markdown."""

    careers_url: str = ""
    about: str = ""
    size: str = ""
    region: str = ""
    remote_policy: str = ""
    technologies: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_address(self.careers_url)


@dataclass(slots=True)
class Organisation:
    id: UUID
    name: str
    slug: str
    website: str = ""
    profile: Profile | None = None
    reference: ExternalRef | None = None

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("an organisation has a name")
        Slug(self.slug)
        if self.website and not self.website.startswith(("https://", "http://")):
            raise ValueError("a website begins with https:// or http://")
