"""Feeds, sitemaps and the read API, held to schemas and read by a parser that others wrote."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import fields
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import feedparser  # type: ignore[import-untyped]  # it ships no types
import httpx
import jsonschema_rs
import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st

from atomos import Application, Operator, Settings
from atomos.testing import FixedClock
from jobboard.core.domain.command import SuspendPosting
from jobboard.core.domain.place import Location
from jobboard.core.domain.query import GetPosting, ListPostings
from jobboard.main import job_board

Publish = Callable[..., Awaitable[str]]
SCHEMAS = Path(__file__).parent / "schemas"
BROOKLYN = Location("US", "US-NY", "Brooklyn", "16 Court St")
DIRTY = "A ]]> & <b>bold</b> move\x0b, *now* 🙂"


def parsed(feed: httpx.Response) -> Any:
    found = feedparser.parse(feed.content)
    assert not found.bozo, found.get("bozo_exception")
    return found


@pytest.mark.parametrize(("kind", "version"), [("rss", "rss20"), ("atom", "atom10")])
async def test_a_feed_tells_the_open_postings(
    browser: httpx.AsyncClient, publish: Publish, kind: str, version: str
) -> None:
    slug = await publish(title="Cook & baker <b>", description=DIRTY.replace("\x0b", ""), category="Kitchen")

    answer = await browser.get(f"/feeds/{kind}")

    assert answer.headers["content-type"] == f"application/{kind}+xml"
    found = parsed(answer)
    assert found.version == version
    assert found.feed.updated_parsed or kind == "rss"
    (entry,) = found.entries
    assert entry.link == f"http://board.example/postings/{slug}"
    assert entry.id.startswith("urn:uuid:")
    assert (unescape(entry.title), entry.author) == ("Cook & baker <b>", "Parks & Trees")
    assert "<em>now</em>" in (entry.content[0].value if kind == "atom" else entry.description)
    assert [tag.term for tag in entry.tags] == ["Kitchen"]
    assert entry.published_parsed[:3] == (2019, 3, 19)


async def test_a_json_feed_fits_its_specification(browser: httpx.AsyncClient, publish: Publish) -> None:
    await publish(description=DIRTY)

    answer = await browser.get("/feeds/json")

    assert answer.headers["content-type"] == "application/feed+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    jsonschema_rs.validate(json.loads((SCHEMAS / "json-feed.json").read_text()), answer.json())
    assert answer.json()["items"][0]["authors"] == [{"name": "Parks & Trees"}]


async def test_a_feed_has_what_its_page_has(browser: httpx.AsyncClient, publish: Publish) -> None:
    await publish(title="Cook", location=BROOKLYN)
    await publish(title="Clerk", location=BROOKLYN)
    await publish(title="Cook")

    for kind in ("rss", "atom"):
        found = parsed(await browser.get(f"/feeds/{kind}?words=cook&place=Brooklyn"))
        assert [entry.title for entry in found.entries] == ["Cook"]
        assert found.feed.title == "Job board, cook, Brooklyn"
    feed = (await browser.get("/feeds/json?words=cook&place=Brooklyn")).json()
    assert feed["home_page_url"] == "http://board.example/postings?words=cook&place=Brooklyn"
    assert feed["feed_url"] == "http://board.example/feeds/json?words=cook&place=Brooklyn"


async def test_a_long_feed_goes_on(browser: httpx.AsyncClient, publish: Publish) -> None:
    for _ in range(51):
        await publish(title="Cook")

    first = (await browser.get("/feeds/json?words=cook")).json()
    second = (await browser.get(first["next_url"])).json()

    assert len({item["id"] for item in first["items"] + second["items"]}) == 51
    assert "next_url" not in second
    assert 'rel="next"' in (await browser.get("/feeds/atom")).text


@pytest.mark.parametrize("kind", ["rss", "atom", "json"])
async def test_an_empty_feed_is_one_all_the_same(browser: httpx.AsyncClient, kind: str) -> None:
    answer = await browser.get(f"/feeds/{kind}?words=nothing")

    assert answer.status_code == 200
    if kind != "json":
        assert parsed(answer).entries == []


@pytest.mark.parametrize("path", ["/feeds/rss?sort=best", "/feeds/json?after=zzz", "/feeds/atom?words=%00"])
async def test_a_damaged_search_is_told(browser: httpx.AsyncClient, path: str) -> None:
    assert (await browser.get(path)).status_code == 400


async def test_a_reader_that_has_a_feed_is_not_sent_it_again(browser: httpx.AsyncClient, publish: Publish) -> None:
    await publish()
    feed = await browser.get("/feeds/rss")

    again = await browser.get("/feeds/rss", headers={"if-none-match": feed.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")


async def test_what_is_no_longer_visible_is_in_none_of_them(
    browser: httpx.AsyncClient, publish: Publish, board: Application, clock: FixedClock
) -> None:
    await publish(title="Expired", last_day=date(2019, 3, 20))
    suspended = await board.execute(GetPosting(await publish(title="Suspended")))
    await board.execute(SuspendPosting(suspended.id, "A scam."), actor=Operator())
    clock.advance(timedelta(days=2))

    for path in ("/feeds/rss", "/feeds/atom", "/feeds/json", "/feeds/indeed.xml", "/v1/boards/parks-trees/jobs"):
        text = (await browser.get(path)).text
        assert "Expired" not in text
        assert "Suspended" not in text
    assert "<sitemap>" not in (await browser.get("/sitemap.xml")).text
    assert "<url>" not in (await browser.get("/sitemap.xml?part=all")).text


async def test_indeed_gets_every_complete_posting(
    browser: httpx.AsyncClient, publish: Publish, take_over: Publish
) -> None:
    slug = await publish(title="Cook & baker", description=DIRTY, location=BROOKLYN)
    await take_over(title="Without a description")

    answer = await browser.get("/feeds/indeed.xml")

    source = ET.fromstring(answer.content)
    assert [each.tag for each in source] == ["publisher", "publisherurl", "lastBuildDate", "job"]
    job = {each.tag: each.text or "" for each in source[3]}
    assert job["url"] == f"http://board.example/postings/{slug}"
    assert (job["title"], job["company"]) == ("Cook & baker", "Parks & Trees")
    assert (job["city"], job["state"], job["country"]) == ("Brooklyn", "NY", "US")
    assert job["description"] == "<p>A ]]&gt; &amp; &lt;b&gt;bold&lt;/b&gt; move, <em>now</em> 🙂</p>\n"


async def test_the_sitemap_names_every_open_posting_and_when_it_changed(
    browser: httpx.AsyncClient, publish: Publish
) -> None:
    slugs = {await publish() for _ in range(3)}

    index = (await browser.get("/sitemap.xml")).text
    xmlschema.XMLSchema(SCHEMAS / "sitemap.xsd").validate(index)
    (address,) = [each.text or "" for each in ET.fromstring(index).iter() if each.tag.endswith("loc")]
    part = (await browser.get(address)).text
    xmlschema.XMLSchema(SCHEMAS / "sitemap.xsd").validate(part)

    assert {each.text for each in ET.fromstring(part).iter() if each.tag.endswith("loc")} == {
        f"http://board.example/postings/{slug}" for slug in slugs
    }
    assert part.count("<lastmod>2019-03-19T12:00:00+00:00</lastmod>") == 3


@pytest.mark.parametrize("part", ["x", "", "%00", "A"])
async def test_a_part_of_the_sitemap_that_cannot_be_is_not_found(browser: httpx.AsyncClient, part: str) -> None:
    assert (await browser.get(f"/sitemap.xml?part={part}")).status_code == (404 if part else 200)


async def test_crawlers_are_shown_the_sitemap(browser: httpx.AsyncClient) -> None:
    robots = await browser.get("/robots.txt")

    assert robots.headers["content-type"].startswith("text/plain")
    assert robots.text == "User-agent: *\nDisallow: /api/\n\nSitemap: http://board.example/sitemap.xml\n"


async def test_a_board_has_the_shape_that_programs_know(browser: httpx.AsyncClient, publish: Publish) -> None:
    slug = await publish(title="Cook", category="Kitchen", location=BROOKLYN)

    brief = (await browser.get("/v1/boards/parks-trees/jobs")).json()
    full = (await browser.get("/v1/boards/parks-trees/jobs?content=true")).json()

    (job,) = full["jobs"]
    assert full["meta"] == {"total": 1}
    assert job["absolute_url"] == f"http://board.example/postings/{slug}"
    assert isinstance(job["id"], int)
    assert job["location"] == {"name": "Brooklyn, NY, US"}
    assert job["content"] == "&lt;p&gt;What there is to do.&lt;/p&gt;\n"
    assert [each["name"] for each in job["departments"]] == ["Kitchen"]
    assert [each["name"] for each in job["offices"]] == ["Brooklyn, NY, US"]
    assert "content" not in brief["jobs"][0]
    assert (await browser.get("/v1/boards/parks-trees")).json()["name"] == "Parks & Trees"
    assert (await browser.get(f"/v1/boards/parks-trees/jobs/{job['id']}")).json() == job


async def test_a_job_that_is_over_is_gone(browser: httpx.AsyncClient, publish: Publish, clock: FixedClock) -> None:
    await publish(last_day=date(2019, 3, 20))
    (job,) = (await browser.get("/v1/boards/parks-trees/jobs")).json()["jobs"]
    clock.advance(timedelta(days=2))

    assert (await browser.get(f"/v1/boards/parks-trees/jobs/{job['id']}")).status_code == 410


@pytest.mark.parametrize(
    "path", ["/none/jobs", "/A%20b/jobs", "/parks-trees/jobs/7", f"/parks-trees/jobs/{16**12}", "/none"]
)
async def test_what_no_board_has_is_not_found(browser: httpx.AsyncClient, publish: Publish, path: str) -> None:
    await publish()

    assert (await browser.get(f"/v1/boards{path}")).status_code == 404


@pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml", "/widget.js", "/feeds/rss", "/v1/boards/a/jobs"])
async def test_what_is_for_machines_can_only_be_read(browser: httpx.AsyncClient, path: str) -> None:
    refused = await browser.post(path)

    assert refused.status_code == 405
    assert set(refused.headers["allow"].split(", ")) == {"GET", "HEAD"}


@given(st.dictionaries(st.sampled_from([f.name for f in fields(ListPostings)]), st.text() | st.integers().map(str)))
@settings(max_examples=30, deadline=None)
def test_any_search_has_an_answer(asked: dict[str, str]) -> None:
    async def ask() -> set[int]:
        async with job_board().build(Settings(database_url="memory://")) as board:
            transport = httpx.ASGITransport(board)
            async with httpx.AsyncClient(transport=transport, base_url="http://board.example") as client:
                return {(await client.get(f"/feeds/{kind}", params=asked)).status_code for kind in ("rss", "json")}

    assert asyncio.run(ask()) <= {200, 400}
