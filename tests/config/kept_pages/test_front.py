"""The server answers with kept pages before Django is involved: the same answers, in the time."""

import asyncio
import threading
import time

import pytest
from django.db import connections
from django.http import HttpResponse

from catalog.newest_version import HOLDER
from config.body_buffer import BufferedHandler
from config.kept_pages.front import asked_of_scope
from config.kept_pages.hot import scope_of
from config.kept_pages.keeper import KEEPER
from config.kept_pages.middleware import asked_of
from tests.factories import DAY, make_model, make_version

MODEL = "/models/meta/llama-3-2-1b-instruct/"


@pytest.fixture
def handler():
    started = BufferedHandler(1)
    yield started
    # Of that thread: an open connection keeps PostgreSQL from dropping the test database.
    started.threads.submit(connections.close_all).result()
    started.threads.shutdown()


@pytest.fixture
def held(settings, monkeypatch, transactional_db):
    """A catalogue whose version the process holds for a minute."""
    monkeypatch.setattr(HOLDER, "_stamp", lambda **_: 0)
    settings.VERSION_SECONDS = 60
    make_model(input_price="1", output_price="2")
    version = make_version()
    HOLDER.ask()
    return version


def request(path, method="GET", **headers):
    scope = scope_of("http", "localhost", path.partition("?")[0])
    scope["query_string"] = path.partition("?")[2].encode()
    scope["method"] = method
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    scope["headers"] = [(b"host", b"localhost")]
    scope["headers"] += [(name.encode(), value.encode()) for name, value in named.items()]
    return scope


def ask(handler, *scopes):
    """Send requests at the same time; return status, headers and body of each answer."""

    async def one(scope):
        sent = []

        async def send(message):
            sent.append(message)

        async def receive():
            return {"type": "http.disconnect"}

        await handler(scope, receive, send)
        return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]

    async def together():
        return await asyncio.gather(*map(one, scopes))

    return asyncio.run(together())


@pytest.mark.parametrize("path", ["/models/", "/models/?q=llama", MODEL, "/zh-hant/faq/"])
def test_the_server_answers_as_django_does(handler, held, path, monkeypatch):
    for accepted in ("br, gzip", "gzip", "identity"):
        (first,) = ask(handler, request(path, accept_encoding=accepted))
    monkeypatch.setattr(BufferedHandler, "respond", lambda *_: pytest.fail("asked Django"))
    (again,) = ask(handler, request(path, accept_encoding=accepted))
    assert first[0] == again[0] == 200
    assert again[2] == first[2]
    lower = [
        {name.lower(): value for name, value in answer[1].items()} for answer in (first, again)
    ]
    assert lower[0] == lower[1]
    assert b"content-security-policy" in lower[1]


def test_cookies_make_no_difference_and_none_is_set(handler, held):
    (first,) = ask(
        handler, request("/models/", cookie=f"sessionid={'a' * 32}; csrftoken={'b' * 32}")
    )
    (again,) = ask(handler, request("/models/"))
    assert first[2] == again[2]
    assert b"Set-Cookie" not in first[1] | again[1]


def test_an_answer_that_deletes_a_cookie_is_not_kept(handler, held):
    (first,) = ask(handler, request("/models/", cookie="sessionid=none"))
    assert b"Set-Cookie" in first[1]
    assert len(KEEPER.plain) == 0


def test_one_who_has_the_page(handler, held):
    ask(handler, request("/models/"))
    (first,) = ask(handler, request("/models/", accept_encoding="br"))
    tag = first[1][b"ETag"].decode()
    (again,) = ask(handler, request("/models/", accept_encoding="br", if_none_match=tag))
    assert (again[0], again[2]) == (304, b"")
    assert again[1][b"ETag"].decode() == tag


def test_a_new_version_is_served_as_soon_as_it_is_known(handler, held):
    (first,) = ask(handler, request("/models/"))
    make_model("meta/llama-9", input_price="1", output_price="2")
    make_version(DAY)
    HOLDER.ask()
    (again,) = ask(handler, request("/models/"))
    assert again[2] != first[2]


def test_kept_pages_are_served_while_the_database_is_gone(handler, held, monkeypatch):
    (first,) = ask(handler, request("/models/"))
    monkeypatch.setattr("catalog.newest_version.NEWEST", None)  # any use of it would fail
    (again,) = ask(handler, request("/models/"))
    assert (again[0], again[2]) == (200, first[2])


def test_many_at_once_make_a_page_once(handler, held, monkeypatch):
    made, respond = [], BufferedHandler.respond

    def slowly(self, scope, body, problem):
        made.append(threading.current_thread().name)
        time.sleep(0.2)
        return respond(self, scope, body, problem)

    monkeypatch.setattr(BufferedHandler, "respond", slowly)
    answers = ask(handler, *[request("/models/") for _ in range(20)])
    assert {answer[0] for answer in answers} == {200}
    assert len(made) == 1
    assert handler.rendering == {}


def test_many_at_once_who_ask_for_what_is_not_kept(handler, held):
    answers = ask(handler, *[request("/nothing/") for _ in range(8)])
    assert {answer[0] for answer in answers} == {404}
    assert handler.rendering == {}
    assert len(KEEPER.plain) == 0


def test_an_answer_for_one_visitor_is_never_given_to_another(handler, held, monkeypatch):
    answers = iter(range(100))

    def personal(*_):
        response = HttpResponse("a" * 1000 + str(next(answers)))
        response.set_cookie("sessionid", "secret")
        return response

    monkeypatch.setattr(handler, "get_response", personal)
    first, again = ask(handler, request("/admin/"), request("/admin/"))
    assert first[2] != again[2]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"accept": "text/markdown"},
        {"hx_request": "true", "hx_target": "movers"},
        {"accept_encoding": "br", "cookie": "a=b"},
    ],
)
@pytest.mark.parametrize("path", ["/models/", "/models/?q=%C3%A9&utm_source=x", "/é/"])
def test_server_and_django_read_the_same_from_a_request(rf, path, headers):
    scope = request(path, **headers)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    django = rf.get(path, headers={"host": "localhost"} | named)
    assert asked_of_scope(scope)[0] == asked_of(django)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_only_reading_is_answered_from_memory(method):
    assert asked_of_scope(request("/models/", method))[0] is None
