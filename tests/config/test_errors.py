"""Error pages: styled, in the language of the URL alone, and without a database."""

import sqlite3
from contextlib import closing

import pytest
import requests
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError, connection
from django.test import Client
from django.utils import translation

from config import errors
from tests.factories import make_version

LANGUAGES = [("", "en"), ("/zh-hant", "zh-Hant")]
ERRORS = [
    (errors.bad_request, SuspiciousOperation(), 400, "Bad request"),
    (errors.permission_denied, PermissionDenied(), 403, "Access denied"),
    (errors.csrf_failure, "CSRF cookie not set.", 403, "Your session has expired"),
    (errors.server_error, None, 500, "Something went wrong"),
]
IDS = ["400", "403", "csrf", "500"]


def is_styled(html: str) -> bool:
    return "/static/site" in html and 'class="wordmark"' in html


@pytest.fixture
def client():
    """A client that answers as the server does, instead of raising in the test."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("prefix, tag", LANGUAGES)
@pytest.mark.parametrize("error", ERRORS, ids=IDS)
def test_an_error_page(rf, prefix, tag, error):
    """No database mark: a query would fail the test."""
    view, problem, status, title = error
    request = rf.get(f"{prefix}/models/?q=a&b")
    response = view(request) if problem is None else view(request, problem)
    html = response.content.decode()
    assert response.status_code == status
    assert f'<html lang="{tag}">' in html
    assert response["Content-Language"] == tag.lower()
    with translation.override(tag.lower()):
        assert f"<h1>{translation.gettext(title)}</h1>" in html
    assert is_styled(html)
    assert f'href="{prefix}/models/"' in html


def test_an_error_page_that_fails_is_replaced_by_one_that_needs_nothing(rf, settings, caplog):
    """As where nobody ran `manage.py prepare`: every page fails, and its error page would, too."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    settings.STATIC_ROOT = "/nonexistent"
    response = errors.server_error(rf.get("/"))
    assert response.status_code == 500
    assert "<h1>Something went wrong</h1>" in response.content.decode()
    assert "Missing staticfiles manifest" in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize("prefix, tag", LANGUAGES)
def test_a_url_with_too_many_parameters(client, prefix, tag):
    response = client.get(f"{prefix}/models/", {f"x{n}": n for n in range(1001)})
    assert response.status_code == 400
    assert f'<html lang="{tag}">' in response.content.decode()


@pytest.mark.parametrize("prefix, tag", LANGUAGES)
def test_an_unknown_host(client, prefix, tag):
    response = client.get(f"{prefix}/models/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert f'<html lang="{tag}">' in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("prefix, tag", LANGUAGES)
def test_no_permission_leads_to_the_login_and_back(client, django_user_model, prefix, tag):
    client.force_login(django_user_model.objects.create_user("clerk", is_staff=True))
    response = client.post(f"{prefix}/admin/pull/")
    html = response.content.decode()
    assert response.status_code == 403
    assert f'<html lang="{tag}">' in html
    assert f'href="{prefix}/admin/login/?next={prefix}/admin/pull/"' in html


@pytest.mark.parametrize("prefix, tag", LANGUAGES)
def test_a_form_without_a_token_leads_back_to_the_form(prefix, tag):
    client = Client(enforce_csrf_checks=True)
    response = client.post(f"{prefix}/admin/login/", {"username": "x"})
    html = response.content.decode()
    assert response.status_code == 403
    assert f'<html lang="{tag}">' in html
    assert f'<a href="{prefix}/admin/login/">' in html


@pytest.mark.parametrize("prefix, tag", LANGUAGES)
def test_a_database_that_is_down(client, prefix, tag):
    """No database mark, so every query fails: those of the page, and of an error page that asks."""
    response = client.get(f"{prefix}/?q=<b>")
    html = response.content.decode()
    assert response.status_code == 500
    assert f'<html lang="{tag}">' in html
    assert is_styled(html)
    assert f'<a href="{prefix}/?q=%3Cb%3E">' in html


@pytest.mark.django_db
def test_a_missing_page_is_an_ordinary_page(client):
    make_version()
    response = client.get("/zh-hant/nothing-here/")
    html = response.content.decode()
    assert response.status_code == 404
    assert '<html lang="zh-Hant">' in html
    assert 'id="main"' in html


@pytest.mark.django_db
def test_the_policy_holds_for_error_pages(client):
    response = client.get("/models/", {f"x{n}": n for n in range(1001)})
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert "style=" not in response.content.decode()


def test_a_program_gets_a_problem_for_an_unknown_address(client):
    response = client.get("/api/v1/nothing")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert response.json()["detail"] == "There is no /api/v1/nothing"


@pytest.mark.parametrize("prefix, tag", LANGUAGES)
def test_a_busy_database_is_503(client, monkeypatch, prefix, tag):
    def busy(*_args, **_options):
        raise OperationalError("database is locked")

    monkeypatch.setattr("catalog.http.newest_data_version", busy)
    response = client.get(f"{prefix}/faq/")
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert f'<html lang="{tag}">' in response.content.decode()
    assert is_styled(response.content.decode())


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks rows")
def test_a_sign_in_while_another_process_writes(live_site, django_user_model):
    django_user_model.objects.create_superuser("ada", password="lovelace")
    writer = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    with requests.Session() as editor, closing(writer):
        token = editor.get(f"{live_site}/admin/login/").cookies["csrftoken"]
        form = {"username": "ada", "password": "lovelace", "csrfmiddlewaretoken": token}
        writer.execute("BEGIN IMMEDIATE")
        answer = editor.post(f"{live_site}/admin/login/", form, timeout=20)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
        writer.execute("ROLLBACK")
        assert editor.post(f"{live_site}/admin/login/", form, timeout=20).url.endswith("/admin/")
