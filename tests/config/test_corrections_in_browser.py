"""What an editor and a reader do, in Chromium, in both languages."""

import pytest
from django.contrib.auth.models import User
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Page, expect

from catalog.models import Offering
from tests.config.test_corrections import MODEL, SOURCE, after, feed, say  # noqa: F401

each_language = pytest.mark.parametrize("prefix", ["", "/zh-hant"], ids=["English", "Chinese"])


@pytest.fixture
def words(prefix):
    """A function that returns a text in the language of the test."""

    def words(text: str, **names: object) -> str:
        with translation.override("zh-hant" if prefix else "en"):
            said = gettext(text)
        return said.format(**names) if names else said

    return words


@pytest.fixture
def editor(live_site: str, say, page: Page, prefix: str) -> Page:  # noqa: F811
    """A page of an editor who has signed in; two days are on record."""
    User.objects.create_superuser("editor", password="a-long-password")
    say(feed())
    say(feed(price=6), 1)
    page.goto(f"{prefix}/admin/login/?next={prefix}/admin/")
    page.locator("[name=username]").fill("editor")
    page.locator("[name=password]").fill("a-long-password")
    page.locator("[type=submit]").click()
    expect(page.locator("#user-tools")).to_be_visible()
    return page


@each_language
def test_a_wrong_price_is_corrected_kept_and_retired(editor: Page, say, prefix, words):  # noqa: F811
    offer = Offering.objects.get(provider__key="acme")
    editor.goto(f"{prefix}/admin/catalog/offering/{offer.pk}/change/")
    editor.get_by_role("link", name=words("Correct a value")).click()
    editor.get_by_role("link", name=words("input price"), exact=True).click()
    expect(editor.locator("#content")).to_contain_text("$6.00")
    editor.locator("[name=typed]").fill("0.01")
    editor.locator("[name=reason]").fill("Three zeros lost.")
    editor.locator("[name=source]").fill(SOURCE)
    editor.get_by_role("button", name=words("Save correction")).click()
    expect(editor.locator(".success")).to_be_visible()

    # At once on the public page, with reason and source.
    editor.get_by_role("link", name=words("View on site")).click()
    note = editor.locator(".correction")
    expect(note).to_contain_text("$0.010")
    expect(note).to_contain_text("Three zeros lost.")
    expect(note.get_by_role("link")).to_have_attribute("href", SOURCE)

    # The day before: the old value, and what was corrected later.
    editor.goto(f"{prefix}/models/{MODEL}/?on={after(0)}")
    expect(editor.locator(".channels")).to_contain_text("$5.00")
    expect(editor.locator(".correction")).to_contain_text(str(after(1)))

    # The next update keeps it; one that agrees ends it, and the changelog says so.
    say(feed(price=7), 2)
    editor.goto(f"{prefix}/models/{MODEL}/")
    expect(editor.locator(".correction")).to_contain_text("$7.00")
    say(feed(price=0.01), 3)
    editor.reload()
    expect(editor.locator(".channels")).to_contain_text("$0.010")
    expect(editor.locator(".correction")).to_have_count(0)
    editor.goto(f"{prefix}/changelog/?kind=corrections")
    ended = "correction of {field} ended: models.dev now reports {new}"
    line = words(ended, field=words("input price"), new="$0.010")
    expect(editor.locator("#main, main").first).to_contain_text(line)


@each_language
def test_a_reader_reports_a_mistake_and_an_editor_accepts_it(editor: Page, prefix, words):
    editor.goto(f"{prefix}/models/{MODEL}/")
    editor.get_by_role("link", name=words("Report a mistake")).click()
    editor.get_by_role("link", name="Acme llama-3.2-1b-instruct").click()
    editor.locator("[name=field]").select_option("prices.input")
    editor.locator("[name=value]").fill("0.01")
    editor.locator("[name=source]").fill(SOURCE)
    editor.locator("[name=remark]").fill("Three zeros lost.")
    editor.get_by_role("button", name=words("Send report")).click()
    expect(editor.locator(".callout[role=status]")).to_be_visible()

    editor.goto(f"{prefix}/admin/catalog/mistakereport/")
    editor.get_by_role("link", name="acme llama-3.2-1b-instruct prices.input").click()
    editor.get_by_role("link", name=words("Accept: correct the value")).click()
    expect(editor.locator("[name=typed]")).to_have_value("0.01")
    editor.get_by_role("button", name=words("Save correction")).click()
    editor.get_by_role("link", name=words("View on site")).click()
    expect(editor.locator(".correction")).to_contain_text("$0.010")
