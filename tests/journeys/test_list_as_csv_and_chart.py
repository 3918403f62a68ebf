"""Which models of a maker take images and a million tokens, as a file and as a chart?"""

import csv
import re
from decimal import Decimal

from playwright.sync_api import expect

from tests.journeys.days import blended, offers
from tests.journeys.visitor import PHONE, Visitor

MILLION = 1_000_000


def expected() -> dict[str, Decimal]:
    """Return the IDs of OpenAI's models that do, with their blended prices at OpenAI itself."""
    return {
        f"openai/{key[1].replace('.', '-')}": blended(key)
        for key, entry in offers()
        if key[0] == "openai"
        and "image" in entry["modalities"]["input"]
        and entry["limit"]["context"] >= MILLION
    }


def test_a_filtered_list_as_a_file_and_a_chart(visitor: Visitor) -> None:
    visitor.follow(visitor.say("Find a model"))
    if visitor.visit.width == PHONE:
        visitor.unfold("Filters and columns")
    label = visitor.say("%(figure)s (minimum)", figure=visitor.say("Context"))
    images = visitor.main.get_by_role("group", name=visitor.say("Image input"), exact=True)
    # The list follows each choice before the next: htmx reports a request that it has to give up.
    images.get_by_role("checkbox", name=visitor.say("Yes")).check()
    if visitor.visit.scripts:
        expect(visitor.page).to_have_url(re.compile("vision=yes"))
        visitor.settle()
    visitor.main.get_by_role("checkbox", name=re.compile(r"^OpenAI\b")).check()
    if visitor.visit.scripts:
        expect(visitor.page).to_have_url(re.compile("maker=openai"))
        visitor.settle()
    visitor.main.get_by_label(label, exact=True).fill(str(MILLION))
    if visitor.visit.scripts:
        visitor.page.keyboard.press("Tab")
    else:
        visitor.press("Apply")
    expect(visitor.page).to_have_url(re.compile("(?=.*vision=yes)(?=.*maker=openai).*context-min="))
    visitor.see()

    with visitor.page.expect_download() as download:
        visitor.main.get_by_role("link", name=visitor.say("Download CSV"), exact=True).click()
    lines = list(csv.DictReader(download.value.path().read_text("utf-8-sig").splitlines()))
    listed = {
        line["id"]: (3 * Decimal(line["input"]) + Decimal(line["output"])) / 4 for line in lines
    }
    assert expected()
    assert {path: listed.get(path) for path in expected()} == expected()
    assert all(line["maker"] == "OpenAI" and int(line["context"]) >= MILLION for line in lines)
    expect(visitor.page.locator("#count")).to_contain_text(str(len(lines)))

    visitor.follow(visitor.say("View as chart"))
    chart = visitor.main.get_by_role("region").get_by_role("group")
    for line in lines:  # the name that a dot shows when it is pointed at
        expect(
            chart.get_by_text(re.compile(rf"^{re.escape(line['name'])}(: |\uff1a)\$"))
        ).to_have_count(1)
