"""The benchmark's work as a service of atomos, as a user would write it."""

import os
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from atomos import Service, Settings, anyone, read_settings
from benchmarks.domain import Applied, Apply, CheckJob, JobPosted, Posting, PostJob, Verdict, verdict_on


class Tally:
    """What the listeners of this service do with an event: they count it."""

    def __init__(self) -> None:
        self.delivered = 0


@dataclass(frozen=True)
class Delivered:
    """Asks how many events the listeners were given."""


def post_job(command: PostJob, new_id: UUID, now: datetime) -> tuple[Posting, JobPosted]:
    posting = Posting(
        new_id,
        command.title,
        command.description,
        command.employment,
        command.headcount,
        command.tags,
        command.opens_on,
        command.salary,
        command.place,
        now,
    )
    return posting, JobPosted(new_id, command.title)


def apply(command: Apply, posting: Posting) -> Applied:
    posting.applications += 1
    posting.last_applicant = command.applicant
    return Applied(posting.id, posting.applications)


def check_job(query: CheckJob) -> Verdict:
    return verdict_on(query)


def count_posting(event: JobPosted, tally: Tally) -> None:
    tally.delivered += 1


def count_application(event: Applied, tally: Tally) -> None:
    tally.delivered += 1


def delivered(query: Delivered, tally: Tally) -> int:
    return tally.delivered


service = Service("benchmark")
service.include(__name__)
service.entity(Posting, index=[("employment", "posted_at")])
service.provide(Tally, Tally)
service.offer(PostJob, Posting, to=anyone)
service.offer(Apply, to=anyone, at="POST /postings/{posting_id}/applications")
service.offer(CheckJob, to=anyone, at="POST /checks")
service.offer(Delivered, to=anyone, at="GET /delivered")

application = service.build(read_settings(Settings, os.environ))

if __name__ == "__main__":
    application.migrate()
