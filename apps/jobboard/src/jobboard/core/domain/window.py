"""The days on which a posting is open."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class ValidityWindow:
    """From a first day to a last one, both whole days where the employer is; without a last day, until
    further notice.
    """

    first_day: date
    last_day: date | None
    time_zone: str

    def __post_init__(self) -> None:
        if self.last_day is not None and self.last_day < self.first_day:
            raise ValueError("the last day of a posting may not lie before its first")
        _ = self.opens_at, self.closes_at

    @property
    def opens_at(self) -> datetime:
        """The first instant, in UTC."""
        return start_of(self.first_day, self.time_zone)

    @property
    def closes_at(self) -> datetime | None:
        """The first instant after the window, in UTC: the end of the last day, not its beginning."""
        return None if self.last_day is None else end_of(self.last_day, self.time_zone)


def zone(name: str) -> ZoneInfo:
    """The time zone of that IANA name. Raises: ValueError."""
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        raise ValueError(f"{name!r} is not a time zone of the IANA database") from None


def start_of(day: date, time_zone: str) -> datetime:
    """The first instant of a local day, in UTC. Raises: ValueError (a day that no calendar of ours needs)."""
    if not 1900 <= day.year < 3000:
        raise ValueError(f"{day} is not a day of our time")
    return datetime.combine(day, time(), zone(time_zone)).astimezone(UTC)


def end_of(day: date, time_zone: str) -> datetime:
    """The first instant after a local day, in UTC."""
    start_of(day, time_zone)
    return start_of(day + timedelta(days=1), time_zone)
