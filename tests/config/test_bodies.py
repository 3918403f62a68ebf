"""Bodies are read only where one is expected, and none changes how a GET is read."""

from time import process_time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from config.bodies import (
    MAX_FORM_BYTES,
    MAX_JSON_BYTES,
    MAX_LOG_FORM_BYTES,
    content_length,
    largest_body,
)
from tests.factories import make_model, make_version

LANGUAGES = ["", "/zh-hant"]
READ_ONLY = ["/", "/models/", "/faq/", "/calculator/", "/changelog/", "/sitemap.xml"]
URL_ENCODED = "application/x-www-form-urlencoded"


@pytest.fixture
def strict():
    """A client that checks tokens and answers as the server does."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


class Unread:
    """A body that fails the test when it is read."""

    def read(self, *_size):
        pytest.fail("read the body")

    def readline(self, *_size):
        pytest.fail("read the body")


def send(client, path, method="POST", length=1000, **environ):
    client.cookies["csrftoken"] = "t" * 32  # with a cookie, the token is looked for in the body
    extra = {"CONTENT_TYPE": URL_ENCODED, "CONTENT_LENGTH": str(length), "wsgi.input": Unread()}
    return client.generic(method, path, **extra | environ)


@pytest.mark.parametrize(
    "path, most",
    [
        ("/calculator/log/", MAX_LOG_FORM_BYTES),
        ("/zh-hant/calculator/log/", MAX_LOG_FORM_BYTES),
        ("/admin/login/", MAX_FORM_BYTES),
        ("/zh-hant/admin/pull/", MAX_FORM_BYTES),
        ("/api/v1/usage", MAX_JSON_BYTES),
        ("/models/", 0),
    ],
)
def test_the_largest_body(path, most):
    assert largest_body(path) == most


@pytest.mark.parametrize("prefix", LANGUAGES)
@pytest.mark.parametrize("path", READ_ONLY)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_page_reads_no_body(strict, prefix, path, method):
    response = send(strict, prefix + path, method)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


@pytest.mark.django_db
def test_a_missing_page_reads_no_body(strict):
    make_version()
    assert send(strict, "/nothing-here/").status_code == 404


@pytest.mark.parametrize("path", ["/admin/login/", "/zh-hant/admin/pull/", "/calculator/log/"])
def test_a_large_form_is_refused_unread(strict, path):
    response = send(strict, path, length=MAX_FORM_BYTES + 1)
    assert response.status_code == 413
    assert response["Cache-Control"] == "no-store"


def test_large_json_is_refused_unread(strict):
    response = send(strict, "/api/v1/usage", length=MAX_JSON_BYTES + 1)
    assert (response.status_code, response["Content-Type"]) == (413, "application/problem+json")


@pytest.mark.parametrize("path", ["/", "/admin/login/", "/calculator/log/"])
def test_25_mb_cost_no_time(strict, path):
    strict.cookies["csrftoken"] = "t" * 32
    body, began = "a=b&" * (25 * 2**18), process_time()
    assert strict.post(path, body, content_type=URL_ENCODED).status_code in {405, 413}
    assert process_time() - began < 0.5


@pytest.mark.django_db
def test_a_log_of_25_mb_is_still_read(client):
    file = SimpleUploadedFile("log.csv", b"day,model,input\n" + b"x" * 20 * 2**20)
    assert client.post("/calculator/log/", {"file": file}).status_code == 200


# The charset of a body


@pytest.fixture
def models():
    make_version()
    make_model("meta/llama-3-2-1b-instruct", input_price="1", output_price="2")
    make_model("openai/gpt-5", input_price="3", output_price="4")


@pytest.mark.django_db
@pytest.mark.usefixtures("models")
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("charset", ["utf-16", "utf-7", "latin-1", "big5", "utf-32"])
def test_the_type_of_no_body_does_not_change_how_a_query_is_read(client, method, charset):
    plain = client.generic(method, "/models/", QUERY_STRING="q=llama&maker=meta")
    odd = client.generic(
        *(method, "/models/"),
        QUERY_STRING="q=llama&maker=meta",
        CONTENT_TYPE=f"text/html; charset={charset}",
    )
    assert (odd.status_code, odd.content, odd["ETag"]) == (200, plain.content, plain["ETag"])


@pytest.mark.parametrize("charset", ["utf-16", "latin-1"])
def test_a_form_is_in_utf_8(strict, charset):
    kind = f"{URL_ENCODED}; charset={charset}"
    assert strict.post("/admin/login/", b"a=b", content_type=kind).status_code == 400


@pytest.mark.parametrize(
    "text, length", [("12", 12), ("", 0), (None, 0), ("-1", 0), ("1e3", 0), ("9" * 5000, 0)]
)
def test_content_length(text, length):
    assert content_length(text) == length


# Bodies that cannot be parsed

MULTIPART = {
    "no boundary": ("multipart/form-data", b"--x\r\n\r\n--x--"),
    "an empty boundary": ("multipart/form-data; boundary=", b"--\r\n"),
    "a long boundary": (f"multipart/form-data; boundary={'b' * 500}", b"--b\r\n"),
    "a boundary of no letters": ("multipart/form-data; boundary=\xe9\x01", b"--x\r\n"),
    "cut short": ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; na"),
    "too many fields": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n' * 1100 + b"--x--\r\n",
    ),
    "too many files": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"; filename="f"\r\n\r\nb\r\n' * 200
        + b"--x--\r\n",
    ),
    "a header without an end": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"; x="'
        + b"y" * 5000
        + b'"\r\n\r\nb\r\n--x--',
    ),
    "base64 that is none": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n=====\r\n--x--\r\n",
    ),
    "too many URL-encoded fields": (URL_ENCODED, b"a=b&" * 1100),
}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/calculator/log/", "/admin/login/"])
@pytest.mark.parametrize("kind, body", MULTIPART.values(), ids=MULTIPART)
def test_a_malformed_form_is_no_error_of_ours(strict, caplog, path, kind, body):
    strict.cookies["csrftoken"] = "t" * 32
    response = strict.post(path, body, content_type=kind)
    assert 400 <= response.status_code < 500


@pytest.mark.parametrize("host", ["", "a b", "evil.example"])
def test_a_form_for_no_page_at_another_host_is_refused(client, host):
    assert client.post("/zh-hant/nothing/", HTTP_HOST=host).status_code == 400
