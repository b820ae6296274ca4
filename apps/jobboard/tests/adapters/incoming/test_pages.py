import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from html import unescape
from typing import cast
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atomos import Application, Operator, Settings, Unavailable
from atomos.testing import FixedClock
from jobboard.adapters.incoming.pages import address, pages
from jobboard.core.domain.command import ClosePosting, ImportEmployers, StartImport
from jobboard.core.domain.employment import EmploymentType
from jobboard.core.domain.listing import Employer, Source
from jobboard.core.domain.money import Money, Period, SalaryRange
from jobboard.core.domain.organisation import Profile
from jobboard.core.domain.place import Location, WorkArrangement, Workplace
from jobboard.core.domain.posting import CloseReason
from jobboard.core.domain.query import GetPosting, Sort
from jobboard.core.domain.reference import ExternalRef
from jobboard.main import job_board
from profiles import examples

Publish = Callable[..., Awaitable[str]]


async def test_the_list_shows_what_is_open(browser: httpx.AsyncClient, publish: Publish) -> None:
    slug = await publish(
        title="Gardener <b>", salary=SalaryRange(Money(4240500, "USD"), Money(6548500, "USD"), Period.YEAR)
    )

    for path in ("/", "/postings"):
        page = await browser.get(path)

        assert page.status_code == 200
        assert re.search(rf'href="/postings/{slug}" lang="en">Gardener &lt;b&gt;</a>', page.text)
        assert "$42,405 – $65,485 a year" in page.text
        assert "1 open posting," in page.text or "1 posting<" in page.text


async def test_filters_stay_in_the_form_and_in_the_link_to_the_next_page(
    browser: httpx.AsyncClient, publish: Publish
) -> None:
    for _ in range(21):
        await publish(location=Location("US", locality="Brooklyn"), employment_types=(EmploymentType.PART_TIME,))
    asked = {"words": "gard", "place": "Brooklyn", "employment": "part_time", "sort": "salary"}

    page = await browser.get("/postings", params=asked)
    assert 'value="gard"' in page.text
    assert '<input type="hidden" name="employment" value="part_time">' in page.text
    following = link(page, "Next page")
    assert {name: values for name, values in parse_qs(urlsplit(following).query).items() if name != "after"} == {
        name: [value] for name, value in asked.items()
    }

    second = await browser.get(following)
    assert second.text.count('href="/postings/gardener-') == 1
    assert "Next page" not in second.text
    assert parse_qs(urlsplit(link(second, "First page")).query) == {name: [value] for name, value in asked.items()}


async def test_what_was_asked_for_is_shown_as_it_was_written(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/postings", params={"words": 'zebra "&'})

    assert 'value="zebra &#34;&amp;"' in page.text


async def test_each_facet_counts_what_another_choice_would_find(browser: httpx.AsyncClient, publish: Publish) -> None:
    remote, hybrid = WorkArrangement(Workplace.REMOTE, worldwide=True), WorkArrangement(Workplace.HYBRID)
    await publish(arrangement=remote, category="Trees")
    await publish(arrangement=remote, category="Lawns")
    await publish(arrangement=hybrid, category="Trees")

    page = await browser.get("/postings?arrangement=remote")

    assert option(page, "arrangement-remote") == ("/postings", True, "Remote", "2")
    assert option(page, "arrangement-hybrid") == ("/postings?arrangement=hybrid", False, "Hybrid", "1")
    assert option(page, "category-trees") == ("/postings?arrangement=remote&category=Trees", False, "Trees", "1")


async def test_a_salary_is_asked_for_in_its_currency(browser: httpx.AsyncClient, publish: Publish) -> None:
    await publish(salary=SalaryRange(Money(2500, "EUR"), Money(3000, "EUR"), Period.HOUR))
    await publish(salary=SalaryRange(Money(9000000, "USD"), Money(9000000, "USD"), Period.YEAR))

    page = await browser.get("/postings?pay=50000&currency=EUR")

    assert "1 posting<" in page.text
    assert "From €50,000 a year" in page.text
    assert option(page, "pay-usd-75000")[0] == "/postings?pay=75000&currency=USD"


async def test_nothing_found_tells_what_to_leave_out(browser: httpx.AsyncClient, publish: Publish) -> None:
    await publish(location=Location("US", locality="Brooklyn"))

    page = await browser.get("/postings?words=zebra&place=Brooklyn")

    assert "Nothing fits this search" in page.text
    assert link(page, "1 posting without “zebra”") == "/postings?place=Brooklyn"
    assert "without Brooklyn" not in page.text


async def test_a_place_and_a_category_have_pages_of_their_own(browser: httpx.AsyncClient, publish: Publish) -> None:
    await publish(location=Location("US", locality="Staten Island"), category="Parks, & Trees")

    home = await browser.get("/")
    place = await browser.get(link(home, "Staten Island"))
    category = await browser.get(link(home, "Parks, &amp; Trees"))

    assert "<h1>Open postings in Staten Island</h1>" in place.text
    assert "<h1>Open postings: Parks, &amp; Trees</h1>" in category.text
    assert (await browser.get("/places/atlantis")).status_code == 404


async def test_an_organisation_shows_its_open_postings(browser: httpx.AsyncClient, publish: Publish) -> None:
    posting = await browser.get(f"/postings/{await publish()}")

    page = await browser.get(link(posting, "Parks &amp; Trees"))

    assert page.status_code == 200
    assert "<h1>Parks &amp; Trees</h1>" in page.text
    assert "1 posting<" in page.text
    assert (await browser.get("/organisations/nobody")).status_code == 404


async def test_an_organisation_shows_what_a_directory_tells_of_it(
    browser: httpx.AsyncClient, board: Application
) -> None:
    profile = Profile(about="We plant *trees*.", careers_url="https://a.example/jobs", technologies=("Spade", "Rake"))
    employer = Employer(ExternalRef("garden", "a"), "ann-son", "Ann & Son", "https://a.example", profile)
    run = await board.execute(StartImport(Source("garden", "A garden", "UTC"), 1), actor=Operator())
    await board.execute(ImportEmployers(run.id, (employer,)), actor=Operator())

    page = await browser.get("/organisations/ann-son")

    assert "<p>We plant <em>trees</em>.</p>" in page.text
    assert link(page, "Careers") == "https://a.example/jobs"
    assert "Spade, Rake" in page.text
    assert "Nothing is open here now" in page.text


async def test_a_search_names_its_feeds(browser: httpx.AsyncClient, publish: Publish) -> None:
    slug = await publish(employment_types=(EmploymentType.PART_TIME,))

    page = await browser.get("/postings?words=gardener&employment=part_time&sort=salary")

    feeds = re.findall(r'<link rel="alternate" type="[^"]+" title="[^"]+" href="([^"]+)">', page.text)
    assert [unescape(each) for each in feeds] == [
        f"/feeds/{kind}?words=gardener&employment=part_time" for kind in ("rss", "atom", "json")
    ]
    for each in feeds:
        assert slug in (await browser.get(unescape(each))).text


async def test_a_posting_leads_to_similar_ones(browser: httpx.AsyncClient, publish: Publish) -> None:
    slug = await publish(title="Head gardener")
    other = await publish(title="Gardener")
    await publish(title="Accountant")

    page = await browser.get(f"/postings/{slug}")

    similar = page.text.partition("Similar postings")[2]
    assert re.findall(r'href="/postings/([^"]+)"', similar) == [other]


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
    assert "alert(1)</script>" not in page.text
    assert 'href="javascript' not in page.text
    assert '<a href="https://a.example" rel="nofollow ugc">ici</a>' in page.text
    assert "Remote, from Canada or United States" in page.text
    assert (
        'the end of <time datetime="2019-03-30T04:00:00+00:00">March 29, 2019</time>, Eastern Daylight Time'
        in page.text
    )


async def test_a_posting_without_a_description_says_so(browser: httpx.AsyncClient, take_over: Publish) -> None:
    page = await browser.get(f"/postings/{await take_over()}")

    assert "published no description" in page.text


async def test_an_expired_posting_is_gone(browser: httpx.AsyncClient, publish: Publish, clock: FixedClock) -> None:
    slug = await publish(last_day=date(2019, 3, 20))
    clock.advance(timedelta(days=2))

    page = await browser.get(f"/postings/{slug}")

    assert page.status_code == 410
    assert (
        'was open until the end of <time datetime="2019-03-20">March 20, 2019</time>, Coordinated Universal Time'
        in page.text
    )
    assert link(page, "Look for postings like it") == "/postings?words=Gardener"


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


@pytest.mark.parametrize("query", ["after=zzz", "words=%00", "sort=best", "pay=1", "pay=5&currency=x", "rounds=many"])
async def test_a_damaged_search_is_told_apart(browser: httpx.AsyncClient, query: str) -> None:
    page = await browser.get(f"/postings?{query}")

    assert page.status_code == 400
    assert "This address is not a valid search" in page.text


def test_any_search_has_an_answer() -> None:
    asked = st.dictionaries(st.sampled_from(sorted(address.DEFAULTS)), st.text())
    asked |= st.fixed_dictionaries({"words": st.text(), "place": st.text(), "sort": st.sampled_from(["", *Sort])})

    with asyncio.Runner() as runner:
        board = runner.run(job_board().build(Settings(database_url="memory://")).__aenter__())
        client = httpx.AsyncClient(transport=httpx.ASGITransport(board), base_url="http://board.example")

        @given(asked)
        @examples(50, nightly=1_000)
        def ask(parts: dict[str, str]) -> None:
            assert runner.run(client.get("/postings", params=parts)).status_code in (200, 400)

        ask()
        runner.run(board.__aexit__(None, None, None))


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
        assert "default-src 'none'; script-src 'self';" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


async def test_the_script_is_kept_for_ever_under_an_address_of_its_content(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/")
    found = re.search(r'<script src="([^"]+)"', page.text)
    assert found

    script = await browser.get(found[1])
    assert "javascript" in script.headers["content-type"]
    assert "immutable" in script.headers["cache-control"]

    unmarked = await browser.get("/static/htmx.min.js")
    assert "cache-control" not in unmarked.headers
    again = await browser.get("/static/htmx.min.js", headers={"if-none-match": unmarked.headers["etag"]})
    assert again.status_code == 304


async def test_a_shared_link_shows_what_it_leads_to(browser: httpx.AsyncClient, publish: Publish) -> None:
    page = await browser.get(f"/postings/{await publish(description='Plant *trees* & more.')}")

    told = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', page.text))
    assert told["title"] == "Gardener at Parks &amp; Trees"
    assert told["description"] == "Plant trees &amp; more."
    assert told["url"].startswith("http://board.example/postings/gardener-")
    assert (await browser.get(told["image"])).headers["content-type"] == "image/png"


async def test_a_posting_can_be_reported(browser: httpx.AsyncClient, publish: Publish, board: Application) -> None:
    path = f"/postings/{await publish()}/report"
    assert "What is wrong?" in (await browser.get(path)).text

    sent = await browser.post(path, data={"concern": "scam", "words": "They ask for money"})
    assert (sent.status_code, sent.headers["location"]) == (303, f"{path}?sent")
    assert "Thank you" in (await browser.get(sent.headers["location"])).text

    wrong = await browser.post(path, data={"words": "<They>"})
    assert wrong.status_code == 422
    assert "&lt;They&gt;</textarea>" in wrong.text


def link(page: httpx.Response, text: str) -> str:
    """Where the link with this text leads."""
    found = re.search(rf'<a [^>]*href="([^"]+)"[^>]*>(?:<span[^>]*>)?{re.escape(text)}<', page.text)
    assert found, text
    return unescape(found[1])


def option(page: httpx.Response, name: str) -> tuple[str, bool, str, str]:
    """Where a facet's option leads, whether it is chosen, its name and its count."""
    span = r"\s*<span[^>]*>([^<]+)</span>"
    found = re.search(rf'id="{name}" href="([^"]+)"([^>]*)>{span}{span}', page.text)
    assert found, name
    return unescape(found[1]), "aria-current" in found[2], found[3], found[4]
