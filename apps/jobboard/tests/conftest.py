"""A job board in memory, on 19 March 2019, the day of the extract."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from atomos import Application, Clock, Operator, Settings
from atomos.testing import FixedClock
from jobboard.core.domain.command import ApprovePosting, DraftPosting, RegisterOrganisation, SubmitPosting
from jobboard.core.domain.organisation import Organisation
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
    """Publishes a posting of this content, and returns its slug."""
    employer: Organisation = await board.execute(RegisterOrganisation("Parks & Trees"), actor=Operator())

    async def one(**content: object) -> str:
        draft = DraftPosting(organisation_id=employer.id, **{"title": "Gardener", **content})  # type: ignore[arg-type]
        posting = await board.execute(draft, actor=Operator())
        for step in (SubmitPosting(posting.id), ApprovePosting(posting.id)):
            posting = await board.execute(step, actor=Operator())
        slug: str = posting.slug
        return slug

    return one
