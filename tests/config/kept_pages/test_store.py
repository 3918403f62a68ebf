"""Pages are kept within a bound of memory, and those not asked for longest go first."""

from threading import Thread

import pytest

from config.kept_pages.asked import read_asked
from config.kept_pages.page import OVERHEAD_BYTES, make_page
from config.kept_pages.store import PageStore

SIZE = 10_000


def asked(number):
    return read_asked("http", f"/{number}/", "", {"host": "localhost"})


def page(size=SIZE, state="state"):
    return make_page(state, "x", [("Content-Type", "image/png")], bytes(size - OVERHEAD_BYTES))


@pytest.fixture
def store():
    return PageStore(10 * SIZE)


def test_pages_are_found(store):
    store.put(asked(1), kept := page())
    assert store.get(asked(1)) is kept
    assert store.get(asked(2)) is None


def test_memory_is_bounded(store):
    for number in range(100):
        store.put(asked(number), page())
    assert len(store) == 10
    assert store.bytes == 10 * SIZE
    assert store.get(asked(99))


def test_what_is_asked_for_stays(store):
    for number in range(100):
        store.put(asked(number), page())
        assert store.get(asked(0))


def test_made_up_addresses_push_out_nothing_that_is_used(store):
    for number in range(5):
        store.put(asked(number), page())
        store.get(asked(number))
    for number in range(100, 300):
        store.put(asked(number), page())
    assert all(store.get(asked(number)) for number in range(5))
    assert store.bytes <= 10 * SIZE


def test_used_pages_leave_room_for_new_ones(store):
    for number in range(20):
        store.put(asked(number), page())
        store.get(asked(number))
    assert len(store) == 10
    store.put(asked(99), page())
    store.put(asked(98), page())
    assert store.get(asked(99))
    assert store.get(asked(98))


def test_a_page_that_is_used_stays_so_in_its_next_state(store):
    store.put(asked(1), page())
    store.get(asked(1))
    store.put(asked(1), newer := page(state="next"))
    for number in range(100, 200):
        store.put(asked(number), page())
    assert store.get(asked(1)) is newer


def test_a_newer_page_takes_the_place_of_the_older(store):
    for number in range(50):
        store.put(asked(1), page(state=str(number)))
    assert (len(store), store.bytes) == (1, SIZE)
    assert store.get(asked(1)).state == "49"


def test_a_page_that_is_too_large_is_not_kept(store):
    store.put(asked(1), page())
    store.put(asked(1), page(4 * SIZE))
    assert (len(store), store.bytes) == (0, 0)


def test_a_page_that_became_smaller_takes_less(store):
    kept = page()
    store.put(asked(1), kept)
    kept.bodies = {"identity": b""}
    store.put(asked(1), kept)
    assert store.bytes == OVERHEAD_BYTES
    store.clear()
    assert (len(store), store.bytes) == (0, 0)


def test_threads_share_it(store):
    def work():
        for number in range(500):
            store.put(asked(number % 30), page())
            store.get(asked(number % 7))

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.bytes == len(store) * SIZE <= 10 * SIZE
