"""The job board: the one place that names its adapters."""

import os

from atomos import HttpSettings, Service, read_settings
from jobboard.adapters.incoming.command_line import command_line
from jobboard.adapters.incoming.pages import pages
from jobboard.adapters.incoming.pages.feeds import MOUNTS
from jobboard.adapters.outgoing.listing_files import PublishedListingFiles
from jobboard.config import JobBoardSettings
from jobboard.core.domain.audit import AuditEntry
from jobboard.core.domain.import_run import ImportedSource, ImportRun, QuarantinedRow
from jobboard.core.domain.moderation import ModerationCase
from jobboard.core.domain.organisation import Organisation
from jobboard.core.domain.posting import Posting
from jobboard.core.ports.incoming.offers import offer
from jobboard.core.ports.outgoing.listing_files import ListingFiles


def job_board() -> Service:
    """The job board, declared."""
    service = Service("jobboard", settings=JobBoardSettings)
    service.include("jobboard.core.use_cases")
    service.entity(Organisation, unique="slug")
    service.entity(
        Posting,
        unique="slug",
        index=["published_at", ("yearly_pay", "published_at"), "organisation_id"],
        references={"organisation_id": Organisation},
    )
    service.entity(AuditEntry, index="posting_id", references={"posting_id": Posting})
    service.entity(ModerationCase, index="posting_id", references={"posting_id": Posting})
    service.entity(ImportedSource, unique="name")
    service.entity(QuarantinedRow, index=["import_run_id", "source"], references={"import_run_id": ImportRun})
    offer(service)
    service.provide(ListingFiles, PublishedListingFiles)
    service.http(HttpSettings(prefix="/api"))
    for path, machines in MOUNTS.items():
        service.mount(path, machines)
    service.mount("/", pages)
    return service


service = job_board()


def main() -> None:
    """The command `jobboard`."""
    command_line(service, lambda: read_settings(JobBoardSettings, os.environ))()


if __name__ == "__main__":
    main()
