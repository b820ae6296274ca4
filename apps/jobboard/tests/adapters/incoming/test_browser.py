"""The pages as people meet them: in a browser, with and without JavaScript, by mouse and by keyboard."""

import asyncio
import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # without types of its own
from playwright.sync_api import Browser, Page, expect, sync_playwright

from atomos import Application, Clock, Operator, Settings
from atomos.testing import FixedClock
from jobboard.adapters.incoming.command_line.importing import import_file
from jobboard.core.domain.command import (
    ApprovePosting,
    ClosePosting,
    DraftPosting,
    RegisterOrganisation,
    SubmitPosting,
)
from jobboard.core.domain.content import LocalizedText
from jobboard.core.domain.employment import Benefit, EmploymentType
from jobboard.core.domain.interview import InterviewPlan, InterviewRound
from jobboard.core.domain.money import Money, Period, SalaryRange
from jobboard.core.domain.place import WorkArrangement, Workplace
from jobboard.core.domain.query import ManagedPosting, ReadListings
from jobboard.main import job_board

SAMPLE = Path(__file__).parents[3] / "src" / "jobboard" / "data" / "nyc-sample.csv"
NOW = datetime(2019, 3, 19, 12, tzinfo=UTC)
WIDTHS = (320, 768, 1280)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SHIFTS = """
    () => new Promise((resolve) => {
      new PerformanceObserver((list) => resolve(list.getEntries().map((entry) => entry.value)))
        .observe({ type: "layout-shift", buffered: true });
      setTimeout(() => resolve([]), 200);
    })
"""


@dataclass(frozen=True)
class Site:
    """A served board. Paths name its pages; `{open}` and `{ended}` stand for the slugs of two postings."""

    address: str
    open: str
    ended: str

    def path(self, template: str) -> str:
        return template.format(open=self.open, ended=self.ended)


READ = ["/", "/postings", "/postings?words=engineer&employment=full_time", "/postings?words=zzzz&place=Brooklyn"]
READ += [
    "/places/brooklyn",
    "/categories/gardening",
    "/organisations/parks-trees",
    "/fr/postings",
    "/fr/postings/{open}",
]
READ += ["/postings/{open}", "/postings/{open}/report"]
GONE = ["/postings/{ended}", "/elsewhere", "/postings?sort=best"]


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    ready, done = threading.Event(), threading.Event()
    served: list[Site] = []

    async def serve() -> None:
        service = job_board()
        service.provide(Clock, FixedClock(NOW))
        with socket.create_server(("127.0.0.1", 0)) as listener:
            async with service.build(Settings(database_url="memory://")) as board:
                slugs = await fill(board)
                server = uvicorn.Server(uvicorn.Config(board, log_level="warning", lifespan="off"))
                serving = asyncio.create_task(server.serve([listener]))
                served.append(Site(f"http://127.0.0.1:{listener.getsockname()[1]}", *slugs))
                ready.set()
                await asyncio.to_thread(done.wait)
                server.should_exit = True
                await serving

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    assert ready.wait(60)
    yield served[0]
    done.set()
    thread.join()


async def fill(board: Application) -> tuple[str, str]:
    """Real postings, and two of an employer's own with all that one can say."""
    await import_file(board, ReadListings(str(SAMPLE), "nyc"))
    employer = await board.execute(RegisterOrganisation("Parks & Trees", "https://parks.example"), actor=Operator())
    french = LocalizedText(language="fr", title="Topiariste", description="Plantez des *arbres*.")
    draft = DraftPosting(
        organisation_id=employer.id,
        title="Topiarist",
        description="# Trees\n\nPlant *trees*.\n\n### Duties\n\n- dig\n- [plant](https://parks.example)",
        translations=(french,),
        category="Gardening",
        salary=SalaryRange(Money(2512, "EUR"), Money(3050, "EUR"), Period.HOUR),
        arrangement=WorkArrangement(Workplace.REMOTE, ("CA", "US")),
        employment_types=(EmploymentType.PART_TIME, EmploymentType.CONTRACTOR),
        benefits=(Benefit.FOUR_DAY_WEEK, Benefit.EQUIPMENT),
        interview=InterviewPlan((InterviewRound("Call", 30), InterviewRound("A task in the garden", 90))),
        apply_url="https://parks.example/apply",
        last_day=date(2019, 4, 30),
        time_zone="America/Toronto",
    )
    first, _, last = [await publish(board, draft) for _ in range(3)]
    await board.execute(ClosePosting(last.id), actor=Operator())
    return first.slug, last.slug


async def publish(board: Application, draft: DraftPosting) -> ManagedPosting:
    posting: ManagedPosting = await board.execute(draft, actor=Operator())
    for step in (SubmitPosting(posting.id), ApprovePosting(posting.id)):
        posting = await board.execute(step, actor=Operator())
    return posting


@pytest.fixture(scope="module")
def chromium(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, site: Site) -> Iterator[Page]:
    context = chromium.new_context(base_url=site.address, locale="en-US")
    yield context.new_page()
    context.close()


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def either_page(request: pytest.FixtureRequest, chromium: Browser, site: Site) -> Iterator[Page]:
    context = chromium.new_context(base_url=site.address, locale="en-US", java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def test_someone_searches_narrows_reads_and_reports(either_page: Page) -> None:
    page = either_page
    page.goto("/")
    page.get_by_label("Words").fill("topiarist")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("status")).to_have_text("2 postings")
    page.get_by_role("link", name="Part time 2").click()
    expect(page.get_by_role("link", name="Leave out: Part time")).to_be_visible()
    expect(page.get_by_label("Words")).to_have_value("topiarist")

    page.get_by_role("link", name="Topiarist", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Topiarist")
    expect(page.get_by_text("Remote, from Canada or United States").first).to_be_visible()
    expect(page.get_by_role("link", name="Apply at parks.example")).to_be_visible()
    page.get_by_role("link", name="Report this posting").click()
    page.get_by_label("It is misleading").check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")


def test_what_was_chosen_can_be_taken_back(either_page: Page) -> None:
    page = either_page
    page.goto("/postings?words=topiarist&employment=part_time&arrangement=remote")
    page.get_by_role("link", name="Leave out: Remote").click()
    expect(page).to_have_url(re.compile(r"/postings\?words=topiarist&employment=part_time$"))
    page.get_by_role("link", name="Highest salary").click()
    expect(page).to_have_url(re.compile("sort=salary"))
    expect(page.get_by_role("link", name="Highest salary")).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="Show all").click()
    expect(page).to_have_url(re.compile(r"/postings$"))


def test_pages_lead_on_and_back_to_the_first(either_page: Page) -> None:
    page = either_page
    page.goto("/postings?sort=salary")
    titles = page.locator("ol h2")
    first = titles.all_inner_texts()
    page.get_by_role("link", name="Next page").click()
    expect(page.get_by_role("link", name="First page")).to_be_visible()
    second = titles.all_inner_texts()
    page.get_by_role("link", name="First page").click()
    expect(page.get_by_role("link", name="First page")).to_have_count(0)

    assert titles.all_inner_texts() == first
    assert len(first) == len(second) == 20
    assert first != second


def test_a_visitor_changes_the_language_of_the_page_that_is_shown(either_page: Page) -> None:
    page = either_page
    page.goto("/postings?words=topiarist")
    page.get_by_role("link", name="Français").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Offres ouvertes")
    page.get_by_role("link", name="Topiariste").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Topiariste")
    expect(page.locator("dl")).to_contain_text("la fin du 30 avril 2019, heure d’été de l’Est nord-américain")


def test_with_javascript_a_choice_keeps_the_page_and_the_focus_and_is_announced(page: Page) -> None:
    page.goto("/postings")
    page.evaluate("window.sameDocument = true; window.announcer = document.querySelector('[role=status]')")
    choice = page.get_by_role("link", name=re.compile("^Part time"))
    choice.focus()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("employment=part_time"))
    expect(page.get_by_role("link", name=re.compile("^Part time"))).to_be_focused()
    assert page.evaluate("window.sameDocument && window.announcer.isConnected")
    count = page.evaluate("window.announcer.textContent")
    assert re.fullmatch(r"\d+ postings", count.strip())

    page.go_back()
    expect(page).to_have_url(re.compile("/postings$"))
    expect(page.get_by_role("status")).not_to_have_text(count)


def test_with_javascript_an_error_is_shown_as_well(page: Page) -> None:
    page.goto("/postings")
    page.locator("input[name=place]").evaluate("(field) => { field.name = 'rounds' }")
    page.get_by_role("searchbox", name="Place").fill("many")
    page.get_by_role("button", name="Search").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("This address is not a valid search")


def test_everything_can_be_reached_by_keyboard(page: Page) -> None:
    page.goto("/postings?words=topiarist")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    for name in ("Words", "Place"):
        page.keyboard.press("Tab")
        expect(page.get_by_label(name)).to_be_focused()
    for role, name in (("button", "Search"), ("link", "Leave out:")):
        page.keyboard.press("Tab")
        expect(page.get_by_role(role, name=name)).to_be_focused()  # type: ignore[arg-type]  # a literal of its own


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_scrolls_sideways(page: Page, site: Site, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    wider = []
    for path in READ + GONE:
        page.goto(site.path(path))
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wider.append(path)

    assert wider == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_fault_that_axe_finds(page: Page, site: Site, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    faults = []
    for path in READ + GONE:
        page.goto(site.path(path))
        found = Axe().run(page, options=RULES).response["violations"]
        faults += [(path, fault["id"], fault["nodes"][0]["html"]) for fault in found]

    assert faults == []


def test_filters_open_on_a_narrow_screen(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto("/postings")
    choice = page.get_by_role("link", name=re.compile("^Part time"))
    expect(choice).to_be_hidden()
    page.get_by_text("Filters").click()
    expect(choice).to_be_visible()
    assert Axe().run(page, options=RULES).response["violations"] == []


def test_targets_are_large_enough(page: Page, site: Site) -> None:
    small = []
    for path in READ:
        page.goto(site.path(path))
        small += page.evaluate(
            """() => [...document.querySelectorAll("header a, main :not(.written) > a, button, input, summary")]
                .filter((element) => element.checkVisibility() && !element.closest(".written"))
                .map((element) => [element.outerHTML.slice(0, 90), element.getBoundingClientRect()])
                .filter(([_, box]) => Math.min(box.width, box.height) < 24 && box.width > 0)
                .map(([html]) => html)"""
        )

    assert small == []


def test_nothing_moves_and_the_console_stays_silent(page: Page, site: Site) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: said.append(request.url))
    for path in READ:
        page.goto(site.path(path), wait_until="networkidle")
        assert sum(page.evaluate(SHIFTS)) == 0, path

    assert said == []
