"""What an operator does about updates, in Chromium: with and without scripts, in both languages."""

import json

import pytest
from django.contrib.auth.models import User
from django.utils import timezone, translation
from django.utils.translation import gettext
from playwright.sync_api import expect

from catalog.models import Offering
from config.daily.pull import pull
from tests.payloads import as_bytes, offering, payload
from tests.services.site import site

PROCESS_TIMEOUT = 120_000  # ms; a process that pulls has to start beside the other tests
JOURNEYS = {"English, with scripts": ("", True), "Chinese, without": ("/zh-hant", False)}


def models(number):
    return payload(acme={f"m-{n}": offering(f"m-{n}") for n in range(number)})


@pytest.fixture
def feed(tmp_path):
    return tmp_path / "feed.json"


@pytest.fixture
def own_site(tmp_path, feed, database_url, transactional_db):
    """A site that pulls this feed; ten offers are on record."""
    now = timezone.now()
    feed.write_bytes(as_bytes(models(10)))
    assert pull(str(feed), day=now.date(), now=now).outcome == "applied"
    User.objects.create_superuser("olga", password="a-long-password")
    settings = {"DATABASE_URL": database_url, "MODELS_DEV_URL": str(feed), "VAR_DIR": str(tmp_path)}
    with site(tmp_path, **settings) as address:
        yield address


@pytest.mark.parametrize("prefix, scripts", JOURNEYS.values(), ids=JOURNEYS)
def test_a_refused_update_is_looked_at_and_accepted_once(
    own_site, feed, new_context, prefix, scripts
):
    def words(text):
        with translation.override("zh-hant" if prefix else "en"):
            return gettext(text)

    page = new_context(base_url=own_site, java_script_enabled=scripts).new_page()
    page.goto(f"{prefix}/admin/login/?next={prefix}/admin/")
    page.locator("[name=username]").fill("olga")
    page.locator("[name=password]").fill("a-long-password")
    page.locator("[type=submit]").click()

    # The feed shrinks: the update is refused, and its report says so.
    feed.write_text(json.dumps(models(3)))
    page.get_by_role("button", name=words("Update now")).click()
    outcome = page.locator("#pull-progress strong")
    expect(outcome).to_have_text(words("rejected"), timeout=PROCESS_TIMEOUT)
    assert Offering.objects.live().count() == 10
    page.get_by_role("link", name=words("See what it would change")).click()
    section = page.locator("#refused")
    expect(section.locator(".objections")).to_contain_text("7")
    expect(section.get_by_role("row", name="acme").first).to_contain_text("7")

    # Accepted once: the page follows it to the end, and then tells what was applied.
    section.get_by_role("button", name=words("Accept once")).click()
    expect(outcome).to_have_text(words("applied"), timeout=PROCESS_TIMEOUT)
    expect(page.locator("#pull-progress table")).to_contain_text(words("withdrawn"))
    assert Offering.objects.live().count() == 3
    page.get_by_role("link", name=words("Report")).click()
    expect(page.locator("#content")).to_contain_text(words("applied"))
    expect(page.locator("#refused")).to_have_count(0)
