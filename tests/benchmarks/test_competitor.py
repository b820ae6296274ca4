import pytest

from benchmarks.harness.competitor import BUSES, LIMIT, PEERS, WEB, Store
from benchmarks.harness.environment import versions

PEER_NAMES = sorted({each.peer for each in (*WEB, *BUSES) if each.peer})


@pytest.mark.parametrize("peer", PEER_NAMES)
def test_every_peer_is_pinned_to_the_version_it_was_measured_at(peer: str) -> None:
    pinned = versions([peer])[peer]
    assert pinned
    assert all(pinned.values())


@pytest.mark.parametrize("peer", PEER_NAMES)
def test_every_peer_has_its_application(peer: str) -> None:
    assert (PEERS / peer / "app.py").is_file()


def test_every_store_has_its_limit_and_atomos_beside_it() -> None:
    for store in (Store.POSTGRES, Store.SQLITE):
        assert {LIMIT, "atomos"} <= {each.name for each in WEB if each.store is store}
