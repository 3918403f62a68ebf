"""The WSGI application, for servers other than ours."""

import pytest
from django.test import RequestFactory

from config.wsgi import Handler

pytestmark = pytest.mark.django_db(transaction=True)  # closes the connections of a transaction
UNKNOWN = ["undefined", "rot13", "base64", "zip", "nobody-knows"]


def status(kind, **environ):
    """Send a request that is answered without the database."""
    environ = RequestFactory()._base_environ(
        PATH_INFO="/faq/", QUERY_STRING="q=a", CONTENT_TYPE=kind, **environ
    )
    said = []
    response = Handler()(environ, lambda line, headers: said.append((line, headers)))
    response.close()
    return said[0][0]


def test_it_works():
    assert status("text/html", REQUEST_METHOD="POST") == "405 Method Not Allowed"


@pytest.mark.parametrize("charset", UNKNOWN)
def test_a_charset_that_is_none_is_a_bad_request(charset):
    assert status(f"text/html; charset={charset}") == "400 Bad Request"
