"""How an employer gets to know those who apply."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InterviewRound:
    """One meeting or task, and how long it takes, if the employer says so."""

    title: str
    minutes: int | None = None

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("an interview round has a title")
        if self.minutes is not None and not 0 < self.minutes <= 10_080:
            raise ValueError("an interview round takes some minutes, and no more than a week of them")


@dataclass(frozen=True, slots=True)
class InterviewPlan:
    """All rounds up to the offer, in order. No rounds: one is hired without an interview."""

    rounds: tuple[InterviewRound, ...] = ()

    def __post_init__(self) -> None:
        if len(self.rounds) > 20:
            raise ValueError("an interview plan has at most twenty rounds")

    @property
    def minutes(self) -> int | None:
        """How long it takes in all; `None` where that is not said of every round."""
        stated = [each.minutes for each in self.rounds if each.minutes is not None]
        return sum(stated) if len(stated) == len(self.rounds) else None
