"""Conditional GET, the page cache, stale data, and models by URL."""

from datetime import timedelta

import pytest
import time_machine
from django.http import Http404, HttpResponse

from catalog.http import client_address, csv_response, with_model
from catalog.models import MovedModel
from config.kept_pages.keeper import KEEPER
from tests.factories import DAY, make_model, make_version

pytestmark = pytest.mark.django_db


def etag_of(client, **headers):
    return client.get("/models/", headers=headers)["ETag"]


def test_an_unchanged_page_answers_304(client):
    make_version()
    again = client.get("/models/", headers={"If-None-Match": etag_of(client)})
    assert again.status_code == 304


def test_new_data_changes_the_etag(client):
    make_version()
    before = etag_of(client)
    make_version(DAY + timedelta(days=1))
    assert client.get("/models/", headers={"If-None-Match": before}).status_code == 200


def test_the_etags_of_page_and_htmx_part_differ(client):
    make_version()
    assert etag_of(client) != etag_of(client, hx_request="true")


def test_the_etags_of_languages_differ(client):
    make_version()
    assert etag_of(client) != client.get("/zh-hant/models/")["ETag"]


@pytest.mark.parametrize(
    "url, headers, kept",
    [
        ("/faq/", {}, "plain"),
        ("/faq/?", {}, "plain"),
        ("/faq/?&&", {}, "plain"),
        ("/faq/?x", {}, "plain"),
        ("/faq/", {"host": "localhost:80"}, "plain"),
        ("/faq/", {"host": "localhost:81"}, ""),
        ("/compare/meta/llama-3-2-1b-instruct/", {}, "queried"),
        ("/compare/meta/llama-3-2-1b-instruct/card.png", {}, ""),
        ("/models/meta/none/", {}, ""),
        ("/nothing/", {}, ""),
        ("/calculator/log/", {}, ""),
        ("/history-status/", {}, ""),
        ("/admin/login/", {}, ""),
    ],
)
def test_what_is_kept_and_where(client, url, headers, kept):
    make_version()
    make_model()
    client.get(url, headers=headers)
    assert {"plain": len(KEEPER.plain), "queried": len(KEEPER.queried)} == {
        "plain": int(kept == "plain"),
        "queried": int(kept == "queried"),
    }


@pytest.mark.parametrize(
    "path", ["/models/meta/none/", "/makers/none/", "/providers/none/", "/nothing/"]
)
def test_no_etag_answers_304_for_a_page_that_does_not_exist(client, path):
    make_version()
    for tag in ("*", " * ", etag_of(client), f"W/{etag_of(client)}"):
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 404


def test_any_etag_gets_the_page(client):
    make_version()
    for path in ("/models/", "/changes.atom"):
        assert client.get(path, headers={"If-None-Match": "*"}).status_code in {200, 404}


def test_each_url_has_its_own_etag(client):
    make_version()
    assert len({client.get(url)["ETag"] for url in ("/models/", "/models/?q=a", "/faq/")}) == 3


@pytest.mark.parametrize(
    "host", ["LOCALHOST", "LocalHost", "localhost.", "LocalHost:80", "a.wild.test"]
)
def test_at_other_spellings_of_a_host_nothing_is_kept(client, settings, host):
    settings.ALLOWED_HOSTS = ["localhost", ".wild.test"]
    make_version()
    assert client.get("/faq/", headers={"host": host}).status_code == 200
    assert len(KEEPER.plain) == 0


def test_an_empty_catalogue_has_no_etag(client):
    assert "ETag" not in client.get("/models/")
    assert b"No data yet." in client.get("/").content


@pytest.mark.parametrize("hours, stale", [(35, False), (37, True), (24 * 9, True)])
def test_data_over_36_hours_old_is_reported(client, hours, stale):
    make_version()
    with time_machine.travel(f"{DAY}T00:00:00Z", tick=False) as clock:
        clock.shift(timedelta(hours=hours))
        assert (b"Data last updated" in client.get("/").content) is stale


def test_stale_data_changes_the_etag(client):
    make_version()
    with time_machine.travel(f"{DAY}T12:00:00Z"):
        fresh = etag_of(client)
    with time_machine.travel(f"{DAY + timedelta(days=3)}T12:00:00Z"):
        assert etag_of(client) != fresh


def test_only_get_and_head_are_allowed(client):
    assert client.post("/models/").status_code == 405
    assert client.head("/models/").status_code == 200


def test_pages_have_no_inline_style_or_script(client):
    make_version()
    make_model(input_price="1", output_price="2")
    for address in ("/", "/models/", "/models/meta/llama-3-2-1b-instruct/"):
        html = client.get(address).content.decode()
        assert " style=" not in html
        assert "<style" not in html
        assert "onclick" not in html


def test_a_csv_response_is_a_file_to_download():
    response = csv_response([("a", "b"), (1, None), ("=1+1", "é")], "rows.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="rows.csv"'
    assert response.content.decode("utf-8-sig").splitlines() == ["a,b", "1,", "'=1+1,é"]


@pytest.fixture
def moved():
    """Return a model that had another canonical id."""
    model = make_model()
    MovedModel.objects.create(path="meta/llama-old", model=model, moved_on=DAY)
    return model


def test_with_model_passes_the_model(rf, moved, django_assert_num_queries):
    view = with_model(lambda request, model: HttpResponse(model.maker.name))
    with django_assert_num_queries(1):
        response = view(rf.get("/"), "meta", "llama-3-2-1b-instruct")
    assert response.content == b"Meta"


def test_with_model_redirects_from_a_former_id_to_the_same_page(rf, moved):
    view = with_model(lambda request, model: HttpResponse())
    request = rf.get("/models/meta/llama-old/prices/")
    response = view(request, "meta", "llama-old")
    assert response.status_code == 301
    assert response.url == "/models/meta/llama-3-2-1b-instruct/prices/"


def test_with_model_raises_404_for_an_unknown_id(rf, moved):
    view = with_model(lambda request, model: HttpResponse())
    with pytest.raises(Http404):
        view(rf.get("/"), "meta", "nothing")


def test_targets_of_moved_models(moved, django_assert_num_queries):
    paths = ["meta/llama-old", moved.path, "meta/nothing"]
    with django_assert_num_queries(1):
        assert MovedModel.objects.targets(paths) == {"meta/llama-old": moved.path}
    assert MovedModel.objects.target_of("meta/llama-old") == moved.path
    assert MovedModel.objects.target_of(moved.path) is None


@pytest.mark.parametrize(
    "https, forwarded, address",
    [
        (False, "9.9.9.9", "1.1.1.1"),  # no proxy of ours: a client's own claim
        (True, "9.9.9.9, 2.2.2.2", "2.2.2.2"),
        (True, "", "1.1.1.1"),
    ],
)
def test_client_address(rf, settings, https, forwarded, address):
    settings.BEHIND_PROXY = https
    request = rf.get("/", REMOTE_ADDR="1.1.1.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == address
