"""Django serves and keeps pages: the same answer, once made, and none that is for one visitor."""

import gzip
from datetime import UTC, datetime, timedelta

import brotli
import pytest
from django.core.cache import cache
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import http_date

from catalog.models import Snapshot
from config.kept_pages.compressor import COMPRESSOR
from config.kept_pages.keeper import KEEPER
from config.kept_pages.middleware import kept_pages
from tests.factories import DAY, make_model, make_version

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
MODEL = "/models/meta/llama-3-2-1b-instruct/"
HTMX = {"hx-request": "true"}
PAGES = [
    ("/", {}),
    ("/models/", {}),
    ("/models/?q=llama", {}),
    ("/models/", HTMX),
    (MODEL, {}),
    (MODEL, HTMX),
    (MODEL, {"accept": "text/markdown"}),
    (f"{MODEL[:-1]}.md", {}),
    ("/models/models.csv", {}),
    ("/changelog/", {}),
    ("/changelog/", HTMX),
    ("/changelog/", HTMX | {"hx-target": "movers"}),
    ("/changelog/feed.atom", {}),
    ("/changelog/feed.json", {}),
    ("/lifecycle/retirements.ics", {}),
    ("/price-index/feed.atom", {}),
    ("/sitemap.xml", {}),
    ("/llms.txt", {}),
    ("/card.png", {}),
    ("/zh-hant/models/", {}),
]


@pytest.fixture(autouse=True)
def catalogue():
    make_model(input_price="1", output_price="2")
    return make_version()


@pytest.mark.parametrize("path, headers", PAGES)
def test_a_kept_page_is_the_page(client, path, headers, django_assert_num_queries):
    first = client.get(path, headers=headers)
    with django_assert_num_queries(1):  # which version is the newest
        again = client.get(path, headers=headers)
    assert first.status_code == again.status_code == 200
    assert again.content == first.content
    for answer in (first, again):
        del answer["X-Request-ID"]  # of one request only
    assert dict(again.items()) == dict(first.items())
    assert len(KEEPER.plain) + len(KEEPER.queried) == 1


def test_pages_that_differ_are_kept_apart(client):
    answers = {(path, str(headers)): client.get(path, headers=headers) for path, headers in PAGES}
    for (path, headers), first in answers.items():
        again = client.get(path, headers=eval(headers))
        assert again.content == first.content, path
    etags = [answer["ETag"] for answer in answers.values()]
    assert len(set(etags)) == len(PAGES)


def decoded(response):
    coding = response.get("Content-Encoding")
    decode = {"gzip": gzip.decompress, "br": brotli.decompress, None: bytes}[coding]
    return decode(response.content)


def test_encodings(client):
    plain = client.get("/models/")
    client.get("/models/", headers={"accept-encoding": "gzip"})
    COMPRESSOR.wait()
    for accepted, coding in (("gzip, br, zstd", "br"), ("gzip", "gzip"), ("zstd;q=0", None)):
        response = client.get("/models/", headers={"accept-encoding": accepted})
        assert response.get("Content-Encoding") == coding
        assert response["Content-Length"] == str(len(response.content))
        assert decoded(response) == plain.content
        assert "accept-encoding" in response["Vary"].lower()
        assert not response["ETag"].startswith("W/")


@pytest.mark.parametrize("accepted", ["gzip", "br", ""])
@pytest.mark.parametrize("is_kept", [True, False])
def test_one_who_has_the_page_gets_304(client, accepted, is_kept):
    headers = {"accept-encoding": accepted}
    for _again in range(2):
        etag = client.get("/models/", headers=headers)["ETag"]
    if not is_kept:  # the view answers
        KEEPER.clear()
    again = client.get("/models/", headers=headers | {"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert "Content-Encoding" not in again
    assert again["Cache-Control"] == "public, max-age=0, s-maxage=1, stale-while-revalidate=5"


def test_one_who_has_the_page_by_its_time_gets_304(client, catalogue):
    first = client.get("/models/")
    since = first["Last-Modified"]
    for _again in range(2):
        assert client.get("/models/", headers={"if-modified-since": since}).status_code == 304
    before = http_date(catalogue.made_at.timestamp() - 10)
    assert client.get("/models/", headers={"if-modified-since": before}).status_code == 200


def test_new_data_makes_a_new_page(client):
    first = client.get("/models/")
    make_model("meta/llama-9", input_price="1", output_price="2")
    make_version(DAY + timedelta(days=1))
    again = client.get("/models/", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
    assert again.content != first.content
    assert len(KEEPER.plain) == 1  # in the place of the old one


def test_data_that_a_restore_discarded_is_not_served(client, catalogue):
    first = client.get("/models/")
    number, made_at = catalogue.pk, catalogue.made_at
    catalogue.delete()
    make_model("meta/llama-9", input_price="1", output_price="2")
    restored = make_version()
    type(restored).objects.filter(pk=restored.pk).update(id=number, made_at=made_at)
    again = client.get("/models/", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
    assert again.content != first.content


def test_head_is_answered_with_the_kept_page(client):
    page = client.get("/models/")
    head = client.head("/models/")
    assert (head.content, head["ETag"]) == (b"", page["ETag"])
    assert head["Content-Length"] == str(len(page.content))


def test_tracking_parameters_make_no_difference(client, django_assert_num_queries):
    page = client.get("/models/?q=llama")
    with django_assert_num_queries(1):
        again = client.get("/models/?utm_source=x&q=llama&fbclid=y")
    assert again.content == page.content
    assert b"utm_source" not in client.get("/faq/?utm_source=x").content


def test_a_signed_in_editor_gets_the_same_page_and_keeps_the_session(client, admin_client):
    page = client.get("/models/")
    assert admin_client.get("/models/").content == page.content
    KEEPER.clear()
    admin_client.get("/models/")
    assert client.get("/models/").content == page.content
    assert not client.get("/models/").cookies
    assert admin_client.get("/admin/").status_code == 200


@pytest.mark.parametrize("path", ["/admin/", "/admin/catalog/run/", "/calculator/log/"])
def test_pages_for_one_visitor_are_never_kept(admin_client, path):
    assert admin_client.get(path).status_code == 200
    assert len(KEEPER.plain) + len(KEEPER.queried) == 0


def test_days_of_the_past_are_kept_by_their_day(client):
    for day in (DAY, DAY - timedelta(days=30)):
        Snapshot.objects.create(
            day=day, sha256=str(day), size=1, payload=b"", source="x", applied_at=NOON,
            fetched_at=NOON, confirmed_on=day,
        )  # fmt: skip
    past = f"/models/?on={DAY - timedelta(days=9):%Y-%m-%d}"
    first = client.get(past)
    assert first.status_code == 200
    assert client.get(past).content == first.content != client.get("/models/").content


def answer_with(response, request):
    response.kept_in_state = "state"
    response["ETag"] = '"x"'
    return kept_pages(lambda _request: response)(request)


def with_cookie():
    response = HttpResponse("a" * 1000)
    response.set_cookie("name", "value")
    return response


@pytest.mark.parametrize(
    "response",
    [
        with_cookie(),
        HttpResponse("a" * 1000, headers={"Vary": "Cookie"}),
        HttpResponse("a" * 1000, status=404),
        StreamingHttpResponse([b"a" * 1000]),
    ],
    ids=["sets a cookie", "varies with cookies", "not found", "streamed"],
)
def test_what_is_not_for_everybody_is_not_kept(rf, response):
    answer_with(response, rf.get("/x/"))
    assert len(KEEPER.plain) == 0


def test_what_is_for_everybody_is(rf):
    answer_with(HttpResponse("a" * 1000), rf.get("/x/"))
    assert len(KEEPER.plain) == 1


@pytest.mark.parametrize("method", ["post", "put", "options"])
def test_only_reading_is_answered_from_memory(rf, method):
    answer_with(HttpResponse("a" * 1000), getattr(rf, method)("/x/"))
    assert len(KEEPER.plain) == 0


def test_processes_share_pages_through_the_cache(client, settings, django_assert_num_queries):
    settings.CACHE_URL = "set"  # what is behind it does not matter here
    first = client.get("/models/")
    for store in (KEEPER.plain, KEEPER.queried):
        store.clear()  # as in another process
    with django_assert_num_queries(1):
        again = client.get("/models/")
    assert again.content == first.content
    client.get("/models/?q=a")
    assert len([key for key in cache._cache if "page:" in key]) == 1


def test_debugging_keeps_nothing(client, settings):
    settings.DEBUG = True
    client.get("/models/")
    assert len(KEEPER.plain) == 0
