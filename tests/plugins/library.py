"""A service with a bit of everything that HTTP can meet, over memory."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from types import EllipsisType
from typing import Annotated
from uuid import UUID

from annotated_types import Ge, Len, MinLen

from atomos import (
    Application,
    Conflict,
    HttpSettings,
    Page,
    Repository,
    Service,
    Settings,
    Unavailable,
    anyone,
    operator,
)


class Genre(Enum):
    FICTION = "fiction"
    SCIENCE = "science"


class Lent(Exception):
    """Someone has the book already."""


@dataclass(frozen=True)
class Price:
    """What a copy costs."""

    amount: Annotated[Decimal, Ge(0)]
    currency: Annotated[str, Len(3, 3)] = "EUR"

    def __post_init__(self) -> None:
        if self.currency != self.currency.upper():
            raise ValueError("currency is written in capitals")


@dataclass
class Book:
    id: UUID
    title: str
    pages: int
    genre: Genre = Genre.FICTION
    price: Price | None = None
    tags: list[str] = field(default_factory=list)
    subtitle: str | None = None
    lent_at: datetime | None = None


@dataclass(frozen=True)
class AddBook:
    """Adds a book to the shelf."""

    title: Annotated[str, MinLen(1)]
    pages: Annotated[int, Ge(1)]
    genre: Genre = Genre.FICTION
    price: Price | None = None
    other_prices: tuple[Price, ...] = ()
    tags: list[str] = field(default_factory=list)
    printed_on: date | None = None

    def __post_init__(self) -> None:
        if self.title == self.title.upper():
            raise ValueError("do not shout")


@dataclass(frozen=True)
class EditBook:
    book_id: UUID
    title: Annotated[str, MinLen(1)] | EllipsisType = ...
    subtitle: str | None | EllipsisType = ...


@dataclass(frozen=True)
class LendBook:
    book_id: UUID


@dataclass(frozen=True)
class RemoveBook:
    book_id: UUID


@dataclass(frozen=True)
class BurnLibrary:
    pass


@dataclass(frozen=True)
class Crash:
    how: str = "inside"


@dataclass(frozen=True)
class FindBooks:
    """Finds books by words of their title."""

    words: str = ""
    genre: tuple[Genre, ...] = ()
    limit: Annotated[int, Ge(1)] = 2
    after: str | None = None


@dataclass(frozen=True)
class CountBooks:
    pass


@dataclass(frozen=True)
class ReadBook:
    book_id: UUID


def add_book(command: AddBook, new_id: UUID) -> Book:
    return Book(new_id, command.title, command.pages, command.genre, command.price, list(command.tags))


def edit_book(command: EditBook, book: Book) -> None:
    if not isinstance(command.title, EllipsisType):
        book.title = command.title
    if not isinstance(command.subtitle, EllipsisType):
        book.subtitle = command.subtitle


def lend_book(command: LendBook, book: Book, now: datetime) -> None:
    if book.lent_at is not None:
        raise Lent("someone has it")
    book.lent_at = now


async def remove_book(command: RemoveBook, books: Repository[Book]) -> None:
    books.remove(await books.get(command.book_id))


async def burn_library(command: BurnLibrary, books: Repository[Book]) -> None:
    for book in await books.find():
        books.remove(book)


def crash(command: Crash) -> None:
    if command.how == "outside":
        raise Unavailable("postgresql://someone:secret@somewhere is away")
    if command.how == "forbidden":
        raise PermissionError("not today")
    raise RuntimeError("the secret reason")


def wordy(book: Book, words: str) -> bool:
    return words in book.title


async def find_books(query: FindBooks, books: Repository[Book]) -> Page[Book]:
    return await books.find(wordy, words=query.words, limit=query.limit, after=query.after)


async def count_books(query: CountBooks, books: Repository[Book]) -> int:
    return await books.count()


def read_book(query: ReadBook, book: Book) -> Book:
    return book


def library(http: HttpSettings | None = None, database_url: str = "memory://") -> Application:
    """The service, built."""
    service = Service("library")
    service.include(__name__)
    service.offer(AddBook, EditBook, LendBook, Crash, FindBooks, CountBooks, ReadBook, Book, to=anyone)
    service.offer(RemoveBook, to=anyone, at="DELETE /books/{book_id}")
    service.offer(BurnLibrary, to=operator)
    service.error(Lent, as_=Conflict)
    service.http(http or HttpSettings())
    return service.build(Settings(database_url=database_url))
