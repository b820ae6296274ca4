"""Random rules, as source text, over an entity that has a bit of everything; and rows and questions for them."""

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from random import Random
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints
from uuid import UUID

from hypothesis import strategies as st

from atomos.core.domain.generated import compile_function


class Stage(Enum):
    DRAFT = "draft"
    LIVE = "live"


class Level(IntEnum):
    LOW = 1
    HIGH = 2


class Label(StrEnum):
    A = "a"
    UNUSUAL = "É'"


@dataclass(frozen=True)
class Money:
    amount: Decimal
    currency: str | None

    @property
    def is_foreign(self) -> bool:
        return self.currency is not None and self.currency.lower() != "a"

    def exceeds(self, amount: Decimal) -> bool:
        return self.amount > amount


@dataclass(frozen=True)
class Inner:
    least: Money
    most: Money | None
    text: str
    count: int | None
    ratio: float
    flag: bool
    stage: Stage | None
    moment: datetime
    day: date | None
    clock: time
    span: timedelta
    key: UUID
    blob: bytes
    words: tuple[str, ...]
    ratios: frozenset[float]
    spans: tuple[timedelta | None, ...]

    @property
    def top(self) -> Money:
        if self.most is None:
            return self.least
        return self.most


@dataclass
class Item:
    id: int
    value: str
    path: str | None
    label: Label
    count: int
    rank: int | None
    ratio: float
    share: float | None
    price: Decimal
    cost: Decimal | None
    live: bool
    seen: bool | None
    stage: Stage
    level: Level | None
    begins: datetime
    ends: datetime | None
    day: date
    clock: time | None
    span: timedelta
    key: UUID | None
    blob: bytes
    words: list[str]
    ranks: tuple[int, ...]
    prices: list[Decimal] | None
    moments: list[datetime]
    shares: list[float]
    keys: frozenset[UUID]
    stages: tuple[Stage | None, ...]
    blobs: tuple[bytes, ...]
    inner: Inner | None


@dataclass(frozen=True)
class Actor:
    """The other parameter: its values come with the question."""

    name: str
    nick: str | None
    count: int
    least: Decimal
    ratio: float | None
    now: datetime
    stage: Stage
    key: UUID
    admin: bool
    words: tuple[str, ...]
    ranks: frozenset[int]
    shares: tuple[float, ...]
    prices: tuple[Decimal, ...]
    boss: "Actor | None"


TEXTS = [
    "",
    "a",
    "A",
    "ab",
    "É",
    "é",
    "e\u0301",
    "İ",
    "ß",
    "ΑΣ",
    "ας",
    "%",
    "_",
    "a'b",
    '"',
    "\\",
    "𝔘",
    "\uffff",
    "draft",
    "x\ty",
]
INTEGERS = [-1, 0, 1, 2, 3, 2**63 - 1, -(2**63)]
FLOATS = [-0.0, 0.0, 0.1, 1.0, 2.5, 1e300, 0.30000000000000004, 5e-324, -1.5]
DECIMALS = [
    Decimal(text) for text in ("0", "-0.0", "1", "1.0", "1.50", "10", "9", "-3", "1E+3", "0.1000000000000000000001")
]
_EAST = timezone(timedelta(hours=5, minutes=30))
MOMENTS = [
    datetime(2020, 1, 1, tzinfo=UTC),
    datetime(2020, 1, 1, 5, 30, tzinfo=_EAST),
    datetime(2020, 1, 1, 0, 0, 0, 1, tzinfo=UTC),
    datetime(2019, 12, 31, 23, 59, 59, 500_000, tzinfo=_EAST),
    datetime(999, 1, 1, tzinfo=UTC),
    datetime(1, 1, 1, microsecond=1, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, 999_998, tzinfo=UTC),
]
DAYS = [date(2020, 1, 1), date(2020, 1, 2), date(999, 12, 31), date(1, 1, 2), date(9999, 12, 30)]
TIMES = [time(0), time(1, 2, 3), time(1, 2, 3, 40), time(23, 59, 59, 999_999)]
SPANS = [
    timedelta(0),
    timedelta(seconds=-1),
    timedelta(days=1, microseconds=1),
    timedelta(days=-1, seconds=3),
    timedelta(hours=24),
]
KEYS = [UUID(int=0), UUID(int=2**127), UUID("0a0b0c0d-0000-4000-8000-00000000abcd")]
BLOBS = [b"", b"\x00", b"\xff\x00", b"a"]
POOLS: dict[str, list[Any]] = {
    "text": TEXTS,
    "integer": INTEGERS,
    "float": FLOATS,
    "decimal": DECIMALS,
    "boolean": [True, False],
    "stage": list(Stage),
    "level": list(Level),
    "label": list(Label),
    "moment": MOMENTS,
    "day": DAYS,
    "time": TIMES,
    "span": SPANS,
    "key": KEYS,
    "blob": BLOBS,
}
NAMES: dict[str, Any] = {
    "UTC": UTC,
    "timezone": timezone,
    **{cls.__name__: cls for cls in (Item, Inner, Money, Actor, Stage, Level, Label, Decimal, UUID)},
    **{cls.__name__: cls for cls in (date, datetime, time, timedelta)},
    **{f"{pool.upper()}_{n}": value for pool, values in POOLS.items() for n, value in enumerate(values)},
    "__name__": __name__,
}


@dataclass(frozen=True)
class Term:
    """A piece of source: a value of that pool, `guards` being what must not be `None` before it can be reached."""

    text: str
    pool: str
    guards: tuple[str, ...] = ()
    nullable: bool = False

    @property
    def all_guards(self) -> tuple[str, ...]:
        return (*self.guards, self.text) if self.nullable else self.guards


_POOL_OF = {
    str: "text", int: "integer", float: "float", Decimal: "decimal", bool: "boolean", Stage: "stage", Level: "level",
    Label: "label", datetime: "moment", date: "day", time: "time", timedelta: "span", UUID: "key", bytes: "blob",
}  # fmt: skip


def _terms(cls: type, text: str, guards: tuple[str, ...], depth: int = 0) -> Iterator[Term]:
    for name, annotation in get_type_hints(cls).items():
        here, plain = f"{text}.{name}", annotation
        nullable = isinstance(annotation, UnionType)
        if nullable:
            plain = next(part for part in get_args(annotation) if part is not type(None))
        if plain in _POOL_OF:
            yield Term(here, _POOL_OF[plain], guards, nullable)
        elif get_origin(plain) is None:
            yield Term(here, "object", guards, nullable)
            yield from _terms(plain, here, (*guards, here) if nullable else guards, depth + 1) if depth < 2 else ()
        else:
            item = get_args(plain)[0]
            item = get_args(item)[0] if isinstance(item, UnionType) else item
            yield Term(here, f"list {_POOL_OF[item]}", guards, nullable)


_MONEY = [
    Term("item.inner.top.amount", "decimal", ("item.inner",)),
    Term("item.inner.top.currency", "text", ("item.inner",), nullable=True),
    Term("item.inner.least.is_foreign", "boolean", ("item.inner",)),
    Term("item.inner.top.exceeds(actor.least)", "boolean", ("item.inner",)),
]
TERMS = [*_terms(Item, "item", ()), *_terms(Actor, "actor", ()), *_MONEY]


_ORDERED = [pool for pool in POOLS if pool not in {"stage", "boolean"}]


def _value(pool: str) -> st.SearchStrategy[Term]:
    constants = [Term(f"{pool.upper()}_{n}", pool) for n in range(len(POOLS[pool]))]
    return st.one_of(st.sampled_from([t for t in TERMS if t.pool == pool]), st.sampled_from(constants))


@st.composite
def _guarded(draw: st.DrawFn, atom: str, guards: tuple[str, ...]) -> str:
    """The atom behind its guards, in one of the ways that people write them; now and then one is forgotten."""
    for guard in reversed(dict.fromkeys(guards)):
        form = draw(st.sampled_from([0, 0, 1, 2, 3, 4] + [5] * (draw(st.integers(0, 9)) == 0)))
        atom = [
            f"({guard} is not None and {atom})",
            f"({guard} is None or {atom})",
            f"({atom} if {guard} is not None else item.live)",
            f"(not ({guard} is None or not {atom}))",
            f"(False if {guard} == None else {atom})",
            atom,
        ][form]
    return atom


@st.composite
def _order(draw: st.DrawFn) -> str:
    pool = draw(st.sampled_from(_ORDERED))
    terms = draw(st.lists(_value(pool), min_size=2, max_size=3))
    signs = draw(st.lists(st.sampled_from(["<", "<=", ">", ">="]), min_size=2, max_size=2))
    text = terms[0].text + "".join(f" {sign} {term.text}" for sign, term in zip(signs, terms[1:], strict=False))
    return draw(_guarded(f"({text})", tuple(guard for term in terms for guard in term.all_guards)))


@st.composite
def _equality(draw: st.DrawFn) -> str:
    pool = draw(st.sampled_from(list(POOLS)))
    left, right = draw(_value(pool)), draw(_value(pool))
    sign = draw(st.sampled_from(["==", "!="]))
    return draw(_guarded(f"({left.text} {sign} {right.text})", (*left.guards, *right.guards)))


@st.composite
def _absence(draw: st.DrawFn) -> str:
    term = draw(st.sampled_from([term for term in TERMS if term.nullable]))
    sign = draw(st.sampled_from(["is", "is not", "==", "!="]))
    return draw(_guarded(f"({term.text} {sign} None)", term.guards))


@st.composite
def _choice(draw: st.DrawFn) -> str:
    pool = draw(st.sampled_from(list(POOLS)))
    term, choices = draw(_value(pool)), draw(st.lists(_value(pool), max_size=3))
    written = [choice.text for choice in choices] + ["None"] * draw(st.integers(0, 1))
    sign = draw(st.sampled_from(["in", "not in"]))
    guards = (*term.guards, *(guard for choice in choices for guard in choice.guards))
    return draw(_guarded(f"({term.text} {sign} [{', '.join(written)}])", guards))


@st.composite
def _member(draw: st.DrawFn) -> str:
    container = draw(st.sampled_from([term for term in TERMS if term.pool.startswith("list ")]))
    item = draw(_value(container.pool.removeprefix("list ")))
    sign = draw(st.sampled_from(["in", "not in"]))
    guards = (*container.all_guards, *item.guards, *draw(st.sampled_from([(), item.all_guards])))
    return draw(_guarded(f"({item.text} {sign} {container.text})", guards))


@st.composite
def _text(draw: st.DrawFn) -> str:
    terms = [draw(st.one_of(_value("text"), _value("text"), _value("label"))) for _ in range(2)]
    left, right = (draw(st.sampled_from([term.text, f"{term.text}.lower()"])) for term in terms)
    form = draw(
        st.sampled_from(
            ["{1} in {0}", "{1} not in {0}", "{0}.startswith({1})", "{0}.endswith({1})", "{0}.lower() == {1}"]
        )
    )
    return draw(_guarded(f"({form.format(left, right)})", tuple(guard for term in terms for guard in term.all_guards)))


@st.composite
def _truth(draw: st.DrawFn) -> str:
    term = draw(_value("boolean"))
    return draw(_guarded(term.text, term.all_guards))


@st.composite
def _default(draw: st.DrawFn) -> str:
    """A value, or another one where it is absent, in a comparison."""
    pool = draw(st.sampled_from(_ORDERED))
    nullable = [term for term in TERMS if term.pool == pool and term.nullable]
    left = draw(st.sampled_from(nullable) if nullable else _value(pool))
    otherwise, right = draw(_value(pool)), draw(_value(pool))
    sign = draw(st.sampled_from(["<", ">=", "=="]))
    text = f"(({left.text} if {left.text} is not None else {otherwise.text}) {sign} {right.text})"
    return draw(_guarded(text, (*left.guards, *otherwise.all_guards, *right.all_guards)))


_ATOMS = st.one_of(_order(), _equality(), _absence(), _choice(), _member(), _text(), _truth(), _default())


def _composed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("(not {})".format, inner),
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner),
        st.builds("({} if {} else {})".format, inner, inner, inner),
    )


CONDITIONS = st.recursive(_ATOMS, _composed, max_leaves=5)


@st.composite
def sources(draw: st.DrawFn) -> str:
    """The source of a rule: one condition, or some ways out before it."""
    lines = ["def rule(item: Item, actor: Actor) -> bool:"]
    for n in range(draw(st.sampled_from([0, 0, 1, 2]))):
        condition = draw(CONDITIONS)
        if draw(st.booleans()):
            lines += [f"    if {condition}:", f"        return {draw(CONDITIONS)}"]
        else:
            lines += [f"    kept{n} = {condition}", f"    if not kept{n}:", f"        return {draw(CONDITIONS)}"]
    if draw(st.integers(0, 5)) == 0:
        guard = draw(st.sampled_from([term for term in TERMS if term.nullable and not term.guards])).text
        lines += [f"    if {guard} is None:", "        return False"]
    return "\n".join([*lines, f"    return {draw(CONDITIONS)}", ""])


def function_of(source: str) -> Callable[..., bool]:
    """The rule that the source defines."""
    return compile_function(source, "rule", NAMES, "generated rule")


_WIDER: dict[str, Callable[[Random], Any]] = {
    "text": lambda random: "".join(random.choices("aAbΣσ éİ%_𝔘", k=random.randrange(5))),
    "integer": lambda random: random.randrange(-(2**63), 2**63),
    "float": lambda random: random.choice([random.random(), random.gauss(0, 1e9), random.random() * 1e-300]),
    "decimal": lambda random: Decimal(random.randrange(-(10**12), 10**12)).scaleb(random.randrange(-8, 3)),
    "moment": lambda random: datetime.fromtimestamp(random.random() * 1e9, random.choice([UTC, _EAST])),
    "span": lambda random: timedelta(microseconds=random.randrange(-(10**15), 10**15)),
    "blob": lambda random: random.randbytes(random.randrange(4)),
    "key": lambda random: UUID(int=random.getrandbits(128)),
}


def value_of(annotation: Any, random: Random, depth: int = 0) -> Any:
    """A value of that type, mostly one of few, so that values meet."""
    origin, parts = get_origin(annotation), [part for part in get_args(annotation) if part is not Ellipsis]
    if type(None) in parts:
        plain = next(part for part in parts if part is not type(None))
        return None if depth > 2 or random.random() < 0.3 else value_of(plain, random, depth)
    if origin is not None:
        return origin(value_of(parts[0], random, depth) for _ in range(random.randrange(4)))
    if dataclasses.is_dataclass(annotation):
        cls: Any = annotation
        return cls(*(value_of(hint, random, depth + 1) for hint in get_type_hints(cls).values()))
    pool = _POOL_OF[annotation]
    return random.choice(POOLS[pool]) if pool not in _WIDER or random.random() < 0.7 else _WIDER[pool](random)
