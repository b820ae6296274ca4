"""A call knows where it came from, and holds on to no more than it must."""

import gc
import weakref

from atomos.core.service.call import Call
from atomos.testing import FixedClock, SequentialIds


def test_causation_and_correlation_run_through_a_chain_of_calls() -> None:
    clock, ids = FixedClock(), SequentialIds()
    first = Call("first", clock, ids)
    second = Call("second", clock, ids, cause=first)
    third = Call("third", clock, ids, cause=second)
    assert third.envelope.causation_id == second.envelope.id
    assert second.envelope.causation_id == first.envelope.id
    assert third.envelope.correlation_id == first.envelope.id
    assert (first.trusted, second.trusted, third.trusted) == (False, True, True)


def test_a_chain_of_calls_that_goes_on_for_ever_keeps_only_the_last_of_them() -> None:
    clock, ids = FixedClock(), SequentialIds()
    call = Call(0, clock, ids)
    first = weakref.ref(call)
    for number in range(5):
        call = Call(number, clock, ids, cause=call)
    gc.collect()
    assert first() is None
    assert call.envelope.causation_id is not None
