"""A visitor in Chromium, who knows what the page says in their language and nothing of its HTML."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext
from playwright.sync_api import Locator, Page, expect

DESK, PHONE = 1440, 390
MONEY = re.compile(r"\$([\d,]+(?:\.\d+)?)")


class Visit(NamedTuple):
    language: str
    width: int
    scripts: bool = True

    def __str__(self) -> str:
        return f"{self.language}-{self.width}{'' if self.scripts else '-without-scripts'}"


WITH_SCRIPTS = [Visit(language, width) for language in ("en", "zh-hant") for width in (DESK, PHONE)]
# Forms and links do the same at each width, so without scripts each language has one.
VISITS = [*WITH_SCRIPTS, Visit("en", PHONE, False), Visit("zh-hant", DESK, False)]


@dataclass(frozen=True)
class Visitor:
    page: Page
    visit: Visit

    def say(self, text: str, **values: object) -> str:
        """Return a text of the site in the visitor's language."""
        with translation.override(self.visit.language):
            return gettext(text) % values if values else gettext(text)

    def day(self, day: date) -> str:
        """Return a date as pages write it."""
        with translation.override(self.visit.language):
            return date_format(day)

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def section(self, heading: str) -> Locator:
        """Return the part of the page below a heading."""
        # A table that scrolls within it may be a region of the same name.
        return self.main.get_by_role("region", name=self.say(heading), exact=True).first

    def below(self, part: Locator, heading: str) -> Locator:
        """Return what stands in one block with a heading of a part of the page."""
        return part.get_by_role("heading", name=self.say(heading), exact=True).locator("xpath=..")

    def start(self) -> None:
        """Open the home page, the only address that the visitor types."""
        self.page.goto("/" if self.visit.language == "en" else "/zh-hant/")
        self.see()

    def see(self) -> None:
        """Check what holds of every page: its language, and that it doesn't scroll sideways."""
        html = self.page.locator("html")
        expect(html).to_have_attribute("lang", re.compile(self.visit.language, re.IGNORECASE))
        assert html.evaluate("html => html.scrollWidth") <= self.visit.width, self.page.url

    def menu(self, text: str) -> None:
        """Follow a link of the header, which a phone folds into a menu."""
        banner = self.page.get_by_role("banner")
        if self.visit.width == PHONE:
            banner.get_by_text(self.say("Menu"), exact=True).click()
        with self.page.expect_navigation():
            banner.get_by_role("link", name=self.say(text), exact=True).click()
        self.see()

    def follow(self, text: str, within: Locator | None = None) -> None:
        """Follow the first link with this text, which is in the visitor's language already."""
        # A click may return before the page that it leads to: what is read next is of that one.
        with self.page.expect_navigation():
            (within or self.main).get_by_role("link", name=text, exact=True).first.click()
        self.see()

    def search(self, words: str, model: str) -> None:
        """Search for words in the header or on the home page, and open a model that is found."""
        box = self.page.get_by_label(self.say("Search models"), exact=True)
        if self.visit.scripts:
            box.press_sequentially(words)
            self.page.get_by_role("option", name=model).first.click()
        else:
            box.fill(words)
            with self.page.expect_navigation():
                box.press("Enter")
            self.main.get_by_role("link", name=model, exact=True).click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(model)
        self.see()

    def press(self, text: str, within: Locator | None = None, *, plain: bool = False) -> None:
        """Press a button. It leads to a new page if its form is `plain`, or without scripts."""
        button = (within or self.main).get_by_role("button", name=self.say(text), exact=True)
        if plain or not self.visit.scripts:
            with self.page.expect_navigation():
                button.click()
        else:
            button.click()
        self.see()

    def settle(self) -> None:
        """Wait until htmx has finished: a control that is new on the page does nothing before."""
        unfinished = self.page.locator(".htmx-request, .htmx-settling, .htmx-added")
        expect(unfinished).to_have_count(0)

    def unfold(self, text: str) -> None:
        """Open what is folded behind a text."""
        self.main.locator("summary").get_by_text(self.say(text)).click()


def choose(field: Locator, text: str) -> None:
    """Choose the option of a field whose text begins so."""
    option = field.get_by_role("option", name=re.compile(rf"^{re.escape(text)}(\W|$)"))
    field.select_option(label=option.inner_text().strip())


def dollars(text: str) -> list[Decimal]:
    """Return the amounts in a text, in order."""
    return [Decimal(amount.replace(",", "")) for amount in MONEY.findall(text)]


def cents(amount: Decimal) -> Decimal:
    """Return an amount as pages show one of a dollar or more: half a cent is rounded up."""
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
