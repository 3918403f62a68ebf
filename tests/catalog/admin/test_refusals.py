"""The admin's page of a refused payload: what it would change, and the button."""

import gzip

import pytest
from django.urls import reverse

from catalog.refusals import RefusedPayload
from tests.catalog.admin.test_pages import html_of, make_refused, make_run, page_of

pytestmark = pytest.mark.django_db
OBJECTION = {"msgid": "{gone} of {live} are gone", "arguments": {"gone": 7, "live": 10}}


@pytest.fixture
def refused():
    return make_refused("acme", objections=[OBJECTION])


@pytest.mark.parametrize("of_run", [True, False], ids=["of a run", "of its own"])
def test_a_page_shows_what_it_would_change(admin_client, refused, of_run):
    run = make_run(outcome="refused", refused=refused)
    html = " ".join(html_of(admin_client, page_of(run if of_run else refused)).split())
    assert "7 of 10 are gone" in html
    assert "Offers: 4803 → 4803. Providers: 97 → 97." in html
    assert "<li>Withdrawn: 1</li>" in html
    assert "/admin/catalog/offering/?q=acme" in html
    assert "and 2 more providers" in html
    assert f'action="/admin/accept/{refused.sha256}/"' in html
    assert reverse("admin:catalog_refusedpayload_payload", args=[refused.pk]) in html


def test_a_run_without_one_shows_none(admin_client):
    html = html_of(admin_client, page_of(make_run(outcome="refused")))
    assert "would change" not in html


def test_an_editor_sees_it_but_has_no_button(client, django_user_model, refused):
    editor = django_user_model.objects.create_user("ed", is_staff=True)
    permissions = django_user_model.user_permissions.rel.model.objects
    editor.user_permissions.add(permissions.get(codename="view_refusedpayload"))
    client.force_login(editor, "django.contrib.auth.backends.ModelBackend")
    html = html_of(client, page_of(refused))
    assert "What the refused payload would change" in html
    assert "Accept once" not in html


def test_the_payload_is_sent_as_it_is(admin_client, refused):
    answer = admin_client.get(reverse("admin:catalog_refusedpayload_payload", args=[refused.pk]))
    assert gzip.decompress(answer.content) == b"{}"
    assert 'filename="refused-2026-05-12.json.gz"' in answer["Content-Disposition"]


def test_texts_of_a_payload_are_escaped(admin_client):
    hostile = "<img src=x onerror=alert(1)>"
    report = RefusedPayload(report=make_refused().report).report | {
        "providers": [[hostile, 1, 1, 0, 0]],
        "biggest": [["price", hostile, hostile, hostile, hostile, hostile, "5"]],
    }
    refused = make_refused(sha256="c" * 64, report=report)
    assert hostile not in html_of(admin_client, page_of(refused))
