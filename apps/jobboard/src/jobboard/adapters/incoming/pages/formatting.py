"""How values read on a page, in one language."""

from datetime import date, datetime
from decimal import Decimal
from gettext import NullTranslations
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_timezone_name
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, get_currency_symbol
from babel.units import format_unit

from jobboard.adapters.incoming.pages import labels
from jobboard.core.domain.content import LocalizedText
from jobboard.core.domain.money import Money, SalaryRange
from jobboard.core.domain.place import Location, WorkArrangement
from jobboard.core.domain.query import PostingCard
from jobboard.core.domain.window import end_of


class Formats:
    """The numbers, dates, currencies and names of one language, by the rules of Unicode CLDR."""

    def __init__(self, language: str, texts: NullTranslations) -> None:
        self._locale = Locale.parse(language)
        self._language = language
        self._gettext = texts.gettext
        self._ngettext = texts.ngettext

    def salary(self, stated: SalaryRange) -> str:
        """`$42,405 – $65,485 a year`, `42 405 – 65 485 $US par an`."""
        whole = all(end.decimal == end.decimal.to_integral_value() for end in (stated.minimum, stated.maximum))
        ends = dict.fromkeys(self._money(end, whole=whole) for end in (stated.minimum, stated.maximum))
        return self._gettext(labels.PAY_FOR[stated.period]) % {"pay": " – ".join(ends)}

    def pay(self, amount: int, currency: str) -> str:
        """A round figure in the major unit."""
        return self._money(Money.of(Decimal(amount), currency), whole=True)

    def place(self, location: Location) -> str:
        """The address as its source has it, and the locality where the address does not say it."""
        known = location.locality and location.locality.lower() not in location.address.lower()
        parts = [part for part in (location.address, location.locality if known else "") if part]
        return ", ".join(parts) or self.country(location.country)

    def arrangement(self, stated: WorkArrangement) -> str:
        """`Remote, from Canada or the United States`."""
        name = self._gettext(labels.ARRANGEMENTS[stated.workplace])
        if stated.worldwide:
            return self._gettext("%(arrangement)s, from anywhere") % {"arrangement": name}
        if not stated.applicant_countries:
            return name
        countries = format_list([self.country(each) for each in stated.applicant_countries], "or", self._locale)
        return self._gettext("%(arrangement)s, from %(countries)s") % {"arrangement": name, "countries": countries}

    def choice(self, part: str, value: str) -> str:
        """What was, or may be, asked of one part of a search."""
        match part:
            case "words":
                return self._gettext("“%(words)s”") % {"words": value}
            case "pay":
                currency, _, amount = value.partition(" ")
                return self._gettext("From %(pay)s a year") % {"pay": self.pay(int(amount), currency)}
            case "rounds":
                count = int(value)
                return self._ngettext("At most %(number)s round", "At most %(number)s rounds", count) % {
                    "number": count
                }
            case "arrangement" | "employment" | "benefit":
                return self._gettext(labels.CHOICES[part][value])
            case _:
                return value

    def rounds(self, count: int) -> str:
        if count == 0:
            return self._gettext("No interview")
        return self._ngettext("%(number)s interview round", "%(number)s interview rounds", count) % {"number": count}

    def minutes(self, count: int) -> str:
        """`45 minutes`, `1 heure 30 minutes`."""
        hours, minutes = divmod(count, 60)
        parts = [(hours, "duration-hour"), (minutes, "duration-minute")]
        return " ".join(format_unit(amount, unit, "long", locale=self._locale) for amount, unit in parts if amount)

    def country(self, code: str) -> str:
        name: str = self._locale.territories.get(code, code)
        return name

    def language_name(self, tag: str) -> str:
        """`French (Canada)`, `français (Canada)`."""
        name: str | None = Locale.parse(tag, sep="-").get_display_name(self._locale)
        return name or tag

    def number(self, value: int) -> str:
        return format_decimal(value, locale=self._locale)

    def day(self, moment: date, time_zone: str = "UTC") -> str:
        """`March 19, 2019`, `19 mars 2019`; an instant is told as the day that it is in the time zone."""
        local = moment.astimezone(ZoneInfo(time_zone)) if isinstance(moment, datetime) else moment
        return format_date(local, "long", self._locale)

    def zone_on(self, day: date, time_zone: str) -> str:
        """`Eastern Daylight Time`: the time at the end of that day."""
        return get_timezone_name(end_of(day, time_zone).astimezone(ZoneInfo(time_zone)), "long", locale=self._locale)

    def text_of(self, card: PostingCard) -> LocalizedText:
        """What it is called in this language, else in its own."""
        for text in card.translations if not card.language.startswith(self._language) else ():
            if text.language.startswith(self._language):
                return text
        return LocalizedText(language=card.language, title=card.title, organisation_name=card.organisation_name)

    def _money(self, amount: Money, *, whole: bool) -> str:
        pattern = self._locale.currency_formats["standard"].pattern
        wanted = pattern.replace(".00", "") if whole else pattern
        if get_currency_symbol(amount.currency, self._locale)[-1].isalpha():
            wanted = wanted.replace("¤#", "¤\N{NO-BREAK SPACE}#")
        return format_currency(amount.decimal, amount.currency, wanted, self._locale, currency_digits=not whole)
