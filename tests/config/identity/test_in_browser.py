"""What an editor does about identity, in Chromium, in both languages."""

import pytest
from django.contrib.auth.models import User
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Page, expect

from catalog.decisions import IdentityDecision
from config.daily.rebuild import rebuild
from tests.config.identity.conftest import LLAMA, MIXTRAL, matches
from tests.config.identity.test_views import outlier  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
each_language = pytest.mark.parametrize("prefix", ["", "/zh-hant"], ids=["English", "Chinese"])


@pytest.fixture
def words(prefix):
    """A function that returns a text in the language of the test."""

    def words(text):
        with translation.override("zh-hant" if prefix else "en"):
            return gettext(text)

    return words


@pytest.fixture
def editor(live_site: str, page: Page, prefix: str) -> Page:
    User.objects.create_superuser("ben", password="a-long-password")
    page.goto(f"{prefix}/admin/login/?next={prefix}/admin/")
    page.locator("[name=username]").fill("ben")
    page.locator("[name=password]").fill("a-long-password")
    page.locator("[type=submit]").click()
    expect(page.locator("#user-tools")).to_be_visible()
    return page


@each_language
def test_models_are_joined_and_parted_again(live_site, two_models, editor: Page, prefix, words):
    def the_address_of_the_second_leads_to(path: str) -> None:
        editor.goto(f"{prefix}/models/{MIXTRAL}/")
        expect(editor).to_have_url(f"{live_site}{prefix}/models/{path}/")
        expect(editor.locator(".channels")).to_contain_text("Third")

    editor.goto(f"{prefix}/admin/identity/decide/")
    editor.locator("[name=kind]").select_option("model")
    editor.locator("[name=key]").fill(MIXTRAL)
    editor.locator("[name=target]").fill(LLAMA)
    editor.get_by_role("button", name=words("Preview"), exact=True).click()
    expect(editor.locator(".preview")).to_contain_text(f"/models/{MIXTRAL}/")
    assert matches()["third"] == MIXTRAL
    editor.get_by_role("button", name=words("Decide and publish")).click()
    expect(editor.locator(".success")).to_be_visible()
    the_address_of_the_second_leads_to(LLAMA)
    rebuild()
    the_address_of_the_second_leads_to(LLAMA)

    decision = IdentityDecision.objects.get()
    editor.goto(f"{prefix}/admin/catalog/identitydecision/{decision.pk}/change/")
    editor.get_by_role("link", name=words("Preview and undo")).click()
    editor.get_by_role("button", name=words("Undo and publish")).click()
    expect(editor.locator(".success")).to_be_visible()
    the_address_of_the_second_leads_to(MIXTRAL)
    rebuild()
    the_address_of_the_second_leads_to(MIXTRAL)


@each_language
def test_the_queue_is_answered_with_one_key(outlier, editor: Page, prefix, words):  # noqa: F811
    editor.goto(f"{prefix}/admin/identity/")
    expect(editor.locator("h2")).to_contain_text("meta/llama-9")
    editor.keyboard.press("c")
    expect(editor.locator("#content-main")).to_contain_text(
        words("Nothing is doubtful: every match is clear or decided.")
    )
    assert IdentityDecision.objects.get().kind == "keep"
