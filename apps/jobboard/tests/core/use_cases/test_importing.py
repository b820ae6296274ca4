from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from atomos import Application, Operator
from atomos.testing import FixedClock
from jobboard.core.domain.command import (
    ClosePosting,
    FinishImport,
    ImportEmployers,
    ImportListings,
    RegisterOrganisation,
    StartImport,
)
from jobboard.core.domain.content import Content
from jobboard.core.domain.import_run import ImportRun, RowState
from jobboard.core.domain.listing import Employer, Listing, Refusal, Source, row_id
from jobboard.core.domain.organisation import Profile
from jobboard.core.domain.posting import CloseReason
from jobboard.core.domain.query import (
    GetOrganisation,
    GetPosting,
    ListPostings,
    ListQuarantine,
    ListSources,
    PostingDetail,
)
from jobboard.core.domain.reference import ExternalRef
from jobboard.core.domain.text import Slug

SOURCE = Source("city", "A city", "America/New_York", "A note.")
NURSE = Listing(ExternalRef("city", "1"), "Health", date(2019, 3, 1), Content(title="Nurse"))
COOK = Listing(ExternalRef("city", "2"), "Schools", date(2019, 3, 2), Content(title="Cook", last_day=date(2019, 3, 30)))


class Importer:
    """Sends the messages of an import."""

    def __init__(self, board: Application) -> None:
        self._board = board

    async def __call__(
        self, *listings: Listing, partial: bool = False, refusals: tuple[Refusal, ...] = (), **batch: Any
    ) -> ImportRun:
        started: ImportRun = await self.send(StartImport(SOURCE, len(listings), 3))
        await self.send(ImportListings(started.id, listings, refusals, **batch))
        present = None if partial else frozenset(each.reference.key for each in listings)
        refused = frozenset(row_id("city", each.row, each.raw) for each in refusals)
        finished: ImportRun = await self.send(FinishImport(started.id, present, refused))
        return finished

    async def send(self, message: Any) -> Any:
        return await self._board.execute(message, actor=Operator())

    async def see(self, listing: Listing) -> PostingDetail:
        slug = Slug.of(listing.content.title, listing.posting_id.hex[-12:]).text
        detail: PostingDetail = await self._board.execute(GetPosting(slug))
        return detail


@pytest.fixture
def take_in(board: Application) -> Importer:
    return Importer(board)


async def test_listings_become_open_postings_of_their_organisations(take_in: Importer, board: Application) -> None:
    run = await take_in(NURSE, COOK)

    assert (run.created, run.changed, run.accounted) == (2, 2, run.rows)
    assert run.finished_at is not None
    shown = await board.execute(ListPostings())
    assert [(card.title, card.organisation_name) for card in shown.cards] == [("Cook", "Schools"), ("Nurse", "Health")]


async def test_importing_again_changes_nothing(take_in: Importer) -> None:
    refusal = Refusal(7, "no title", {"title": ""})
    await take_in(NURSE, COOK, refusals=(refusal,), duplicates=2)

    again = await take_in(NURSE, COOK, refusals=(refusal,), duplicates=2)

    assert (again.created, again.updated, again.vanished, again.unchanged) == (0, 0, 0, 2)
    assert (again.duplicates, again.quarantined) == (2, 1)


async def test_what_the_source_changed_is_brought_up_to_date(take_in: Importer) -> None:
    await take_in(NURSE, COOK)

    run = await take_in(NURSE, replace(COOK, content=replace(COOK.content, description="Lunch.")))

    assert (run.updated, run.unchanged) == (1, 1)
    assert (await take_in.see(COOK)).content.description == "Lunch."


async def test_what_the_source_no_longer_has_is_closed_and_may_come_back(take_in: Importer) -> None:
    await take_in(NURSE, COOK)

    assert (await take_in(NURSE)).vanished == 1
    assert (await take_in.see(COOK)).close_reason is CloseReason.VANISHED
    assert (await take_in(NURSE, COOK)).updated == 1
    assert (await take_in.see(COOK)).open


async def test_a_part_of_a_source_tells_nothing_of_the_rest(take_in: Importer) -> None:
    await take_in(NURSE, COOK)

    assert (await take_in(NURSE, partial=True)).vanished == 0
    assert (await take_in.see(COOK)).open


async def test_what_was_closed_here_stays_closed(take_in: Importer) -> None:
    await take_in(NURSE)
    await take_in.send(ClosePosting(NURSE.posting_id, CloseReason.FILLED))

    run = await take_in(replace(NURSE, content=replace(NURSE.content, description="Still wanted.")))

    assert (run.updated, run.unchanged) == (0, 1)
    assert not (await take_in.see(NURSE)).open


async def test_an_imported_posting_expires_by_itself(take_in: Importer, clock: FixedClock) -> None:
    await take_in(COOK)

    clock.advance(timedelta(days=12))
    seen = await take_in.see(COOK)

    assert not seen.open
    assert seen.closed_at == COOK.content.closes_at


async def test_listings_of_an_organisation_that_is_registered_become_its_postings(
    take_in: Importer, board: Application
) -> None:
    registered = await take_in.send(RegisterOrganisation("HEALTH"))

    await take_in(NURSE)

    shown = await board.execute(ListPostings())
    assert [card.organisation_name for card in shown.cards] == [registered.name]


async def test_the_sources_tell_who_is_credited_and_how_far_dates_were_moved(
    take_in: Importer, board: Application
) -> None:
    await take_in(NURSE)
    await take_in(NURSE)

    (source,) = await board.execute(ListSources())
    assert (source.name, source.credit, source.note, source.moved_days) == ("city", "A city", "A note.", 3)


def test_the_same_listing_has_the_same_id_everywhere() -> None:
    assert NURSE.posting_id == UUID("4851bb98-c8db-5c81-a36f-e15e7ebd71e7")


async def test_a_refused_row_waits_until_the_source_no_longer_has_it(take_in: Importer) -> None:
    refusal = Refusal(7, "no title", {"title": ""})

    assert (await take_in(NURSE, refusals=(refusal,))).settled == 0
    assert [each.reason for each in await take_in.send(ListQuarantine())] == ["no title"]
    assert (await take_in(NURSE, partial=True)).settled == 0
    assert (await take_in(NURSE)).settled == 1
    assert await take_in.send(ListQuarantine("city")) == []
    assert (await take_in(NURSE, refusals=(refusal,))).settled == 0
    assert len(await take_in.send(ListQuarantine("city"))) == 1
    assert await take_in.send(ListQuarantine("city", RowState.GONE)) == []


async def test_a_directory_describes_organisations_and_changes_nothing_the_second_time(take_in: Importer) -> None:
    employer = Employer(
        ExternalRef("city", "acme"), "acme", "Acme", "https://acme.example", Profile(size="tiny", region="europe")
    )
    run = await take_in.send(StartImport(SOURCE, 1))

    first = await take_in.send(ImportEmployers(run.id, (employer,)))
    assert (first.created, first.updated) == (1, 0)
    again = await take_in.send(ImportEmployers(run.id, (employer,)))
    assert (again.created, again.updated, again.unchanged) == (1, 0, 1)
    changed = await take_in.send(ImportEmployers(run.id, (replace(employer, name="ACME Ltd"),)))
    assert changed.updated == 1
    assert (await take_in.send(GetOrganisation("acme"))).name == "ACME Ltd"


async def test_an_organisation_that_registered_itself_keeps_its_name(take_in: Importer) -> None:
    await take_in.send(RegisterOrganisation("Acme", "https://acme.example"))
    run = await take_in.send(StartImport(SOURCE, 1))
    employer = Employer(ExternalRef("city", "acme"), "acme", "acme inc", "https://old.example", Profile())

    assert (await take_in.send(ImportEmployers(run.id, (employer,)))).updated == 1

    organisation = await take_in.send(GetOrganisation("acme"))
    assert (organisation.name, organisation.website) == ("Acme", "https://acme.example")
