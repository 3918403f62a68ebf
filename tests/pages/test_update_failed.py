"""A live update that fails says so, keeps the old results, and can be tried again."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

LIST = "**/models/?*"


@pytest.fixture
def listing(browser: Browser, bundled_site: str) -> Iterator[Page]:
    """The list of models; the browser reports the failures of this test in its console."""
    with browser.new_context(base_url=bundled_site) as context:
        page = context.new_page()
        page.goto("/models/")
        yield page


def fail(status: int):
    def answer(route: Route) -> None:
        route.fulfill(status=status, body="") if status else route.abort()

    return answer


@pytest.mark.parametrize(
    "status, message",
    [
        (0, "Check your connection"),
        (500, "an error on our side"),
        (403, "Reload the page"),
    ],
)
def test_says_what_failed_and_keeps_the_results(listing, status, message):
    first = listing.locator("tbody th").first.inner_text()
    listing.route(LIST, fail(status))
    listing.get_by_role("link", name="Context").click()
    expect(listing.get_by_role("alert")).to_contain_text(message)
    assert listing.locator("tbody th").first.inner_text() == first


def test_tries_the_same_request_again(listing):
    listing.route(LIST, fail(500))
    listing.get_by_role("link", name="Context").click()
    again = listing.get_by_role("alert").get_by_role("link", name="Try again")
    expect(again).to_be_visible()
    listing.unroute(LIST)
    again.click()
    expect(listing.locator("[aria-sort=descending]")).to_contain_text("Context")
    expect(listing.get_by_role("alert")).to_be_hidden()


def test_the_message_goes_when_an_update_succeeds(listing):
    listing.route(LIST, fail(500))
    listing.get_by_role("link", name="Context").click()
    expect(listing.get_by_role("alert")).to_be_visible()
    listing.unroute(LIST)
    listing.get_by_role("link", name="Released").click()
    expect(listing.get_by_role("alert")).to_be_hidden()


def test_a_failed_suggestion_is_announced(listing):
    listing.goto("/faq/")  # the list of models has filters in place of suggestions
    listing.route("**/search/?*", fail(500))
    listing.get_by_role("combobox").fill("llama")
    expect(listing.locator(".find [data-status]")).to_have_text(
        "Suggestions are unavailable. Press Enter to search."
    )


def test_a_search_without_suggestions_says_so(listing):
    listing.goto("/faq/")
    listing.get_by_role("combobox").fill("zzzzzzqqq")
    expect(listing.get_by_role("listbox")).to_contain_text("No matching models")
