"""The pool: a process a call, and one that dies takes no other with it."""

import os
import time

import pytest

from scenes.production.pool import CallFailedError, ProcessPerCall


@pytest.fixture
def pool():
    with ProcessPerCall(2) as two:
        yield two


def test_calls_return_what_they_return_each_from_a_process_of_its_own(pool):
    processes = [pool.submit(os.getpid) for _ in range(3)]
    assert len({os.getpid(), *(call.result() for call in processes)}) == 4
    assert pool.submit(pow, 2, 100).result() == 2**100


def test_what_a_call_prints_is_not_its_result(pool):
    assert pool.submit(print, "hello").result() is None


def test_a_call_that_raises_one_that_ends_its_process_and_one_that_is_well(pool):
    raises, ends, well = pool.submit(int, "x"), pool.submit(os._exit, 3), pool.submit(abs, -1)
    with pytest.raises(CallFailedError, match="ValueError: invalid literal") as raised:
        raises.result()
    assert "Traceback" in raised.value.details
    with pytest.raises(CallFailedError, match="its process ended with status 3"):
        ends.result()
    assert well.result() == 1


def test_a_pool_that_is_stopped_kills_what_runs_and_begins_nothing_more():
    pool = ProcessPerCall(1)
    calls = [pool.submit(time.sleep, 60) for _ in range(2)]
    time.sleep(0.3)
    began = time.monotonic()
    pool.shutdown(cancel_futures=True)
    assert time.monotonic() - began < 30  # far less than the calls would have slept
    with pytest.raises(CallFailedError, match="SIGKILL"):
        calls[0].result()
    assert calls[1].cancelled()
