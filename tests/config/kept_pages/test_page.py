"""A kept page: its encodings, its ETags, and which answer a request gets."""

import gzip

import brotli
import pytest
from django.utils.http import http_date

from config.kept_pages.asked import Conditions
from config.kept_pages.page import codings, make_page

TEXT = b"<p>One of many lines.</p>\n" * 100
HTML = [("Content-Type", "text/html; charset=utf-8"), ("Vary", "HX-Request, Accept-Encoding")]
MODIFIED = 1_780_000_000


@pytest.fixture
def page():
    return make_page("state", "abcdef123456", HTML, TEXT, MODIFIED)


@pytest.fixture
def best(page):
    page.compress()
    page.outer = [(b"Content-Type", b"text/html"), (b"Vary", b"Accept-Encoding")]
    return page


@pytest.mark.parametrize(
    "header, expected",
    [
        ("gzip, deflate, br, zstd", ("br", "gzip")),
        ("gzip", ("gzip",)),
        ("br;q=0, gzip;q=0.5", ("gzip",)),
        ("GZIP", ("gzip",)),
        ("br;q=0.000", ()),
        ("br;q=1", ("br",)),
        ("identity", ()),
        ("", ()),
        ("*", ()),
        ("a" * 1000 + ",gzip", ()),
    ],
)
def test_codings_that_a_client_takes(header, expected):
    assert codings(header) == expected


def test_at_first_it_is_compressed_quickly(page):
    assert not page.is_best
    assert gzip.decompress(page.body(page.choose("br, gzip"))) == TEXT
    assert page.body(page.choose("br")) == page.body(page.choose("")) == TEXT


def test_then_as_well_as_can_be(best):
    quick = make_page("state", "x", HTML, TEXT).size
    assert best.is_best
    assert brotli.decompress(best.body("br")) == gzip.decompress(best.body("gzip")) == TEXT
    assert len(best.bodies["br"]) < len(best.bodies["gzip"]) <= quick
    assert best.body(best.choose("")) == TEXT


def test_pictures_and_short_texts_are_not_compressed():
    picture = make_page("s", "x", [("Content-Type", "image/png")], bytes(5000))
    short = make_page("s", "x", HTML, b"short")
    for page in (picture, short):
        assert page.is_best
        assert page.choose("br, gzip") == "identity"


def test_every_encoding_has_an_etag_of_its_own(page):
    tags = {page.quoted_etag(page.choose(header)) for header in ("br, gzip", "")}
    page.compress()
    tags |= {page.quoted_etag(page.choose(header)) for header in ("br", "gzip", "")}
    assert len(tags) == 4  # the same bytes without encoding, before and after
    assert not any(tag.startswith("W/") for tag in tags)


@pytest.mark.parametrize(
    "match, since, unmodified",
    [
        ('"abcdef123456"', "", True),
        ('"abcdef123456-br"', "", True),
        ('W/"abcdef123456-gz", "other"', "", True),
        ('"other"', "", False),
        ("*", "", False),
        ("", "", False),
        ("", http_date(MODIFIED), True),
        ("", http_date(MODIFIED + 1), True),
        ("", http_date(MODIFIED - 1), False),
        ("", "yesterday", False),
        ('"other"', http_date(MODIFIED), False),
    ],
)
def test_whether_a_client_has_it(page, match, since, unmodified):
    assert page.is_unmodified(Conditions("", match, since)) is unmodified


def test_the_answer(best):
    status, headers, body = best.answer(Conditions("br"))
    named = dict(headers)
    assert status == 200
    assert brotli.decompress(body) == TEXT
    assert named[b"Content-Encoding"] == b"br"
    assert named[b"Content-Length"] == str(len(body)).encode()
    assert named[b"ETag"] == b'"abcdef123456-br"'


def test_the_answer_to_one_who_has_it(best):
    status, headers, body = best.answer(Conditions("br", '"abcdef123456-br"'))
    assert (status, body) == (304, b"")
    assert {name for name, _ in headers} == {b"Vary", b"ETag"}


def test_without_encodings_the_answer_is_the_text(best):
    for _again in range(2):
        _status, headers, body = best.answer(Conditions())
        assert body == TEXT
        assert b"Content-Encoding" not in dict(headers)
    assert not any(key == "identity" for key, _ in best.answers)  # made of the compressed one
