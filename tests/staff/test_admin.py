"""The audit log's pages and export; accounts and second factors."""

import csv
from io import StringIO

import pytest
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from pricing.models import Scenario
from staff.audit import acting, record_action
from staff.models import AuditEntry

pytestmark = pytest.mark.django_db
LIST = "/admin/staff/auditentry/"
EXPORT = f"{LIST}export/"


@pytest.fixture
def editor(make_account):
    return make_account("editor")


@pytest.fixture
def changed(editor):
    """A scenario that an editor changed."""
    scenario = Scenario.objects.create(
        key="night",
        name_en="Night",
        name_zh_hant="夜",
        requests=10,
        input_tokens=1,
        output_tokens=1,
    )
    with acting(editor):
        scenario.name_en = "=Watch"
        scenario.save()
    return scenario


def rows_of(answer):
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))


def test_the_list_shows_who_changed_what(client_of, changed):
    html = client_of("operator").get(LIST).content.decode()
    assert "Night → =Watch" in html
    assert f"/admin/pricing/scenario/{changed.pk}/change/" in html


def test_the_export_has_the_values_and_no_formula(client_of, changed):
    (row,) = rows_of(client_of("operator").get(EXPORT))
    assert (row["user"], row["action"], row["table"]) == ("editor", "change", "pricing.scenario")
    assert row["before"] == '{"name_en": "Night"}'
    assert row["object"].startswith("'=")


def test_the_export_is_of_what_the_list_shows(client_of, changed, editor):
    record_action(editor, "rebuild")
    operator = client_of("operator")
    assert len(rows_of(operator.get(EXPORT))) == 2
    assert len(rows_of(operator.get(f"{EXPORT}?action__exact=run"))) == 1


def test_editors_do_not_see_what_happened_to_accounts(client_of, editor, make_account):
    clerk = make_account()
    with acting(editor):
        clerk.email = "secret@example.org"
        clerk.save()
    assert len(rows_of(client_of("operator").get(EXPORT))) == 1
    assert rows_of(client_of("editor", name="ben").get(EXPORT)) == []
    entry = AuditEntry.objects.get()
    assert client_of("editor", name="cleo").get(f"{LIST}{entry.pk}/change/").status_code == 302


def test_what_was_deleted_has_no_link(client_of, changed, editor):
    with acting(editor):
        changed.delete()
    html = client_of("operator").get(f"{LIST}?action__exact=delete").content.decode()
    assert "/admin/pricing/scenario/" not in html.split('id="result_list"')[1].split("</table>")[0]


def test_a_second_factor_shows_no_secret_and_can_be_removed(client_of, editor):
    device = TOTPDevice.objects.create(user=editor, name="phone")
    operator = client_of("operator")
    page = reverse("admin:otp_totp_totpdevice_change", args=[device.pk])
    assert device.key not in operator.get(page).content.decode()
    operator.post(reverse("admin:otp_totp_totpdevice_delete", args=[device.pk]), {"post": "yes"})
    assert not TOTPDevice.objects.exists()


def test_nor_does_an_operator_remove_that_of_a_superuser(client_of, admin_user):
    device = TOTPDevice.objects.create(user=admin_user, name="phone")
    page = reverse("admin:otp_totp_totpdevice_delete", args=[device.pk])
    assert client_of("operator").post(page, {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("page", ["auth/user", "otp_totp/totpdevice", "axes/accessattempt"])
def test_lists_of_accounts_open_in_both_languages(client_of, page):
    operator = client_of("operator")
    for prefix in ("", "/zh-hant"):
        assert operator.get(f"{prefix}/admin/{page}/").status_code == 200
