"""Which routes come of which offers, and what is wrong with those that cannot have one."""

from dataclasses import dataclass, field
from uuid import UUID

import pytest

from atomos import Application, Faulty, Repository, Service, anyone
from atomos.adapters.incoming.http.routes import MessageRoute, derive_routes, verb_of
from atomos.wire import WireTypes
from library import library
from services import built, service_of


@dataclass
class JobPosting:
    id: UUID
    title: str = ""


@dataclass(frozen=True)
class DraftJobPosting:
    title: str


@dataclass(frozen=True)
class CopyJobPosting:
    title: str


@dataclass(frozen=True)
class ApproveJobPosting:
    job_posting_id: UUID
    note: str = ""


@dataclass(frozen=True)
class JobPostingCount:
    words: dict[str, str] = field(default_factory=dict)


def draft(command: DraftJobPosting, new_id: UUID) -> JobPosting:
    return JobPosting(new_id, command.title)


def copy(command: CopyJobPosting, new_id: UUID) -> JobPosting:
    return JobPosting(new_id, command.title)


def approve(command: ApproveJobPosting, job_posting: JobPosting) -> None:
    job_posting.title = command.note


async def count(query: JobPostingCount, postings: Repository[JobPosting]) -> int:
    return await postings.count()


def routes_of(app: Application) -> dict[str, tuple[str, int]]:
    routes, faults = derive_routes(app.manifest, WireTypes())
    assert faults == ()
    return {
        f"{route.method} {route.path}": (route.offer.message.__name__, route.status)
        if isinstance(route, MessageRoute)
        else (route.offer.entity.cls.__name__, 200)
        for route in routes
    }


def faults_of(service: Service) -> list[tuple[str, str, str]]:
    with pytest.raises(Faulty) as refusal:
        built(service)
    return [(fault.code, fault.message, fault.hint) for fault in refusal.value.faults]


def test_every_offer_has_its_routes() -> None:
    assert routes_of(library()) == {
        "POST /books": ("AddBook", 201),
        "POST /books/{book_id}/edit": ("EditBook", 200),
        "POST /books/{book_id}/lend": ("LendBook", 200),
        "DELETE /books/{book_id}": ("RemoveBook", 204),
        "POST /crash": ("Crash", 204),
        "GET /find-books": ("FindBooks", 200),
        "GET /count-books": ("CountBooks", 200),
        "GET /books/{book_id}/read": ("ReadBook", 200),
        "GET /books": ("Book", 200),
        "GET /books/{book_id}": ("Book", 200),
    }


def test_a_name_of_several_words_is_left_out_of_the_verb() -> None:
    service = service_of(draft, approve)
    service.offer(DraftJobPosting, ApproveJobPosting, to=anyone)
    assert list(routes_of(built(service))) == ["POST /job_postings", "POST /job_postings/{job_posting_id}/approve"]


@pytest.mark.parametrize(
    ("name", "verb"),
    [
        ("ApproveJobPosting", "approve"),
        ("SendJobPostingByMail", "send-by-mail"),
        ("Approve", "approve"),
        ("JobPosting", "job-posting"),
        ("ApprovePostingJob", "approve-posting-job"),
    ],
)
def test_the_verb_is_what_the_name_says_beside_the_entity(name: str, verb: str) -> None:
    service = service_of(draft)
    service.offer(JobPosting, to=anyone)
    service.offer(DraftJobPosting, to=anyone)
    entity = built(service).manifest.entity(JobPosting)
    assert verb_of(type(name, (), {}), entity) == verb


def test_two_offers_at_one_address_are_a_fault() -> None:
    service = service_of(draft, copy)
    service.offer(DraftJobPosting, CopyJobPosting, to=anyone)
    assert faults_of(service) == [
        (
            "http-collision",
            "POST /job_postings stands for DraftJobPosting and for CopyJobPosting",
            "give one of them another address with at=",
        )
    ]


def test_the_documentation_keeps_its_address() -> None:
    service = service_of(count)
    service.offer(JobPostingCount, to=anyone, at="GET /docs")
    assert "http-parameter" in {code for code, _, _ in faults_of(service)}
    service = service_of(approve)
    service.offer(JobPosting, to=anyone, at="/docs")
    assert faults_of(service)[0][1] == "GET /docs stands for the documentation and for JobPosting"


@pytest.mark.parametrize(
    ("at", "code", "message"),
    [
        ("nonsense", "http-address", "at='nonsense' of ApproveJobPosting is no address"),
        ("POST /a/{b", "http-address", "at='POST /a/{b' of ApproveJobPosting is no address"),
        ("POST /", "http-address", "at='POST /' of ApproveJobPosting is no address"),
        ("POST /a?b=c", "http-address", "at='POST /a?b=c' of ApproveJobPosting is no address"),
        ("GET /a", "http-method", "at='GET /a' of ApproveJobPosting: GET"),
        ("/a", "http-method", "at='/a' of ApproveJobPosting: no method"),
        ("POST /{id}", "http-path-name", "at='POST /{id}' names id, which ApproveJobPosting lacks"),
        ("POST /{note}/{note}", "http-path-name", "at='POST /{note}/{note}' of ApproveJobPosting names a field twice"),
    ],
)
def test_an_address_that_cannot_be_meant_is_a_fault(at: str, code: str, message: str) -> None:
    service = service_of(approve)
    service.offer(ApproveJobPosting, to=anyone, at=at)
    assert [(fault[0], fault[1]) for fault in faults_of(service)] == [(code, message)]


def test_a_query_whose_fields_are_too_rich_for_parameters_is_a_fault() -> None:
    service = service_of(count)
    service.offer(JobPostingCount, to=anyone)
    assert faults_of(service) == [
        (
            "http-parameter",
            "JobPostingCount: words is no plain value or list of plain values",
            'offer it with at="POST /job-posting-count", so that its fields stand in the body',
        )
    ]


def test_such_a_query_may_be_sent_in_a_body() -> None:
    service = service_of(count)
    service.offer(JobPostingCount, to=anyone, at="POST /job-posting-count")
    assert routes_of(built(service)) == {"POST /job-posting-count": ("JobPostingCount", 200)}


def test_a_list_may_stand_elsewhere() -> None:
    service = service_of(draft)
    service.offer(JobPosting, to=anyone, at="GET /board/jobs")
    assert list(routes_of(built(service))) == ["GET /board/jobs", "GET /board/jobs/{job_posting_id}"]


@pytest.mark.parametrize("at", ["POST /jobs", "/jobs/{id}", "jobs"])
def test_an_address_that_is_no_list_is_a_fault(at: str) -> None:
    service = service_of(draft)
    service.offer(JobPosting, to=anyone, at=at)
    assert [fault[0] for fault in faults_of(service)] == ["http-address"]


@dataclass(frozen=True)
class Circle:
    radius: int


@dataclass(frozen=True)
class Square:
    side: int


@dataclass(frozen=True)
class Draw:
    shape: Circle | Square


def draw(command: Draw) -> None:
    """Draws nothing."""


def test_a_message_that_json_cannot_tell_apart_is_a_fault() -> None:
    service = service_of(draw)
    service.offer(Draw, to=anyone)
    faults = faults_of(service)
    assert [fault[0] for fault in faults] == ["http-message"]
    assert faults[0][1].startswith("Draw cannot be read from JSON: ")
