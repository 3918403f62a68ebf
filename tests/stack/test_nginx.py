"""The shipped configuration in the real nginx, in front of the real site with bundled data."""

import re
import time

import pytest
import requests

from stack.binaries import find_nginx
from stack.nginx import fill_in
from tests.services.process import eventually
from tests.services.site import manage

pytestmark = [
    pytest.mark.skipif(not find_nginx(), reason="no nginx (Debian: apt install nginx-light)"),
    pytest.mark.xdist_group("nginx"),
    # Of the test alone: nginx and the site start before the first.
    pytest.mark.timeout(300, func_only=True),
]

MODEL = "/models/meta/llama-3-2-1b-instruct/"


def test_the_second_visitor_is_answered_from_the_cache(front):
    first = front.get(MODEL)
    assert (first.status_code, first.headers["X-Cache"]) == (200, "MISS")
    assert eventually(lambda: front.cached(MODEL) == "HIT")
    assert front.get(MODEL).content == first.content


def test_a_language_is_a_page_of_its_own(front):
    english, chinese = front.get("/faq/"), front.get("/zh-hant/faq/")
    assert '<html lang="en">' in english.text
    assert '<html lang="zh-Hant">' in chinese.text
    assert '<html lang="zh-Hant">' in front.get("/zh-hant/faq/", **{"Accept-Language": "en"}).text


def test_a_fragment_for_htmx_is_not_the_page(front):
    page = front.get("/models/")
    part = front.get("/models/", **{"HX-Request": "true"})
    assert "<html" in page.text
    assert "<html" not in part.text
    assert "<html" in front.get("/models/").text
    assert "<html" not in front.get("/models/", **{"HX-Request": "true"}).text


def test_markdown_is_not_the_page(front):
    assert front.get(MODEL, Accept="text/markdown").headers["Content-Type"].startswith("text/mark")
    assert front.get(MODEL, Accept="text/html").headers["Content-Type"].startswith("text/html")


def encoding(front, path, accepted):
    return front.get(path, **{"Accept-Encoding": accepted}).headers.get("Content-Encoding")


def test_an_encoding_that_a_client_does_not_take_is_not_sent(front):
    # The site makes brotli in the background, for a page that is asked for again.
    assert eventually(lambda: encoding(front, "/about/", "br") == "br")
    for accepted, sent in [
        *[("br", "br"), ("gzip", "gzip"), ("identity", None), ("br;q=0", None)],
        ("gzip;q=0, br;q=0.0", None),
    ]:
        assert encoding(front, "/about/", accepted) == sent, accepted


@pytest.mark.parametrize(
    "accepted", ["gzip, deflate, br, zstd", "br;q=1.0, gzip;q=0.8", "br, gzip;q=0.5"]
)
def test_a_browsers_first_answer_is_compressed_already(front, accepted):
    path = f"/makers/{('openai', 'google', 'meta')[len(accepted) % 3]}/"
    assert encoding(front, path, accepted) in {"gzip", "br"}
    assert eventually(lambda: encoding(front, path, accepted) == "br")


def test_a_page_that_has_not_changed_is_not_sent_again(front):
    def again():
        etag = front.get("/about/").headers["ETag"]
        return front.get("/about/", **{"If-None-Match": etag})

    # A better compression of the same page has another ETag: it is sent once more.
    assert eventually(lambda: again().status_code == 304)


def test_a_signed_in_visitor_gets_nothing_from_the_cache(front):
    assert eventually(lambda: front.cached("/about/") == "HIT")
    answer = front.get("/about/", Cookie="sessionid=x")
    assert answer.headers["X-Cache"] == "BYPASS"


def test_only_what_the_site_was_asked_has_an_id(front):
    """A stored answer has none: not that of the request for which it was made, either."""
    assert re.fullmatch(r"[0-9a-f]{32}", front.get("/nothing/").headers["X-Request-ID"])
    answers = []

    def is_stored():
        answers.append(front.get("/faq/"))
        return answers[-1].headers["X-Cache"] == "HIT"

    assert eventually(is_stored)
    assert "X-Request-ID" not in answers[-1].headers


@pytest.mark.parametrize("path", ["/admin/login/", "/calculator/log/", "/nothing/", "/readyz"])
def test_what_must_not_be_stored_is_not(front, path):
    answers = [front.get(path).headers.get("X-Cache") for _again in range(2)]
    assert "HIT" not in answers


def test_a_new_version_is_served_within_seconds(front):
    assert eventually(lambda: front.cached("/llms.txt") == "HIT")
    before = front.get("/llms.txt").text
    manage(
        "pull",
        "--from",
        "bundled",
        "--day",
        "2026-05-22",
        DATABASE_URL=f"sqlite:///{front.database}",
    )
    assert eventually(lambda: front.get("/llms.txt").text != before)


def test_many_visitors_of_one_page_are_one_request(front):
    path = "/models/?sort=-output"
    answers = front.at_once(path, [f"203.0.113.{n}" for n in range(100, 112)])
    states = [answer.headers["X-Cache"] for answer in answers]
    assert states.count("MISS") == 1, states


def test_static_files_are_compressed_and_immutable(front):
    style = re.search(r"/static/site\.\w+\.css", front.get("/").text)[0]
    answer = front.get(style)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Type"] == "text/css"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert front.get("/static/../ledger.sqlite3").status_code in {400, 404}


@pytest.mark.parametrize("path", ["/", MODEL, "/models/models.csv", "/nothing/"])
def test_answers_keep_the_headers_of_the_site(front, path):
    headers = front.get(path).headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Server"] == "nginx"


def test_the_inside_is_closed_to_others(front):
    for path in ("/readyz", "/metrics", "/metrics?x", "/%6Detrics"):
        assert front.get(path).status_code == 403
    assert front.get("/readyz", client="127.0.0.1").status_code == 200
    assert front.get("/metrics", client="127.0.0.1").status_code == 404  # no METRICS_TOKEN
    assert front.get("/healthz").text == "ok\n"


def test_a_client_over_the_limit_is_told_to_wait_and_others_are_not(front):
    answers = front.at_once("/admin/login/", ["203.0.113.77"] * 30)
    over = [answer for answer in answers if answer.status_code == 429]
    assert over
    assert over[0].headers["Retry-After"] == "10"
    assert "Too many requests" in over[0].text
    assert front.get("/admin/login/", client="203.0.113.78").status_code == 200


def test_a_forged_address_does_not_pass_the_limit(front):
    """The last entry is the one that the trusted proxy added."""
    answers = front.at_once("/admin/login/", [f"10.0.0.{n}, 203.0.113.80" for n in range(30)])
    assert 429 in [answer.status_code for answer in answers]


def test_bodies_are_limited(front):
    sent = requests.post(front.address + "/calculator/", data=b"x" * (2 * 2**20), timeout=30)
    assert sent.status_code == 413


def test_calls_of_mcp_tools_are_small(front):
    sent = requests.post(front.address + "/mcp", data=b"x" * (70 * 2**10), timeout=30)
    assert sent.status_code == 413


def test_pages_are_served_while_the_site_is_gone_and_others_say_so(front):
    """The last test here: it ends the site."""
    assert front.get("/faq/").status_code == 200
    front.web.terminate()
    front.web.wait()
    gone = front.get("/never-asked-before/")
    assert gone.status_code == 502
    assert "Temporarily unavailable" in gone.text
    assert (gone.headers["Retry-After"], gone.headers["Cache-Control"]) == ("10", "no-store")
    time.sleep(2.1)  # it has expired by now
    kept = front.get("/faq/")
    assert (kept.status_code, kept.headers["X-Cache"]) in {(200, "STALE"), (200, "UPDATING")}


def test_every_name_in_capitals_is_filled_in():
    names = ("LISTEN", "SERVER_NAME", "UPSTREAM", "MCP", "STATIC_ROOT", "PAGES", "CACHE")
    text = fill_in(**dict.fromkeys((*names, "ACCESS_LOG", "TRUSTED_PROXY", "OWN"), "x"))
    assert "${" not in text
    assert "$host" in text or "$http_host" in text
