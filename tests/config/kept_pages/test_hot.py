"""Popular pages are made after each pull, in both languages, for the sites that visitors use."""

import pytest
from django.urls import resolve

from catalog.http import newest_data_version
from catalog.listing.index import model_index
from catalog.models import CanonicalModel
from catalog.newest_version import HOLDER
from config.body_buffer import BufferedHandler
from config.kept_pages import hot
from config.kept_pages.hot import hot_paths, make_hot_pages, sites
from config.kept_pages.keeper import KEEPER
from tests.factories import DAY, make_model, make_version


@pytest.fixture
def data(settings, monkeypatch, transactional_db):
    monkeypatch.setattr(HOLDER, "_stamp", lambda **_: 0)
    monkeypatch.setattr(hot, "PAUSE", 0)
    settings.VERSION_SECONDS = 60
    make_model("meta/llama-9", input_price="1", output_price="2")
    CanonicalModel.objects.update(channel_count=2)
    make_model("meta/llama-8", input_price="1", output_price="2")
    make_version()
    return newest_data_version(HOLDER.ask().made_at)


@pytest.fixture
def respond():
    started = BufferedHandler(1)
    yield started.respond
    started.threads.shutdown()


def test_the_most_offered_models_come_first(data, monkeypatch):
    monkeypatch.setattr(hot, "MOST_MODELS", 1)
    paths = list(hot_paths(model_index(data)))
    assert paths[:2] == ["/", "/models/"]
    assert paths[-1] == "/models/meta/llama-9/"
    assert all(resolve(path) for path in paths)


def test_they_are_kept_in_both_languages_and_encodings(data, respond, client):
    client.get("/faq/", headers={"host": "localhost"})
    KEEPER.plain.clear()
    made = make_hot_pages(data, respond)
    pages = {asked.path: page for asked, page in KEEPER.plain.held().items()}
    assert len(pages) == made > 40
    assert {"/", "/zh-hant/", "/models/meta/llama-8/", "/zh-hant/models/"} <= pages.keys()
    assert all(page.is_best and page.outer for page in pages.values())
    assert {"br", "gzip"} == pages["/models/"].bodies.keys()


def test_newer_data_stops_it(data, respond, client):
    client.get("/faq/", headers={"host": "localhost"})
    make_version(DAY)
    HOLDER.ask()
    assert make_hot_pages(data, respond) == 0


def test_without_visitors_it_is_for_the_public_host(settings):
    assert sites() == []
    settings.HTTPS = True
    settings.ALLOWED_HOSTS = ["ledger.example", "localhost"]
    assert sites() == [("https", "ledger.example")]
    for wildcard in ("*", ".example"):
        settings.ALLOWED_HOSTS = [wildcard]
        assert sites() == []
