from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from jobboard.core.domain.command import ImportListings
from jobboard.core.domain.content import Content
from jobboard.core.domain.listing import Harvest, Listing, Row, Source
from jobboard.core.domain.reference import ExternalRef
from jobboard.core.use_cases.sorting import batches, sort_out

SOURCE = Source("city", "A city", "UTC")


def row(number: int, key: str, content: str = "same", outcome: str = "") -> Row:
    listing = Listing(
        ExternalRef("city", key or "-"), "Parks", date(2019, 3, number % 28 + 1), Content(title="Gardener")
    )
    return Row(number, key, {"content": content}, outcome or listing)


rows = st.builds(
    lambda cells: [row(number, *cell) for number, cell in enumerate(cells, start=2)],
    st.lists(
        st.tuples(st.sampled_from(["", "a", "b", "c"]), st.sampled_from(["x", "y"]), st.sampled_from(["", "bad"]))
    ),
)


def test_an_exact_repeat_is_a_duplicate_and_another_one_is_refused() -> None:
    harvest = sort_out(SOURCE, [row(2, "a"), row(3, "a"), row(4, "a", "other")])

    assert (len(harvest.listings), harvest.duplicates) == (1, 1)
    assert [each.reason for each in harvest.refusals] == ["repeats the key of row 2 with other content"]


@given(rows)
def test_every_row_is_accounted_for_once(given_rows: list[Row]) -> None:
    harvest = sort_out(SOURCE, given_rows)

    assert harvest.rows == len(given_rows)
    assert len({each.posting_id for each in harvest.listings}) <= len(harvest.listings)


@given(rows, st.integers(1, 4))
def test_batches_carry_the_whole_harvest(given_rows: list[Row], size: int) -> None:
    harvest = sort_out(SOURCE, given_rows)

    messages = [each for each in batches(harvest, UUID(int=1), size) if isinstance(each, ImportListings)]

    assert sum((m.listings for m in messages), ()) == harvest.listings
    assert sum((m.refusals for m in messages), ()) == harvest.refusals
    assert sum(m.duplicates for m in messages) == harvest.duplicates
    assert sum(m.rows for m in messages) == harvest.rows
    assert all(len(m.listings) <= size and len(m.refusals) <= size for m in messages)


def test_all_dates_move_by_the_days_that_bring_the_newest_to_the_wanted_day() -> None:
    first = Listing(ExternalRef("city", "a"), "Parks", date(2019, 3, 1), Content(title="A", last_day=date(2019, 3, 9)))
    second = Listing(ExternalRef("city", "b"), "Parks", date(2019, 3, 19), Content(title="B"))
    found = [Row(2, "a", {}, first), Row(3, "b", {}, second)]

    harvest = sort_out(SOURCE, found, newest_on=date(2026, 11, 20))

    assert harvest.moved_days == (date(2026, 11, 20) - date(2019, 3, 19)).days
    assert [each.posted_on for each in harvest.listings] == [date(2026, 11, 2), date(2026, 11, 20)]
    assert harvest.listings[0].content.last_day == date(2026, 11, 10)


def test_nothing_moves_where_there_is_nothing() -> None:
    assert sort_out(SOURCE, [], newest_on=date(2026, 11, 20)) == Harvest(SOURCE, (), (), 0, 0)
