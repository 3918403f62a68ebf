"""After a failure only one call per pause is let through, until one succeeds."""

import pytest

from config.circuit_breaker import CircuitBreaker


@pytest.fixture
def clock():
    return [100.0]


@pytest.fixture
def breaker(clock):
    return CircuitBreaker(2, lambda: clock[0])


def test_all_calls_pass_while_none_fails(breaker):
    assert all(breaker.allows() for _ in range(5))
    assert breaker.succeed() is False


def test_no_call_passes_right_after_a_failure(breaker, clock):
    breaker.fail()
    clock[0] += 1.9
    assert not breaker.allows()


def test_one_call_a_pause_tests_whether_it_answers_again(breaker, clock):
    breaker.fail()
    clock[0] += 2
    assert [breaker.allows() for _ in range(3)] == [True, False, False]
    clock[0] += 2  # the one that tested never reported: another may
    assert breaker.allows()


def test_a_success_closes_it(breaker, clock):
    breaker.fail()
    clock[0] += 2
    assert breaker.allows()
    assert breaker.succeed() is True
    assert all(breaker.allows() for _ in range(3))


def test_a_failed_test_opens_it_again(breaker, clock):
    breaker.fail()
    clock[0] += 2
    assert breaker.allows()
    breaker.fail()
    clock[0] += 1
    assert not breaker.allows()
