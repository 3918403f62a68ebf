"""A Redis that is dead, hung or full costs a moment, never an answer; it is used again by itself."""

import os
import signal
import time
from contextlib import contextmanager, nullcontext

import pytest
from redis import Redis

from config import log_lines, redis_cache
from config.log_lines import OncePerMinute
from config.redis_cache import BREAKERS, TIMEOUT_SECONDS, Breakers, FaultTolerantRedisCache
from stack.binaries import find_redis
from tests.factories import make_model, make_version
from tests.services.process import eventually, listening, running
from tests.services.redis import started

RECOVERED_SECONDS = 30  # 10 are promised, and measured by `make faults`


@pytest.fixture(autouse=True)
def short_pause(monkeypatch):
    monkeypatch.setattr(redis_cache, "PAUSE_SECONDS", 0.3)
    monkeypatch.setattr(log_lines, "LINES", OncePerMinute())  # nothing was logged by other tests


@pytest.fixture
def server(tmp_path):
    """The URL of a Redis of this test's own."""
    with started(tmp_path) as url:
        yield url


@pytest.fixture
def cache(server):
    return cache_at(server)


def cache_at(url):
    BREAKERS.pop(url, None)
    times = {"socket_connect_timeout": TIMEOUT_SECONDS, "socket_timeout": TIMEOUT_SECONDS}
    return FaultTolerantRedisCache(url, {"KEY_PREFIX": "test", "OPTIONS": times})


@contextmanager
def stopped(url):
    """Freeze the server: connections are accepted and never answered."""
    pid = Redis.from_url(url).info("server")["process_id"]
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def every_call(cache):
    """Make every kind of call; return what reads and writes answer."""
    with pytest.raises(ValueError, match="not found"):
        cache.incr("none")
    return {
        "get": cache.get("a", "default"),
        "get_many": cache.get_many(["a", "b"]),
        "has_key": cache.has_key("a"),
        "in": "a" in cache,
        "set": cache.set("a", 1),
        "add": cache.add("b", 1),
        "set_many": cache.set_many({"c": 1, "d": 2}),
        "touch": cache.touch("a"),
        "delete": cache.delete("a"),
        "delete_many": cache.delete_many(["a", "b"]),
        "clear": cache.clear(),
    }


NOTHING = {
    "get": "default",
    "get_many": {},
    "has_key": False,
    "in": False,
    "set": None,
    "add": False,
    "set_many": ["c", "d"],
    "touch": False,
    "delete": False,
    "delete_many": None,
    "clear": None,
}


def test_it_is_a_cache(cache):
    cache.set("a", (b"bytes", {"name": "value"}))
    assert cache.get("a") == (b"bytes", {"name": "value"})
    assert cache.add("a", 1) is False
    assert cache.set_many({"n": 1, "m": 2}) == []
    assert cache.get_many(["n", "m", "none"]) == {"n": 1, "m": 2}
    assert (cache.incr("n"), cache.has_key("n"), cache.touch("n")) == (2, True, True)
    assert (cache.delete("n"), cache.get("n", 7)) == (True, 7)
    cache.delete_many(["m"])
    assert cache.has_key("m") is False
    cache.clear()
    assert cache.get("a") is None


def test_a_dead_redis(caplog):
    cache = cache_at("redis://127.0.0.1:9/0")
    began = time.monotonic()
    for _ in range(200):
        assert every_call(cache) == NOTHING
    assert time.monotonic() - began < 20
    assert len(caplog.records) == 1
    assert caplog.records[0].getMessage().startswith("cache fails, pages are made without it: ")


def test_a_redis_that_dies_and_comes_back(tmp_path, caplog):
    with started(tmp_path) as url:
        cache, port = cache_at(url), int(url.rpartition(":")[2].partition("/")[0])
        cache.set("a", 1)
    assert every_call(cache) == NOTHING
    command = [find_redis(), "--port", str(port), "--bind", "127.0.0.1", "--dir", str(tmp_path)]
    with running([*command, "--save", ""], log=tmp_path / "log", ready=lambda: listening(port)):
        assert eventually(lambda: cache.set("a", 2) or cache.get("a") == 2, RECOVERED_SECONDS)
    assert len(caplog.records) <= 4


def test_a_hung_redis_costs_one_time_out_a_pause(cache, server, caplog):
    cache.set("a", 1)
    with stopped(server):
        began = time.monotonic()
        assert every_call(cache) == NOTHING
        for _ in range(100):
            cache.get("a")
        assert time.monotonic() - began < 15  # of the 25 s that 100 time-outs take
    assert eventually(lambda: cache.get("a") == 1, RECOVERED_SECONDS)
    assert 1 <= len(caplog.records) <= 3


def test_a_full_redis_still_answers_reads(cache, server, caplog):
    cache.set("a", 1)
    with Redis.from_url(server) as admin:
        admin.config_set("maxmemory", "1mb")
        for number in range(50):
            cache.set("b", os.urandom(100_000))
            assert cache.get("a") == 1, number
        assert len(caplog.records) == 1
        assert "maxmemory" in caplog.records[0].getMessage()
        admin.config_set("maxmemory", "0")
    assert eventually(lambda: cache.set("c", 3) or cache.get("c") == 3, RECOVERED_SECONDS)


def test_threads_share_what_is_known_of_a_server(server):
    assert cache_at(server).breakers is FaultTolerantRedisCache(server, {}).breakers
    assert isinstance(Breakers().reads.pause, float)


PAGES = ["/", "/models/", "/models/meta/llama-3-2-1b-instruct/", "/faq/", "/calculator/"]


@pytest.mark.django_db
@pytest.mark.parametrize("fault", ["dead", "hung", "full"])
def test_every_page_renders(client, settings, server, fault, monkeypatch):
    monkeypatch.setattr(redis_cache, "BREAKERS", type(BREAKERS)(Breakers))
    url = server if fault != "dead" else "redis://127.0.0.1:9/0"
    settings.CACHES = settings.CACHES | {
        "default": {
            "BACKEND": "config.redis_cache.FaultTolerantRedisCache",
            "LOCATION": url,
            "OPTIONS": {"socket_connect_timeout": 0.25, "socket_timeout": 0.25},
        }
    }
    make_model(input_price="1", output_price="2")
    make_version()
    if fault == "full":
        Redis.from_url(url).config_set("maxmemory", "1mb")
        Redis.from_url(url).config_set("maxmemory-policy", "noeviction")
    with stopped(url) if fault == "hung" else nullcontext():
        for page in PAGES * 2:
            assert client.get(page).status_code == 200, page
