"""What a posting says."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from jobboard.core.domain.employment import Benefit, EmploymentType, OccupationCode
from jobboard.core.domain.interview import InterviewPlan
from jobboard.core.domain.money import SalaryRange
from jobboard.core.domain.place import Location, WorkArrangement
from jobboard.core.domain.text import require_address, require_language
from jobboard.core.domain.window import end_of, zone


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalizedText:
    """The words of a posting in one language (BCP 47). `description` is Markdown.

    `organisation_name` is what the employer is called in it; empty where that is the same in every language.
    """

    language: str
    title: str
    description: str = ""
    organisation_name: str = ""

    def __post_init__(self) -> None:
        require_language(self.language)
        if not self.title.strip():
            raise ValueError("a posting has a title in each of its languages")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What an employer writes and a moderator reads.

    `description` is Markdown, in `language` (BCP 47); `translations` say the same in further languages.
    `last_day` is open until its end in `time_zone`; without one the posting is open until it is closed. What
    the employer does not state is left out, never guessed.
    """

    title: str
    description: str = ""
    language: str = "en"
    translations: tuple[LocalizedText, ...] = ()
    category: str = ""
    salary: SalaryRange | None = None
    location: Location | None = None
    arrangement: WorkArrangement | None = None
    employment_types: tuple[EmploymentType, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    interview: InterviewPlan | None = None
    occupations: tuple[OccupationCode, ...] = ()
    apply_url: str = ""
    last_day: date | None = None
    time_zone: str = "UTC"

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("a posting has a title")
        require_language(self.language)
        languages = [self.language, *(each.language for each in self.translations)]
        if len(set(languages)) < len(languages):
            raise ValueError("a posting says a thing once in each language")
        require_address(self.apply_url)
        zone(self.time_zone)
        _ = self.closes_at

    @property
    def closes_at(self) -> datetime | None:
        """The first instant after the last day."""
        return None if self.last_day is None else end_of(self.last_day, self.time_zone)

    @property
    def texts(self) -> tuple[LocalizedText, ...]:
        """Its words in every language, those of its own first."""
        own = LocalizedText(language=self.language, title=self.title, description=self.description)
        return (own, *self.translations)

    def text_in(self, language: str) -> LocalizedText:
        """Its words in that language, or in another variety of it; else in its own."""
        nearest = sorted(self.texts, key=lambda text: text.language != language)
        return next((text for text in nearest if _root(text.language) == _root(language)), self.texts[0])

    def with_text(self, text: LocalizedText) -> "Content":
        """The same opening with these words in their language, whether it had some in it before or not."""
        if text.language == self.language:
            return replace(self, title=text.title, description=text.description)
        others = [each for each in self.translations if each.language != text.language]
        return replace(self, translations=tuple(sorted([*others, text], key=lambda each: each.language)))


def _root(language: str) -> str:
    return language.partition("-")[0]
