"""The benchmark's work with Litestar and advanced-alchemy. `python app.py` makes the tables.

Source: https://docs.advanced-alchemy.litestar.dev/latest/usage/frameworks/litestar.html
"""

import asyncio
import os
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any
from uuid import UUID, uuid4

from advanced_alchemy.base import DefaultBase, UUIDBase
from advanced_alchemy.extensions.litestar import (
    AsyncSessionConfig,
    EngineConfig,
    SQLAlchemyAsyncConfig,
    SQLAlchemyPlugin,
    providers,
    repository,
    service,
)
from advanced_alchemy.filters import LimitOffset, OrderBy
from litestar import Controller, Litestar, get, post
from litestar.di import NamedDependency
from msgspec import Struct
from sqlalchemy import BigInteger, DateTime, Identity, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column


class PostingModel(UUIDBase):
    __tablename__ = "postings"
    __table_args__ = (Index("postings_by_employment", "employment", "posted_at"),)

    title: Mapped[str]
    description: Mapped[str]
    employment: Mapped[str]
    headcount: Mapped[int] = mapped_column(BigInteger)
    tags: Mapped[list[str]] = mapped_column(JSONB)
    opens_on: Mapped[date]
    salary: Mapped[dict[str, Any]] = mapped_column(JSONB)
    place: Mapped[dict[str, Any]] = mapped_column(JSONB)
    posted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    applications: Mapped[int] = mapped_column(BigInteger, default=0)
    last_applicant: Mapped[str | None]


class OutboxModel(DefaultBase):
    __tablename__ = "outbox"

    seq: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    message_id: Mapped[UUID] = mapped_column(unique=True, default=uuid4)
    type: Mapped[str]
    ordering_key: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    occurred_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Employment(str, Enum):
    permanent = "permanent"
    temporary = "temporary"
    freelance = "freelance"
    internship = "internship"


class Salary(Struct):
    minimum: int
    maximum: int
    currency: str

    def __post_init__(self) -> None:
        if self.minimum > self.maximum:
            raise ValueError("the minimum is above the maximum")


class Place(Struct):
    city: str
    country: str
    remote: bool


class Job(Struct):
    title: str
    description: str
    employment: Employment
    headcount: int
    tags: list[str]
    opens_on: date
    salary: Salary
    place: Place


class Posting(Struct):
    id: UUID
    title: str
    description: str
    employment: Employment
    headcount: int
    tags: list[str]
    opens_on: date
    salary: Salary
    place: Place
    posted_at: datetime
    applications: int
    last_applicant: str | None


class Postings(Struct):
    items: list[Posting]


class Application(Struct):
    applicant: str


class Verdict(Struct):
    words: int
    spread: int
    weekend: bool


class PostingService(service.SQLAlchemyAsyncRepositoryService[PostingModel]):
    class Repository(repository.SQLAlchemyAsyncRepository[PostingModel]):
        model_type = PostingModel

    repository_type = Repository


class PostingController(Controller):
    dependencies = providers.create_service_dependencies(PostingService, "postings")

    @post("/postings")
    async def post_job(
        self, data: Job, postings: NamedDependency[PostingService], db_session: NamedDependency[AsyncSession]
    ) -> Posting:
        values = {
            "id": uuid4(),
            "title": data.title,
            "description": data.description,
            "employment": data.employment.value,
            "headcount": data.headcount,
            "tags": data.tags,
            "opens_on": data.opens_on,
            "salary": fields(data.salary),
            "place": fields(data.place),
            "posted_at": datetime.now(UTC),
            "applications": 0,
            "last_applicant": None,
        }
        posting = await postings.create(values)
        db_session.add(message("job_posted", posting, {"posting_id": str(posting.id), "title": posting.title}))
        await db_session.commit()
        return postings.to_schema(posting, schema_type=Posting)

    @post("/postings/{posting_id:uuid}/applications", status_code=200)
    async def apply(
        self,
        posting_id: UUID,
        data: Application,
        postings: NamedDependency[PostingService],
        db_session: NamedDependency[AsyncSession],
    ) -> Posting:
        posting = await postings.get_one(id=posting_id, with_for_update=True)
        posting.applications += 1
        posting.last_applicant = data.applicant
        payload = {"posting_id": str(posting.id), "applications": posting.applications}
        db_session.add(message("applied", posting, payload))
        await db_session.commit()
        return postings.to_schema(posting, schema_type=Posting)

    @get("/postings/{posting_id:uuid}")
    async def get_posting(self, posting_id: UUID, postings: NamedDependency[PostingService]) -> Posting:
        return postings.to_schema(await postings.get(posting_id), schema_type=Posting)

    @get("/postings")
    async def list_postings(
        self, employment: Employment, sort: str, postings: NamedDependency[PostingService], limit: int = 50
    ) -> Postings:
        order = OrderBy(sort.removeprefix("-"), "desc" if sort.startswith("-") else "asc")
        found = await postings.get_many(order, LimitOffset(limit, 0), employment=employment.value)
        return Postings([postings.to_schema(each, schema_type=Posting) for each in found])


@post("/checks", status_code=200)
async def check_job(data: Job) -> Verdict:
    spread = data.salary.maximum - data.salary.minimum
    return Verdict(len(data.description.split()), spread, data.opens_on.weekday() >= 5)


def fields(value: Struct) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__struct_fields__}


def message(type: str, posting: PostingModel, payload: dict[str, Any]) -> OutboxModel:
    key, now = f"posting:{posting.id}", datetime.now(UTC)
    return OutboxModel(type=type, ordering_key=key, payload=payload, occurred_at=now)


def route(number: int) -> Any:
    @get(f"/route-{number}/{{name:str}}", media_type="application/json")
    async def echo(name: str) -> str:
        return name

    return echo


url = os.environ.get("DATABASE_URL", "postgresql://localhost/benchmark").replace("postgresql", "postgresql+asyncpg", 1)
config = SQLAlchemyAsyncConfig(
    connection_string=url,
    engine_config=EngineConfig(pool_size=int(os.environ.get("POOL_SIZE", "10")), max_overflow=0),
    session_config=AsyncSessionConfig(expire_on_commit=False),
)
app = Litestar(
    [PostingController, check_job, *(route(n) for n in range(int(os.environ.get("BENCHMARK_ROUTES", "0"))))],
    plugins=[SQLAlchemyPlugin(config=config)],
)


async def create_tables() -> None:
    engine = config.get_engine()
    async with engine.begin() as connection:
        await connection.run_sync(UUIDBase.metadata.create_all)
    await engine.dispose()


if __name__ == "__main__":
    asyncio.run(create_tables())
