"""The entities of the store contract: an adapter's test makes room for `ENTITY_TYPES`."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from uuid import UUID

from atomos.core.domain.entity import EntityType
from atomos.core.wiring.entity import read_entity

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_DAY = EPOCH.date()
NO_KEY = UUID(int=0)


class Shade(Enum):
    """An enum of texts, one of them empty."""

    NONE = ""
    LIGHT = "light"
    DARK = "dark"


class Grade(Enum):
    """An enum of numbers."""

    LOW = 1
    HIGH = 10


@dataclass(frozen=True)
class Money:
    """A value object."""

    amount: Decimal
    currency: str | None = None


@dataclass(frozen=True)
class Line:
    """A value object that holds another, which may be absent."""

    label: str
    price: Money | None = None
    due: datetime | None = None


@dataclass
class Specimen:
    """One field of each kind, and again each that may be absent."""

    id: UUID
    text: str = ""
    number: int = 0
    real: float = 0.0
    amount: Decimal = Decimal(0)
    flag: bool = False
    instant: datetime = EPOCH
    day: date = EPOCH_DAY
    hour: time = time()
    span: timedelta = timedelta()
    key: UUID = NO_KEY
    data: bytes = b""
    shade: Shade = Shade.NONE
    grade: Grade = Grade.LOW
    price: Money = Money(Decimal(0))
    tags: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    maybe_text: str | None = None
    maybe_number: int | None = None
    maybe_real: float | None = None
    maybe_amount: Decimal | None = None
    maybe_flag: bool | None = None
    maybe_instant: datetime | None = None
    maybe_day: date | None = None
    maybe_hour: time | None = None
    maybe_span: timedelta | None = None
    maybe_key: UUID | None = None
    maybe_data: bytes | None = None
    maybe_shade: Shade | None = None
    maybe_grade: Grade | None = None
    maybe_price: Money | None = None
    maybe_tags: list[str] | None = None


@dataclass
class Account:
    """An entity with unique values, which collects events."""

    id: UUID
    owner: str
    number: int
    balance: int = 0
    email: str | None = None
    events: list[object] = field(default_factory=list)


@dataclass
class Entry:
    """An entity that refers to another, and to another of its own kind."""

    id: int
    account_id: UUID | None
    text: str = ""
    cause_id: int | None = None


@dataclass
class Vehicle:
    """An entity whose subclasses share its table."""

    id: UUID
    name: str


@dataclass
class Car(Vehicle):
    """A variant with a field of its own."""

    seats: int = 4


@dataclass
class Truck(Vehicle):
    """A variant with other fields."""

    load: Decimal = Decimal(0)
    stops: list[str] = field(default_factory=list)


SPECIMEN = read_entity(Specimen, indexes=["number", "price.amount"])
ACCOUNT = read_entity(Account, unique=["email", ("owner", "number")], indexes=["owner"])
ENTRY = read_entity(Entry, references={"account_id": Account, "cause_id": Entry})
VEHICLE = read_entity(Vehicle, variants=[Car, Truck])
ENTITY_TYPES: tuple[EntityType, ...] = (SPECIMEN, ACCOUNT, ENTRY, VEHICLE)
