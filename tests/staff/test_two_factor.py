"""Setting up a second factor."""

import pytest
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from staff.models import AuditEntry
from staff.two_factor import qr_code, secret_text

pytestmark = pytest.mark.django_db
PAGE = "/admin/two-factor/"


@pytest.fixture
def client(client_of):
    return client_of("editor")


@pytest.fixture
def waiting(client):
    client.post(PAGE, {"do": "start"})
    return TOTPDevice.objects.get()


def code_of(device):
    return f"{totp(device.bin_key):06}"


def test_a_first_code_confirms_the_device(client, waiting):
    html = client.get(PAGE).content.decode()
    assert secret_text(waiting) in html
    assert "data:image/svg+xml" in html
    answer = client.post(PAGE, {"code": code_of(waiting)}, follow=True)
    assert "Two-factor authentication is on" in answer.content.decode()
    waiting.refresh_from_db()
    assert waiting.confirmed
    assert secret_text(waiting) not in answer.content.decode()


def test_a_wrong_code_does_not(client, waiting):
    assert "isn’t valid" in client.post(PAGE, {"code": "0"}, follow=True).content.decode()
    waiting.refresh_from_db()
    assert not waiting.confirmed


def test_starting_twice_makes_one_device(client, waiting):
    client.post(PAGE, {"do": "start"})
    assert TOTPDevice.objects.count() == 1


def test_who_signed_in_with_a_code_turns_it_off(client, waiting):
    client.post(PAGE, {"code": code_of(waiting)})
    client.post(PAGE, {"do": "remove"})
    assert not TOTPDevice.objects.exists()


def test_a_session_without_a_code_does_not(client, waiting):
    TOTPDevice.objects.update(confirmed=True)
    client.post(PAGE, {"do": "remove"})
    assert TOTPDevice.objects.exists()


def test_a_device_of_another_is_out_of_reach(client, waiting, client_of):
    other = client_of("operator")
    assert secret_text(waiting) not in other.get(PAGE).content.decode()
    other.post(PAGE, {"do": "remove"})
    assert TOTPDevice.objects.exists()


def test_the_audit_log_has_no_secret(client, waiting):
    assert AuditEntry.objects.get(table="otp_totp.totpdevice").after["key"] == "…"
    assert waiting.key not in str(list(AuditEntry.objects.values()))


def test_a_page_does_not_load_a_picture_from_elsewhere():
    assert qr_code("otpauth://totp/x").startswith("data:image/svg+xml;base64,")
