"""The contract with the outside: what is offered, to whom, and what is shown of it."""

from atomos import Conflict, Invalid, Service, anyone, operator
from jobboard.core.domain.audit import AuditEntry
from jobboard.core.domain.command import (
    ApprovePosting,
    ClosePosting,
    DecideCase,
    DraftPosting,
    EditPosting,
    FinishImport,
    ImportEmployers,
    ImportListings,
    RegisterOrganisation,
    RejectPosting,
    RenewPosting,
    ReportPosting,
    RequestChanges,
    ResumePosting,
    RetryRow,
    StartImport,
    SubmitPosting,
    SuspendPosting,
)
from jobboard.core.domain.completeness import Incomplete
from jobboard.core.domain.import_run import ImportedSource, ImportRun, QuarantinedRow
from jobboard.core.domain.moderation import ModerationCase
from jobboard.core.domain.organisation import Organisation
from jobboard.core.domain.posting import Posting, WrongStatus
from jobboard.core.domain.publication import DivideAddresses, GetNumberedPosting, ListAddresses, ListDetails
from jobboard.core.domain.query import (
    GetOrganisation,
    GetPosting,
    GetQuarantinedRow,
    ListCases,
    ListChanges,
    ListPostings,
    ListQuarantine,
    ListSimilar,
    ListSources,
    ManagedPosting,
    PublicPosting,
    ReadListings,
)
from jobboard.core.domain.rules import visible


def offer(service: Service) -> None:
    """Everyone may read what is open; until there are accounts, only an operator may write."""
    service.offer(Posting, to=anyone, where=visible, as_=PublicPosting)
    service.offer(Organisation, to=anyone)
    service.offer(ListPostings, at="GET /search", to=anyone)
    service.offer(GetPosting, at="GET /postings/by-slug/{posting_slug}", to=anyone)
    service.offer(ListSimilar, at="GET /postings/by-slug/{posting_slug}/similar", to=anyone)
    service.offer(GetOrganisation, at="GET /organisations/by-slug/{organisation_slug}", to=anyone)
    service.offer(ListSources, at="GET /sources", to=anyone, as_=ImportedSource)
    service.offer(ReportPosting, at="POST /postings/by-slug/{posting_slug}/reports", to=anyone)
    service.offer(ListDetails, at="GET /search/details", to=anyone)
    service.offer(GetNumberedPosting, at="GET /postings/by-number/{number}", to=anyone)
    service.offer(DivideAddresses, at="GET /addresses/parts", to=anyone)
    service.offer(ListAddresses, at="GET /addresses", to=anyone)
    service.offer(RegisterOrganisation, DraftPosting, to=operator)
    service.offer(
        *(EditPosting, SubmitPosting, RenewPosting, ClosePosting),
        *(ApprovePosting, RequestChanges, RejectPosting, SuspendPosting, ResumePosting),
        to=operator,
        as_=ManagedPosting,
    )
    service.offer(ListCases, DecideCase, ModerationCase, to=operator)
    service.offer(ReadListings, StartImport, ImportListings, ImportEmployers, FinishImport, to=operator)
    service.offer(ListQuarantine, GetQuarantinedRow, RetryRow, to=operator)
    service.offer(ListChanges, AuditEntry, ImportRun, QuarantinedRow, to=operator)
    service.error(WrongStatus, as_=Conflict)
    service.error(Incomplete, as_=Invalid)
