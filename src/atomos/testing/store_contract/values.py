"""Every kind of value comes back as what it was, or is refused."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from atomos.core.domain.errors import Invalid
from atomos.core.ports.outgoing.store import Store
from atomos.testing.ids import SequentialIds
from atomos.testing.store_contract.changes import count, inserting, kept, refused, together, updating
from atomos.testing.store_contract.domain import SPECIMEN, Car, Grade, Line, Money, Shade, Specimen, Truck
from atomos.testing.store_contract.event_loop import in_event_loop

NEPAL = timezone(timedelta(hours=5, minutes=45))
TEXTS = (
    "",
    " ",
    "None",
    "null",
    '"',
    '""',
    "'; drop table specimens; --",
    "a,b;c\td",
    "two\nlines",
    "carriage\r\nreturn\r",
    "=1+1",
    "-1",
    "{}",
    "\\",
    "naïve – “quoted” – 漢字 – العربية – 👩‍🚀",
    "e\u0301 is not \u00e9",
    "\u0001\u007f\ufeff\u2028\U0010ffff",
    " padded ",
)
GOOD: tuple[tuple[str, Any], ...] = (
    *(("text", text) for text in TEXTS),
    ("number", 2**63 - 1),
    ("number", -(2**63)),
    ("real", 0.1),
    ("real", -1.7976931348623157e308),
    ("real", 5e-324),
    ("amount", Decimal("-12345678901234567890.123456789")),
    ("amount", Decimal("0.10")),
    ("amount", Decimal("1E+20")),
    ("flag", True),
    ("instant", datetime(1, 1, 1, microsecond=1, tzinfo=UTC)),
    ("instant", datetime(9999, 12, 31, 23, 59, 59, 999998, tzinfo=UTC)),
    ("instant", datetime(2024, 2, 29, 1, 2, 3, 4, tzinfo=NEPAL)),
    ("day", date(1, 1, 2)),
    ("day", date(9999, 12, 30)),
    ("hour", time(23, 59, 59, 999999)),
    ("span", timedelta(days=-1, microseconds=1)),
    ("span", timedelta(days=36500, seconds=1)),
    ("key", UUID("ffffffff-ffff-ffff-ffff-ffffffffffff")),
    ("data", bytes(range(256))),
    ("shade", Shade.NONE),
    ("shade", Shade.DARK),
    ("grade", Grade.HIGH),
    ("price", Money(Decimal("9.90"), "EUR")),
    ("tags", list(TEXTS)),
    (
        "lines",
        [
            Line("a"),
            Line("b", Money(Decimal("0.1"), None)),
            Line("c", due=datetime(2024, 1, 1, tzinfo=NEPAL)),
        ],
    ),
    ("counts", {"": 0, "two words": 2, "ü": -1}),
)
NAIVE = datetime(2024, 1, 1)  # noqa: DTZ001 - what must be refused
BAD: tuple[tuple[str, Any], ...] = (
    ("text", "nul\0"),
    ("text", "half \ud800"),
    ("text", 1),
    ("text", None),
    ("number", 2**63),
    ("number", -(2**63) - 1),
    ("number", "1"),
    ("real", float("nan")),
    ("real", float("inf")),
    ("amount", Decimal("NaN")),
    ("amount", Decimal("-Infinity")),
    ("flag", 1),
    ("instant", NAIVE),
    ("instant", "2024-01-01"),
    ("instant", datetime.min.replace(tzinfo=UTC)),
    ("instant", datetime.max.replace(tzinfo=UTC)),
    ("instant", datetime.min.replace(tzinfo=NEPAL)),
    ("day", date.min),
    ("day", date.max),
    ("day", datetime(2024, 1, 1, tzinfo=UTC)),
    ("hour", time(1, tzinfo=UTC)),
    ("span", 1),
    ("key", "ffffffff-ffff-ffff-ffff-ffffffffffff"),
    ("data", "text"),
    ("shade", "dark"),
    ("price", Money(Decimal("NaN"))),
    ("tags", ["fine", "nul\0"]),
    ("tags", ["half \ud800"]),
    ("lines", [Line("naive", due=NAIVE)]),
    ("lines", [Line("never", due=datetime.max.replace(tzinfo=UTC))]),
    ("counts", {"large": 2**63}),
    ("counts", {"large": 2**64 - 1}),
)


class Values:
    """What is stored of a field."""

    @in_event_loop
    async def test_an_entity_comes_back_as_it_was(self, store: Store, ids: SequentialIds) -> None:
        await store.commit(inserting(specimen := Specimen(ids.new())))
        assert (await kept(store, specimen)).entity == specimen

    @pytest.mark.parametrize(("field", "value"), GOOD)
    @in_event_loop
    async def test_a_value_comes_back_as_it_was(self, store: Store, ids: SequentialIds, field: str, value: Any) -> None:
        inserted, updated, optional = (Specimen(ids.new()) for _ in range(3))
        setattr(inserted, field, value)
        if hasattr(optional, f"maybe_{field}"):
            setattr(optional, f"maybe_{field}", value)
        await store.commit(inserting(inserted, updated, optional))
        setattr(updated, field, value)
        await store.commit(updating(updated, field))
        for specimen in (inserted, updated, optional):
            found = (await kept(store, specimen)).entity
            assert found == specimen
            assert isinstance(getattr(found, field), type(value))  # a driver's own UUID, say, is one
            assert isinstance(getattr(found, field), bool) == isinstance(value, bool)

    @in_event_loop
    async def test_a_value_may_be_taken_away(self, store: Store, ids: SequentialIds) -> None:
        full = Specimen(ids.new(), maybe_text="x", maybe_number=0, maybe_flag=False, maybe_tags=[], maybe_data=b"")
        await store.commit(inserting(full))
        names = [name for name in vars(full) if name.startswith("maybe_")]
        for name in names:
            setattr(full, name, None)
        await store.commit(updating(full, *names))
        assert (await kept(store, full)).entity == full

    @in_event_loop
    async def test_times_come_back_in_utc(self, store: Store, ids: SequentialIds) -> None:
        instant = datetime(2024, 1, 1, 2, tzinfo=NEPAL)
        await store.commit(inserting(specimen := Specimen(ids.new(), instant=instant)))
        found = (await kept(store, specimen)).entity.instant
        assert found.isoformat() == "2023-12-31T20:15:00+00:00"

    @in_event_loop
    async def test_a_decimal_keeps_its_digits(self, store: Store, ids: SequentialIds) -> None:
        specimen = Specimen(ids.new(), amount=Decimal("1.50"), price=Money(Decimal("2.50")))
        await store.commit(inserting(specimen))
        found = (await kept(store, specimen)).entity
        assert (str(found.amount), str(found.price.amount)) == ("1.50", "2.50")

    @pytest.mark.parametrize(("field", "value"), BAD)
    @in_event_loop
    async def test_a_bad_value_is_named_and_nothing_is_written(
        self, store: Store, ids: SequentialIds, field: str, value: Any
    ) -> None:
        await store.commit(inserting(specimen := Specimen(ids.new())))
        bad = Specimen(ids.new())
        setattr(bad, field, value)
        error = await refused(store, inserting(Car(ids.new(), "fine"), bad), Invalid)
        assert [problem.path[0] for problem in error.problems] == [field]
        changed = Specimen(specimen.id, **{field: value})
        error = await refused(store, together(inserting(Car(ids.new(), "fine")), updating(changed, field)), Invalid)
        assert [problem.path[0] for problem in error.problems] == [field]
        assert (await kept(store, specimen)).entity == specimen
        assert await count(store, SPECIMEN) == 1

    @in_event_loop
    async def test_what_a_variant_must_have_is_not_left_out(self, store: Store, ids: SequentialIds) -> None:
        await store.commit(inserting(car := Car(ids.new(), "Beetle"), Truck(ids.new(), "Tatra")))
        absent: Any = None
        for changes in (
            inserting(Car(ids.new(), "Ape", seats=absent)),
            updating(Car(car.id, "Ape", seats=absent), "seats"),
        ):
            error = await refused(store, changes, Invalid)
            assert [(problem.where, problem.message) for problem in error.problems] == [("seats", "must not be None")]
        assert (await kept(store, car)).entity == car

    @in_event_loop
    async def test_all_bad_values_are_named_together(self, store: Store, ids: SequentialIds) -> None:
        first = Specimen(ids.new(), text="nul\0", real=float("inf"), tags=["fine", "nul\0"])
        second = Specimen(ids.new(), instant=NAIVE)
        error = await refused(store, inserting(first, second), Invalid)
        assert [problem.where for problem in error.problems] == ["text", "real", "tags[1]", "instant"]
