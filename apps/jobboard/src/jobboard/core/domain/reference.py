"""What a thing is called where it came from."""

from dataclasses import dataclass

from jobboard.core.domain.text import Slug


@dataclass(frozen=True, slots=True)
class ExternalRef:
    """A key, and the source that it means something to."""

    source: str
    key: str

    def __post_init__(self) -> None:
        Slug(self.source)
        if not self.key:
            raise ValueError("a reference has a key")
