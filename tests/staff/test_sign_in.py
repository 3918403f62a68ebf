"""Signing in: lock-outs, second factors, passwords, sessions."""

import time

import pytest
from axes.models import AccessAttempt
from django.conf import settings as site_settings
from django.contrib.auth.password_validation import password_validators_help_texts
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.staff.conftest import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"
LIMIT = site_settings.AXES_FAILURE_LIMIT


def sign_in(client, name="editor", password=PASSWORD, **more):
    form = {
        "username": name,
        "password": password,
        **{k: v for k, v in more.items() if k[0] == "o"},
    }
    meta = {k: v for k, v in more.items() if k[0] != "o"}
    return client.post(LOGIN, form, **meta)


@pytest.fixture
def device(make_account):
    return TOTPDevice.objects.create(user=make_account("editor"), name="phone")


def code_of(device):
    return f"{totp(device.bin_key):06}"


def test_it_works(client, make_account):
    make_account("editor")
    assert sign_in(client)["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


# Guessing


def test_an_address_that_guesses_is_locked_out_and_the_log_says_so(client, make_account, caplog):
    make_account("editor")
    answers = [sign_in(client, f"name{n}", "guess") for n in range(LIMIT)]
    assert [answer.status_code for answer in answers] == [200] * (LIMIT - 1) + [429]
    assert "Too many attempts" in answers[-1].content.decode()
    # The right password does not help either, nor does the page without one.
    assert sign_in(client).status_code == 429
    (line,) = [r.getMessage() for r in caplog.records if "locking out" in r.getMessage().lower()][
        :1
    ]
    assert "127.0.0.1" in line
    assert "guess" not in caplog.text


def test_another_address_is_not_locked_out(client, make_account):
    make_account("editor")
    for _ in range(LIMIT):
        sign_in(client, password="guess")
    assert sign_in(client, REMOTE_ADDR="10.0.0.2").status_code == 302


def test_behind_a_proxy_the_client_is_locked_out_not_the_proxy(client, make_account, settings):
    settings.BEHIND_PROXY = True
    make_account("editor")
    for n in range(LIMIT):
        # What the client itself sends stands before what the proxy adds.
        sign_in(client, password="guess", HTTP_X_FORWARDED_FOR=f"10.9.9.{n}, 10.0.0.1")
    assert sign_in(client, HTTP_X_FORWARDED_FOR="10.0.0.1").status_code == 429
    assert sign_in(client, HTTP_X_FORWARDED_FOR="10.0.0.2").status_code == 302


def test_without_a_proxy_the_header_means_nothing(client, make_account):
    make_account("editor")
    for n in range(LIMIT):
        sign_in(client, password="guess", HTTP_X_FORWARDED_FOR=f"10.0.0.{n}")
    assert sign_in(client, HTTP_X_FORWARDED_FOR="10.0.0.9").status_code == 429


def test_an_operator_unlocks_an_address(client, client_of, make_account):
    for _ in range(LIMIT):
        sign_in(client, password="guess")
    operator = client_of("operator")
    make_account("editor")
    (attempt,) = AccessAttempt.objects.all()
    page = reverse("admin:axes_accessattempt_delete", args=[attempt.pk])
    assert operator.post(page, {"post": "yes"}).status_code == 302
    assert sign_in(client).status_code == 302


def test_a_lock_out_ends(client, make_account):
    make_account("editor")
    for _ in range(LIMIT):
        sign_in(client, password="guess")
    old = AccessAttempt.objects.get().attempt_time - 2 * site_settings.AXES_COOLOFF_TIME
    AccessAttempt.objects.update(attempt_time=old)
    assert sign_in(client).status_code == 302


def test_passwords_are_not_stored_with_failed_attempts(client):
    sign_in(client, password="my true pass phrase")
    assert "my true" not in str(AccessAttempt.objects.values())


# Second factors


def test_an_account_with_a_device_needs_its_code(client, device):
    first = sign_in(client)
    assert "Enter the code from your authenticator app." in first.content.decode()
    assert 'name="otp_token"' in first.content.decode()
    assert "isn’t valid" in sign_in(client, otp_token="000000").content.decode()
    device.refresh_from_db()
    device.throttle_reset()  # after a wrong code it waits a second
    assert sign_in(client, otp_token=code_of(device)).status_code == 302


def test_a_code_works_once(client, device):
    code = code_of(device)
    assert sign_in(client, otp_token=code).status_code == 302
    assert sign_in(Client(), otp_token=code).status_code == 200


def test_a_device_of_another_does_not_count(client, device, make_account):
    make_account("operator")
    own = TOTPDevice.objects.create(user_id=make_account(name="third").pk, name="phone")
    answer = sign_in(client, otp_token=code_of(own), otp_device=own.persistent_id)
    assert answer.status_code == 200


def test_with_several_devices_one_is_chosen(client, device):
    spare = StaticDevice.objects.create(user=device.user, name="spare codes")
    spare.token_set.create(token="spare-1")
    assert 'name="otp_device"' in sign_in(client, otp_token="spare-1").content.decode()
    answer = sign_in(client, otp_token="spare-1", otp_device=spare.persistent_id)
    assert answer.status_code == 302


def test_where_everyone_needs_one_a_password_is_not_enough(client, make_account, settings):
    settings.TWO_FACTOR = True
    make_account("editor")
    assert 'name="otp_token"' in client.get(LOGIN).content.decode()
    assert sign_in(client).status_code == 200
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("page", ["/admin/", "/admin/catalog/offering/", "/admin/two-factor/"])
def test_a_session_without_a_code_ends_when_it_is_switched_on(client_of, settings, page):
    client = client_of("operator")
    assert client.get(page).status_code == 200
    settings.TWO_FACTOR = True
    assert client.get(page)["Location"].startswith(LOGIN)


@pytest.mark.parametrize("page", ["/admin/pull/", "/admin/reject/1/"])
def test_nor_does_it_start_anything(client_of, settings, page):
    client = client_of("operator")
    settings.TWO_FACTOR = True
    assert client.post(page)["Location"].startswith(LOGIN)


def test_a_code_opens_the_admin_where_everyone_needs_one(client, device, settings):
    settings.TWO_FACTOR = True
    assert sign_in(client, otp_token=code_of(device)).status_code == 302
    assert client.get("/admin/").status_code == 200


# Passwords and sessions


def test_passwords_have_twelve_characters():
    assert any("12" in text for text in password_validators_help_texts())


def test_a_session_ends_with_the_browser_and_is_out_of_scripts_reach(client, make_account):
    make_account("editor")
    cookie = sign_in(client).cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["expires"]) == (True, "Lax", "")
    age = client.session.get_expiry_date().timestamp() - time.time()
    assert age < 12 * 60 * 60 + 1 or client.session.get_expire_at_browser_close()


def test_the_token_of_forms_is_out_of_scripts_reach(client):
    assert client.get(LOGIN).cookies["csrftoken"]["httponly"]
