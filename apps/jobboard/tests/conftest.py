"""A job board in memory, on 19 March 2019, the day of the extract."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
import pytest

from atomos import Application, Clock, Operator, Settings
from atomos.testing import FixedClock
from jobboard.core.domain.command import (
    ApprovePosting,
    DraftPosting,
    ImportListings,
    RegisterOrganisation,
    StartImport,
    SubmitPosting,
)
from jobboard.core.domain.content import Content
from jobboard.core.domain.listing import Listing, Source
from jobboard.core.domain.organisation import Organisation
from jobboard.core.domain.place import Location
from jobboard.core.domain.reference import ExternalRef
from jobboard.core.domain.text import Slug
from jobboard.main import job_board

SAMPLE = Path(__file__).parents[1] / "src" / "jobboard" / "data"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2019, 3, 19, 12, tzinfo=UTC))


@pytest.fixture
async def board(clock: FixedClock) -> AsyncIterator[Application]:
    service = job_board()
    service.provide(Clock, clock)
    async with service.build(Settings(database_url="memory://")) as application:
        yield application


@pytest.fixture
async def browser(board: Application) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(board, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://board.example") as client:
        yield client


@pytest.fixture
async def publish(board: Application) -> Callable[..., Awaitable[str]]:
    """Publishes an employer's posting of this content, and returns its slug."""
    employer: Organisation = await board.execute(RegisterOrganisation("Parks & Trees"), actor=Operator())

    async def one(**content: object) -> str:
        wanted = {"title": "Gardener", "description": "What there is to do.", "location": Location("US"), **content}
        draft = DraftPosting(organisation_id=employer.id, **wanted)  # type: ignore[arg-type]
        posting = await board.execute(draft, actor=Operator())
        for step in (SubmitPosting(posting.id), ApprovePosting(posting.id)):
            posting = await board.execute(step, actor=Operator())
        slug: str = posting.slug
        return slug

    return one


@pytest.fixture
async def take_over(board: Application) -> Callable[..., Awaitable[str]]:
    """Imports a listing of this content, which need not be complete, and returns its slug."""

    async def one(**content: object) -> str:
        wanted = Content(**{"title": "Gardener", **content})  # type: ignore[arg-type]
        listing = Listing(ExternalRef("city", wanted.title), "Parks & Trees", date(2019, 3, 1), wanted)
        run = await board.execute(StartImport(Source("city", "A city", "UTC"), 1), actor=Operator())
        await board.execute(ImportListings(run.id, (listing,)), actor=Operator())
        return Slug.of(wanted.title, listing.posting_id.hex[-12:]).text

    return one
