"""How values read on a page."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markupsafe import Markup

from jobboard.core.domain.money import Money, SalaryRange
from jobboard.core.domain.place import Location

SYMBOLS = {"USD": "$", "CAD": "CA$", "EUR": "€", "GBP": "£", "JPY": "¥"}


def salary(stated: SalaryRange) -> str:
    """`$42,405 – $65,485 a year`."""
    whole = all(end.decimal == end.decimal.to_integral_value() for end in (stated.minimum, stated.maximum))
    ends = dict.fromkeys(_money(end, whole=whole) for end in (stated.minimum, stated.maximum))
    article = "an" if stated.period == "hour" else "a"
    return f"{' – '.join(ends)} {article} {stated.period}"


def place(location: Location) -> str:
    """The address as its source has it, and the locality where the address does not say it."""
    known = location.locality and location.locality.lower() not in location.address.lower()
    return (
        ", ".join(part for part in (location.address, location.locality if known else "") if part) or location.country
    )


def day(moment: date, time_zone: str = "UTC") -> str:
    """`19 March 2019`; an instant is told as the day that it is in the time zone."""
    local = moment.astimezone(ZoneInfo(time_zone)) if isinstance(moment, datetime) else moment
    return f"{local.day} {local:%B %Y}"


def words(name: str) -> str:
    """`full_time` as `full time`, `America/New_York` as `New York`."""
    return name.rpartition("/")[2].replace("_", " ")


def markdown(text: str) -> Markup:
    """Safe HTML: raw HTML is shown as text, a link with a scheme that could run something is none."""
    return Markup(_MARKDOWN.render(text))  # noqa: S704 -- the renderer escapes everything that is not Markdown


def _money(amount: Money, *, whole: bool) -> str:
    number = f"{amount.decimal:,.0f}" if whole else f"{amount.decimal:,}"
    return SYMBOLS.get(amount.currency, f"{amount.currency} ") + number


def _fit_into_page(state: StateCore) -> None:
    """The page's own title is its only `h1`; a link that somebody else wrote is not recommended by us."""
    for token in state.tokens:
        if token.tag == "h1":
            token.tag = "h2"
        for child in token.children or ():
            if child.type == "link_open":
                child.attrSet("rel", "nofollow ugc")


_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable("image")
_MARKDOWN.core.ruler.push("fit_into_page", _fit_into_page)
