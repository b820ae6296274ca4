"""The contract with the outside: what is offered, to whom, and what is shown of it."""

from atomos import Conflict, Service, anyone, operator
from jobboard.core.domain.audit import AuditEntry
from jobboard.core.domain.command import (
    ApprovePosting,
    ClosePosting,
    DraftPosting,
    EditPosting,
    FinishImport,
    ImportListings,
    RegisterOrganisation,
    StartImport,
    SubmitPosting,
)
from jobboard.core.domain.listing import ImportedSource, ImportRun, QuarantinedRow
from jobboard.core.domain.organisation import Organisation
from jobboard.core.domain.posting import Posting, WrongStatus
from jobboard.core.domain.query import (
    GetPosting,
    ListChanges,
    ListPostings,
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
    service.offer(ListSources, at="GET /sources", to=anyone, as_=ImportedSource)
    service.offer(RegisterOrganisation, DraftPosting, to=operator)
    service.offer(EditPosting, SubmitPosting, ApprovePosting, ClosePosting, to=operator, as_=ManagedPosting)
    service.offer(ReadListings, StartImport, ImportListings, FinishImport, to=operator)
    service.offer(ListChanges, AuditEntry, ImportRun, QuarantinedRow, to=operator)
    service.error(WrongStatus, as_=Conflict)
