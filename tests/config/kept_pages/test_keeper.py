"""Which pages a process finds: those of the present state of the site."""

import pytest

from catalog.newest_version import HOLDER
from catalog.page_state import known_page_state, page_state
from config.kept_pages.asked import read_asked
from config.kept_pages.keeper import MOST_SITES, Keeper
from config.kept_pages.page import make_page
from tests.factories import make_version

pytestmark = pytest.mark.django_db


def asked(host="localhost", query=""):
    return read_asked("http", "/faq/", query, {"host": host})


def page(state):
    return make_page(state, "x", [("Content-Type", "text/html")], b"a" * 1000)


@pytest.fixture
def keeper():
    return Keeper(1)


def test_pages_of_the_present_state_are_found(keeper):
    make_version()
    keeper.keep(asked(), kept := page(page_state()))
    assert keeper.find(asked()) is kept
    assert keeper.counts == {"hit": 1}


def test_pages_of_any_other_state_are_not(keeper):
    make_version()
    keeper.keep(asked(), page(page_state()))
    make_version()
    assert keeper.find(asked()) is None
    assert keeper.counts == {"miss": 1}


def test_without_data_none_is_found(keeper):
    keeper.keep(asked(), page("state"))
    assert keeper.find(asked()) is None


def test_without_asking_only_what_is_known(keeper, settings, monkeypatch):
    monkeypatch.setattr(HOLDER, "_stamp", lambda **_: 0)
    make_version()
    keeper.keep(asked(), kept := page(page_state()))
    assert keeper.find_known(asked()) is None
    settings.VERSION_SECONDS = 60
    HOLDER.ask()
    assert known_page_state() == page_state()
    assert keeper.find_known(asked()) is kept


def test_queries_cannot_push_out_other_pages(keeper):
    make_version()
    keeper.keep(asked(), page(page_state()))
    for number in range(1000):
        keeper.keep(asked(query=f"q={number}"), page(page_state()))
    assert keeper.find(asked())
    assert keeper.queried.bytes <= 2**20 // 4


def test_an_improved_page_does_not_bring_back_what_is_gone(keeper):
    keeper.keep(asked(), first := page("a"))
    keeper.keep(asked(), second := page("b"))
    keeper.improve(asked(), first)
    assert keeper.plain.get(asked()) is second


def test_sites_are_remembered_the_latest_last(keeper):
    for host in ("a", "b", "c", "d", "e", "b"):
        keeper.keep(asked(host), page("state"))
    assert [host for _scheme, host in keeper.sites] == ["c", "d", "e", "b"]
    assert len(keeper.sites) == MOST_SITES
