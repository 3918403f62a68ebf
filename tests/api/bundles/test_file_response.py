"""Files over HTTP: ranges, conditions, copies that were compressed beforehand."""

import gzip

import pytest
from django.http import HttpResponse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.bundles.file_response import file_response

BODY = bytes(range(100))
SHA256 = "ab" * 32
ETAG = f'"{"ab" * 16}"'


@pytest.fixture
def ask(tmp_path, rf):
    (tmp_path / "f").write_bytes(BODY)
    (tmp_path / "f.gz").write_bytes(gzip.compress(BODY))

    def call(method="get", **headers: str):
        request = getattr(rf, method)(
            "/", headers={n.replace("_", "-"): v for n, v in headers.items()}
        )
        return file_response(request, tmp_path / "f", sha256=SHA256, media_type="text/x")

    return call


def body_of(response) -> bytes:
    return response.content if isinstance(response, HttpResponse) else b"".join(response)


def test_the_whole_file(ask):
    response = ask()
    assert (response.status_code, body_of(response)) == (200, BODY)
    assert (response["ETag"], response["Content-Length"]) == (ETAG, "100")
    assert (response["Accept-Ranges"], response["Content-Type"]) == ("bytes", "text/x")
    assert response.path_to_send.name == "f"


def test_head_has_the_headers_and_no_body(ask):
    response = ask("head")
    assert (body_of(response), response["Content-Length"], response["ETag"]) == (b"", "100", ETAG)


@pytest.mark.parametrize(
    "asked, span",
    [
        ("bytes=0-9", (0, 10)),
        ("bytes=90-", (90, 100)),
        ("bytes=-5", (95, 100)),
        ("bytes=-500", (0, 100)),
        ("bytes=90-500", (90, 100)),
        ("bytes=99-99", (99, 100)),
    ],
)
def test_a_range(ask, asked, span):
    response = ask(Range=asked, Accept_Encoding="gzip")
    first, end = span
    assert (response.status_code, body_of(response)) == (206, BODY[first:end])
    assert response["Content-Range"] == f"bytes {first}-{end - 1}/100"
    assert (response["ETag"], response["Content-Encoding"]) == (ETAG, "identity")


@pytest.mark.parametrize("asked", ["bytes=100-", "bytes=100-200", "bytes=9-5", "bytes=-0"])
def test_a_range_that_is_not_there(ask, asked):
    response = ask(Range=asked)
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */100")


@pytest.mark.parametrize(
    "asked", ["bytes=-", "bytes=a-b", "bytes=0-1,5-6", "lines=0-1", "", "bytes=" + "9" * 30 + "-"]
)
def test_a_range_that_is_not_understood_gets_the_file(ask, asked):
    response = ask(Range=asked)
    assert (response.status_code, body_of(response)) == (200, BODY)


def test_a_range_of_another_file_gets_the_file(ask):
    assert ask(Range="bytes=0-9", If_Range='"other"').status_code == 200
    assert ask(Range="bytes=0-9", If_Range=ETAG).status_code == 206


@pytest.mark.parametrize("etag, status", [(ETAG, 304), (f'W/{ETAG}, "x"', 304), ('"x"', 200)])
def test_a_condition(ask, etag, status):
    assert ask(If_None_Match=etag).status_code == status


@pytest.mark.parametrize(
    "accepted, coding",
    [
        ("gzip, br, zstd", "gzip"),
        ("GZIP;q=0.5", "gzip"),
        ("gzip;q=0", "identity"),
        ("gzip; q=0.0, br", "identity"),
        ("zstd", "identity"),
        ("", "identity"),
    ],
)
def test_a_copy_is_sent_to_who_takes_it(ask, accepted, coding):
    """There is no brotli copy here, as there is none of Parquet."""
    response = ask(Accept_Encoding=accepted)
    assert response["Content-Encoding"] == coding
    assert response["Vary"] == "Accept-Encoding"
    packed = coding == "gzip"
    assert (gzip.decompress(body_of(response)) if packed else body_of(response)) == BODY
    assert (response["ETag"] == ETAG) is not packed


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=40))
def test_any_header_gets_an_answer(ask, text):
    response = ask(Range=text, Accept_Encoding=text, If_Range=text, If_None_Match=text)
    assert response.status_code in (200, 206, 304, 416)
