"""The benchmark's work with FastAPI and SQLAlchemy's asynchronous ORM. `python app.py` makes the tables.

Source: https://fastapi.tiangolo.com/tutorial/sql-databases/ and
https://docs.sqlalchemy.org/en/20/orm/extensions/asyncio.html
"""

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from enum import Enum
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict, model_validator
from sqlalchemy import BigInteger, DateTime, Identity, Index, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

url = os.environ.get("DATABASE_URL", "postgresql://localhost/benchmark").replace("postgresql", "postgresql+asyncpg", 1)
engine = create_async_engine(url, pool_size=int(os.environ.get("POOL_SIZE", "10")), max_overflow=0)
session_maker = async_sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    type_annotation_map = {datetime: DateTime(timezone=True), dict[str, Any]: JSONB, list[str]: JSONB, int: BigInteger}


class Posting(Base):
    __tablename__ = "postings"
    __table_args__ = (Index("postings_by_employment", "employment", "posted_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    title: Mapped[str]
    description: Mapped[str]
    employment: Mapped[str]
    headcount: Mapped[int]
    tags: Mapped[list[str]]
    opens_on: Mapped[date]
    salary: Mapped[dict[str, Any]]
    place: Mapped[dict[str, Any]]
    posted_at: Mapped[datetime]
    applications: Mapped[int] = mapped_column(default=0)
    last_applicant: Mapped[str | None]


class Outbox(Base):
    __tablename__ = "outbox"

    seq: Mapped[int] = mapped_column(Identity(), primary_key=True)
    message_id: Mapped[UUID] = mapped_column(unique=True, default=uuid4)
    type: Mapped[str]
    ordering_key: Mapped[str]
    payload: Mapped[dict[str, Any]]
    occurred_at: Mapped[datetime]


class Employment(str, Enum):
    permanent = "permanent"
    temporary = "temporary"
    freelance = "freelance"
    internship = "internship"


class Salary(BaseModel):
    minimum: int
    maximum: int
    currency: str

    @model_validator(mode="after")
    def in_order(self) -> "Salary":
        if self.minimum > self.maximum:
            raise ValueError("the minimum is above the maximum")
        return self


class Place(BaseModel):
    city: str
    country: str
    remote: bool


class Job(BaseModel):
    title: str
    description: str
    employment: Employment
    headcount: int
    tags: list[str]
    opens_on: date
    salary: Salary
    place: Place


class ShownPosting(Job):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    posted_at: datetime
    applications: int
    last_applicant: str | None


class ShownPostings(BaseModel):
    items: list[ShownPosting]


class Application(BaseModel):
    applicant: str


class Verdict(BaseModel):
    words: int
    spread: int
    weekend: bool


async def get_session() -> AsyncIterator[AsyncSession]:
    async with session_maker() as session:
        yield session


Session = Annotated[AsyncSession, Depends(get_session)]
app = FastAPI()


@app.post("/postings", status_code=201, response_model=ShownPosting)
async def post_job(job: Job, session: Session) -> Posting:
    posting = Posting(
        id=uuid4(),
        title=job.title,
        description=job.description,
        employment=job.employment.value,
        headcount=job.headcount,
        tags=job.tags,
        opens_on=job.opens_on,
        salary=job.salary.model_dump(),
        place=job.place.model_dump(),
        posted_at=datetime.now(UTC),
        applications=0,
    )
    payload = {"posting_id": str(posting.id), "title": posting.title}
    session.add(posting)
    session.add(message("job_posted", posting, payload))
    await session.commit()
    return posting


@app.post("/postings/{posting_id}/applications", response_model=ShownPosting)
async def apply(posting_id: UUID, application: Application, session: Session) -> Posting:
    posting = await session.get(Posting, posting_id, with_for_update=True)
    if posting is None:
        raise HTTPException(404)
    posting.applications += 1
    posting.last_applicant = application.applicant
    payload = {"posting_id": str(posting.id), "applications": posting.applications}
    session.add(message("applied", posting, payload))
    await session.commit()
    return posting


@app.get("/postings/{posting_id}", response_model=ShownPosting)
async def get_posting(posting_id: UUID, session: Session) -> Posting:
    posting = await session.get(Posting, posting_id)
    if posting is None:
        raise HTTPException(404)
    return posting


@app.get("/postings", response_model=ShownPostings)
async def list_postings(employment: Employment, session: Session, sort: str, limit: int = 50) -> dict[str, Any]:
    column = getattr(Posting, sort.removeprefix("-"))
    order = column.desc() if sort.startswith("-") else column.asc()
    query = select(Posting).where(Posting.employment == employment.value).order_by(order).limit(limit)
    return {"items": (await session.scalars(query)).all()}


@app.post("/checks")
async def check_job(job: Job) -> Verdict:
    spread = job.salary.maximum - job.salary.minimum
    return Verdict(words=len(job.description.split()), spread=spread, weekend=job.opens_on.weekday() >= 5)


def message(type: str, posting: Posting, payload: dict[str, Any]) -> Outbox:
    key, now = f"posting:{posting.id}", datetime.now(UTC)
    return Outbox(type=type, ordering_key=key, payload=payload, occurred_at=now)


def add_route(number: int) -> None:
    @app.get(f"/route-{number}/{{name}}")
    async def echo(name: str) -> str:
        return name


for number in range(int(os.environ.get("BENCHMARK_ROUTES", "0"))):
    add_route(number)


async def create_tables() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    await engine.dispose()


if __name__ == "__main__":
    asyncio.run(create_tables())
