"""The ids of the testing kit."""

from atomos.core.ports.outgoing.clock import Ids
from atomos.testing import SequentialIds


def test_they_are_the_same_in_every_run() -> None:
    ids: Ids = SequentialIds()
    assert [str(ids.new()) for _ in range(2)] == [
        "016f5e66-e800-7000-8000-000000000001",
        "016f5e66-e800-7000-8000-000000000002",
    ]


def test_they_are_version_7_and_sort_as_they_were_made() -> None:
    ids = SequentialIds()
    made = [ids.new() for _ in range(300)]
    assert made == sorted(made)
    assert {id.version for id in made} == {7}
