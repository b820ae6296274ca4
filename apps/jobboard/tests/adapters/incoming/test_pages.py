import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import cast
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atomos import Application, Operator, Settings, Unavailable
from atomos.testing import FixedClock
from jobboard.adapters.incoming.pages import formatting, pages
from jobboard.core.domain.command import ClosePosting
from jobboard.core.domain.money import Money, Period, SalaryRange
from jobboard.core.domain.place import Location, WorkArrangement, Workplace
from jobboard.core.domain.posting import CloseReason
from jobboard.core.domain.query import GetPosting
from jobboard.main import job_board
from profiles import examples

Publish = Callable[..., Awaitable[str]]


async def test_the_list_shows_what_is_open(browser: httpx.AsyncClient, publish: Publish) -> None:
    slug = await publish(
        title="Gardener <b>", salary=SalaryRange(Money(4240500, "USD"), Money(6548500, "USD"), Period.YEAR)
    )

    page = await browser.get("/")

    assert page.status_code == 200
    assert f'<a href="/postings/{slug}" lang="en">Gardener &lt;b&gt;</a>' in page.text
    assert "$42,405 – $65,485 a year" in page.text
    assert "1 posting" in page.text


async def test_filters_stay_in_the_form_and_in_the_link_to_the_next_page(
    browser: httpx.AsyncClient, publish: Publish
) -> None:
    for _ in range(21):
        await publish(location=Location("US", locality="Brooklyn"))

    page = await browser.get("/", params={"words": 'zebra "&', "place": "Brooklyn", "sort": "salary"})
    assert "Nothing fits this search" in page.text
    assert 'value="zebra &#34;&amp;"' in page.text
    assert '<option value="salary" selected>' in page.text

    page = await browser.get("/", params={"words": "gard", "place": "Brooklyn", "sort": "salary"})
    following = next_link(page)
    asked = parse_qs(urlsplit(following).query)
    assert (asked["words"], asked["place"], asked["sort"]) == (["gard"], ["Brooklyn"], ["salary"])

    second = await browser.get(following)
    assert second.text.count("<h2>") == 1
    assert "Next page" not in second.text
    assert '<a href="/?words=gard&amp;place=Brooklyn&amp;sort=salary">First page</a>' in second.text


async def test_an_empty_board_says_so(browser: httpx.AsyncClient) -> None:
    assert "No postings are open now" in (await browser.get("/")).text


async def test_a_posting_tells_what_the_employer_states(browser: httpx.AsyncClient, publish: Publish) -> None:
    slug = await publish(
        title="Jardinier",
        language="fr-CA",
        description="# Parcs\n\n<script>alert(1)</script> [là](javascript:alert(1)) [ici](https://a.example)",
        arrangement=WorkArrangement(Workplace.REMOTE, ("CA", "US")),
        last_day=date(2019, 3, 29),
        time_zone="America/New_York",
    )

    page = await browser.get(f"/postings/{slug}")

    assert page.status_code == 200
    assert '<h1 lang="fr-CA">Jardinier</h1>' in page.text
    assert page.text.count("<h1") == 1
    assert "<h2>Parcs</h2>" in page.text
    assert "&lt;script&gt;" in page.text
    assert "<script" not in page.text
    assert 'href="javascript' not in page.text
    assert '<a href="https://a.example" rel="nofollow ugc">ici</a>' in page.text
    assert "Remote, from CA, US" in page.text
    assert 'the end of <time datetime="2019-03-29">29 March 2019</time>, New York time' in page.text


async def test_a_posting_without_a_description_says_so(browser: httpx.AsyncClient, take_over: Publish) -> None:
    page = await browser.get(f"/postings/{await take_over()}")

    assert "published no description" in page.text


async def test_an_expired_posting_is_gone(browser: httpx.AsyncClient, publish: Publish, clock: FixedClock) -> None:
    slug = await publish(last_day=date(2019, 3, 20))
    clock.advance(timedelta(days=2))

    page = await browser.get(f"/postings/{slug}")

    assert page.status_code == 410
    assert 'was open until the end of <time datetime="2019-03-20">20 March 2019</time>, UTC time' in page.text
    assert '<a href="/?words=Gardener">Look for postings like it</a>' in page.text


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (CloseReason.FILLED, "has been filled"),
        (CloseReason.WITHDRAWN, "was withdrawn by the employer"),
        (CloseReason.VANISHED, "is no longer published by the employer"),
    ],
)
async def test_a_closed_posting_is_gone_and_tells_why(
    browser: httpx.AsyncClient, publish: Publish, board: Application, reason: CloseReason, told: str
) -> None:
    slug = await publish()
    posting = await board.execute(GetPosting(slug))
    await board.execute(ClosePosting(posting.id, reason), actor=Operator())

    page = await browser.get(f"/postings/{slug}")

    assert page.status_code == 410
    assert told in page.text


@pytest.mark.parametrize("path", ["/postings/none-000000000000", "/postings/A%20b", "/postings/%00", "/elsewhere"])
async def test_what_never_was_is_not_found(browser: httpx.AsyncClient, path: str) -> None:
    page = await browser.get(path)

    assert page.status_code == 404
    assert "There is no such page" in page.text


@pytest.mark.parametrize("query", ["after=zzz", "words=%00", "sort=best"])
async def test_a_damaged_search_is_told_apart(browser: httpx.AsyncClient, query: str) -> None:
    page = await browser.get(f"/?{query}")

    assert page.status_code == 400
    assert "This address is not a valid search" in page.text


@given(st.text(), st.text(), st.text(), st.none() | st.text())
@examples(50, nightly=1_000)
def test_any_search_has_an_answer(words: str, place: str, sort: str, after: str | None) -> None:
    async def ask() -> int:
        async with job_board().build(Settings(database_url="memory://")) as board:
            transport = httpx.ASGITransport(board)
            async with httpx.AsyncClient(transport=transport, base_url="http://board.example") as client:
                asked = {"words": words, "place": place, "sort": sort, "after": after}
                return (await client.get("/", params=asked)).status_code

    assert asyncio.run(ask()) in (200, 400)


async def test_pages_can_only_be_read(browser: httpx.AsyncClient) -> None:
    page = await browser.post("/")

    assert page.status_code == 405
    assert set(page.headers["allow"].split(", ")) == {"GET", "HEAD"}


@pytest.mark.parametrize(
    ("error", "status"), [(Unavailable("the database is away"), 503), (RuntimeError("a fault"), 500)]
)
async def test_a_fault_of_ours_is_told_without_its_details(error: Exception, status: int) -> None:
    class Broken:
        async def execute(self, message: object) -> object:
            raise error

    site = pages(cast(Application, Broken()))
    transport = httpx.ASGITransport(site, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://board.example") as client:
        page = await client.get("/")

    assert page.status_code == status
    assert "The fault is ours" in page.text
    assert str(error) not in page.text


async def test_no_page_may_run_or_be_framed_by_anything(browser: httpx.AsyncClient, publish: Publish) -> None:
    for path in ("/", f"/postings/{await publish()}", "/elsewhere"):
        headers = (await browser.get(path)).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "script-src" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


async def test_styles_are_served_with_a_validator(browser: httpx.AsyncClient) -> None:
    styles = await browser.get("/static/style.css")

    assert styles.headers["content-type"].startswith("text/css")
    again = await browser.get("/static/style.css", headers={"if-none-match": styles.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        (SalaryRange(Money(1500, "USD"), Money(1500, "USD"), Period.HOUR), "$15 an hour"),
        (SalaryRange(Money(1500, "USD"), Money(1790, "USD"), Period.HOUR), "$15.00 – $17.90 an hour"),
        (SalaryRange(Money(5, "JPY"), Money(1200, "JPY"), Period.DAY), "¥5 – ¥1,200 a day"),
        (SalaryRange(Money(100, "CHF"), Money(200, "CHF"), Period.MONTH), "CHF 1 – CHF 2 a month"),
    ],
)
def test_salaries_read_naturally(stated: SalaryRange, told: str) -> None:
    assert formatting.salary(stated) == told


@pytest.mark.parametrize(
    ("location", "told"),
    [
        (Location("US", "US-NY", "Brooklyn", "1201 Metropolitan Ave, Bklyn"), "1201 Metropolitan Ave, Bklyn, Brooklyn"),
        (Location("US", "US-NY", "Brooklyn", "16 Court St, Brooklyn"), "16 Court St, Brooklyn"),
        (Location("CA", locality="Ottawa"), "Ottawa"),
        (Location("CA"), "CA"),
    ],
)
def test_places_are_told_once(location: Location, told: str) -> None:
    assert formatting.place(location) == told


def next_link(page: httpx.Response) -> str:
    found = re.search(r'<a rel="next" href="([^"]+)">', page.text)
    assert found
    return found[1].replace("&amp;", "&")
