import pytest

from benchmarks.in_process import limit, runner


@pytest.mark.parametrize("handlers", [1, 5])
async def test_every_event_of_the_bus_is_counted(handlers: int) -> None:
    told = await runner.time_bus(limit, handlers, seconds=0.0)
    assert told["sent"] == told["handled"] > 0


async def test_stored_entities_are_measured_at_each_size() -> None:
    points = await runner.time_stored(limit, [10, 300], seconds=0.0, patience=60.0)
    assert [point["stored"] for point in points] == [10, 300]
    assert all(point["sent"] == point["handled"] for point in points)


async def test_who_takes_too_long_to_store_is_not_asked_for_more() -> None:
    assert await runner.time_stored(limit, [10, 300], seconds=0.0, patience=0.0) == []
