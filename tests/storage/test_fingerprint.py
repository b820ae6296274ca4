"""A fingerprint stands for the tables of a service."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from atomos.core.domain.entity import EntityType
from atomos.core.domain.errors import Misconfigured
from atomos.core.wiring.entity import read_entity
from atomos.storage.fingerprint import check_fingerprint, fingerprint


@dataclass
class Owner:
    id: UUID
    name: str


@dataclass
class Item:
    id: UUID
    owner_id: UUID
    name: str


OWNER, ITEM = read_entity(Owner), read_entity(Item)


def test_it_does_not_depend_on_the_order_of_the_types() -> None:
    assert fingerprint([OWNER, ITEM]) == fingerprint([ITEM, OWNER])


@pytest.mark.parametrize(
    "other",
    [
        read_entity(Item, unique=["name"]),
        read_entity(Item, indexes=["name"]),
        read_entity(Item, references={"owner_id": Owner}),
    ],
)
def test_it_tells_indexes_and_references_apart(other: EntityType) -> None:
    assert fingerprint([ITEM]) != fingerprint([other])


def test_it_stays_the_same_from_release_to_release() -> None:
    assert fingerprint([OWNER]) == "owners:09950d07ae9b"


def test_what_differs_is_told_table_by_table() -> None:
    changed = fingerprint([read_entity(Item, unique=["name"])])
    with pytest.raises(Misconfigured) as differs:
        check_fingerprint(f"{changed} old:123", [ITEM, OWNER], "shop.db")
    assert str(differs.value) == (
        "the database shop.db has other tables than this service: "
        "owners missing; items changed; old no longer declared; run `atomos migrate apply`"
    )


def test_equal_tables_pass() -> None:
    check_fingerprint(fingerprint([ITEM]), [ITEM], "shop.db")
