"""Every offered message is a command of the shell, with typed options and clear errors."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from types import EllipsisType
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from annotated_types import Le, MaxLen
from click.testing import CliRunner, Result

from atomos import Application, Operator, Page, Repository, anyone, operator
from atomos.adapters.incoming.cli import commands_for
from services import built, service_of


class Size(Enum):
    SMALL = "small"
    LARGE = "large"


@dataclass(frozen=True)
class Price:
    amount: int
    currency: str


@dataclass
class Item:
    id: UUID
    name: str
    price: Price | None = None


@dataclass(frozen=True)
class AddItem:
    name: str
    count: int
    size: Size = Size.SMALL
    price: Price | None = None
    tags: tuple[str, ...] = ()
    until: date | None = None
    loud: bool = False
    label: Annotated[str, MaxLen(5)] = ""
    share: Annotated[Decimal, Le(1)] = Decimal(0)

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError("count must not be negative")


@dataclass(frozen=True)
class Rename:
    item_id: UUID
    name: str | EllipsisType = ...


@dataclass(frozen=True)
class ListItems:
    pass


seen: list[AddItem] = []


def add_item(command: AddItem, new_id: UUID) -> Item:
    """Put an item on the shelf."""
    seen.append(command)
    return Item(new_id, command.name, command.price)


def rename(command: Rename, item: Item) -> None:
    item.name = "untouched" if command.name is ... else str(command.name)


async def list_items(query: ListItems, items: Repository[Item]) -> Page[Item]:
    return await items.find(order_by="name", limit=2)


@pytest.fixture
def app() -> Application:
    service = service_of(add_item, rename, list_items)
    service.offer(AddItem, Rename, to=operator)
    service.offer(ListItems, Item, to=anyone)
    return built(service)


def run(app: Application, *words: str) -> Result:
    def execute(message: Any, actor: Operator) -> Any:
        return app.run(message, actor=actor)

    return CliRunner().invoke(commands_for(app.manifest, execute)[words[0]], words[1:])


def test_every_kind_of_field_has_its_option(app: Application) -> None:
    words = ["--name", "cup", "--count", "3", "--size", "large", "--price", '{"amount": 5, "currency": "EUR"}']
    result = run(app, "add-item", *words, "--tags", "a", "--tags", "b", "--until", "2024-02-29", "--loud")
    assert result.exit_code == 0, result.output
    assert seen[-1] == AddItem("cup", 3, Size.LARGE, Price(5, "EUR"), ("a", "b"), date(2024, 2, 29), True)


def test_a_choice_and_a_value_of_one_of_several_plain_types_are_given_as_text() -> None:
    @dataclass(frozen=True)
    class Paint:
        colours: tuple[Literal["red", "blue"], ...]
        layers: int | str = 1

    painted: list[Paint] = []

    def paint(command: Paint) -> None:
        painted.append(command)

    service = service_of(paint)
    service.offer(Paint, to=operator)
    app = built(service)
    assert run(app, "paint", "--colours", "red", "--layers", "many").exit_code == 0
    assert run(app, "paint", "--layers", "2").exit_code == 0
    assert painted == [Paint(("red",), "many"), Paint((), "2")]
    assert run(app, "paint", "--colours", "green").output == "Error: colours: Invalid enum value 'green'\n"
    assert "--colours red|blue" in run(app, "paint", "--help").output


def test_the_answer_is_printed_for_people_or_as_json(app: Application) -> None:
    assert "name   cup" in run(app, "add-item", "--name", "cup", "--count", "1").output
    assert '"name": "cup"' in run(app, "add-item", "--name", "cup", "--count", "1", "--json").output


def test_several_are_printed_as_a_table_that_says_if_more_follow(app: Application) -> None:
    assert run(app, "list-items").output == "nothing found\n"
    for name in ("b", "a", "c"):
        run(app, "add-item", "--name", name, "--count", "1")
    lines = run(app, "list-items").output.splitlines()
    assert [line.split()[-2] for line in lines[:3]] == ["name", "a", "b"]
    assert lines[3].startswith("… more follows: after ")


def test_an_option_that_is_not_given_is_absent(app: Application) -> None:
    added = run(app, "add-item", "--name", "cup", "--count", "1").output.splitlines()[0].split()[1]
    assert "untouched" in run(app, "rename", "--item-id", added).output
    assert "mug" in run(app, "rename", "--item-id", added, "--name", "mug").output


def test_everything_that_is_wrong_is_told_at_once(app: Application) -> None:
    result = run(app, "add-item", "--count", "many", "--size", "huge", "--price", "{", "--until", "soon")
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "Error: 5 values are wrong",
        "  name: is required: --name",
        "  count: Expected `int`, got `str`",
        "  size: Invalid enum value 'huge'",
        "  price: is not JSON, as a nested value must be",
        "  until: Invalid RFC3339 encoded date",
    ]


def test_constraints_are_held_to_as_over_http(app: Application) -> None:
    result = run(app, "add-item", "--name", "cup", "--count", str(2**63), "--label", "too long", "--share", "1.5")
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "Error: 3 values are wrong",
        "  count: Expected `int` <= 9223372036854775807",
        "  label: Expected `str` of length <= 5",
        "  share: Expected a value <= 1",
    ]


def test_a_broken_invariant_is_told_in_its_own_words(app: Application) -> None:
    result = run(app, "add-item", "--name", "cup", "--count", "-1")
    assert (result.exit_code, result.output) == (1, "Error: count must not be negative\n")


def test_help_comes_from_the_handlers_docstring(app: Application) -> None:
    result = run(app, "add-item", "--help")
    assert "Put an item on the shelf." in result.output
    assert "--size small|large" in result.output
    assert "--loud / --no-loud" in result.output
