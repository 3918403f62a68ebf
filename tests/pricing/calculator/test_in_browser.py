"""The calculator in Chromium, on real data: typing, links, the keyboard, no scripts, and axe."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.services.axe import PHONE, assert_accessible
from tests.services.chromium import back

MODEL = "/models/meta/llama-3-2-1b-instruct/"
LOG = (
    "day,model,input,output\n2026-05-21,gpt-4o,1000000,1000\n2026-05-21,gtp-4o-mini,1000000,1000\n"
)
ADDRESSES = [
    "/calculator/?requests=5&per=day&input=300000&output=900&cached=50&now=20&vision=yes&blended-max=5&maker=openai",
    "/calculator/?input=x&output=1e30",
    "/zh-hant/calculator/?maker=openai",
    "/calculator/log/",
    "/explore/",
    "/zh-hant/explore/?x=coding",
    f"{MODEL}calculator/",
]


def typed(page: Page, label: str, text: str) -> None:
    """Write into a field as fingers do."""
    field = page.get_by_label(label, exact=True)
    field.select_text()
    field.press_sequentially(text)


def status(page: Page) -> str:
    return page.locator("#count").inner_text()


def test_the_answer_follows_what_is_typed_and_a_link_shows_the_same(bundled_page, new_context):
    bundled_page.goto("/calculator/")
    before = status(bundled_page)
    typed(bundled_page, "Input tokens", "50k")
    expect(bundled_page).to_have_url(re.compile("input=50000&output=500$"))
    expect(bundled_page.get_by_label("Input tokens", exact=True)).to_be_focused()
    expect(bundled_page.get_by_label("Input tokens", exact=True)).to_have_value("50k")
    assert status(bundled_page) != before
    expect(bundled_page.locator("#count[role=status]")).to_contain_text("cheapest offer. Cheapest:")
    fresh = new_context().new_page()
    fresh.goto(bundled_page.url)
    assert status(fresh) == status(bundled_page)
    assert fresh.locator(".costs").inner_text() == bundled_page.locator(".costs").inner_text()


def test_an_answer_that_is_out_of_date_is_not_waited_for(browser, bundled_site):
    # Not `new_context`: Chromium logs a dropped request as an error.
    context = browser.new_context(base_url=bundled_site)
    page = context.new_page()
    page.goto("/calculator/")
    held, dropped = [], []

    def hold(route):
        held.append(route)  # and never answered

    page.route("**/calculator/?*input=111&*", hold)
    page.on("requestfailed", lambda request: dropped.append(request.url))
    with page.expect_request(re.compile("input=111&")):
        typed(page, "Input tokens", "111")
    expect(page.locator("#results")).to_have_class(re.compile("htmx-request"))
    typed(page, "Input tokens", "222")
    expect(page).to_have_url(re.compile("input=222&"))
    assert len(held) == 1
    assert "input=111&" in dropped[0]
    expect(page.locator("#results")).not_to_have_class(re.compile("htmx-request"))
    context.close()


def test_a_wrong_figure_has_its_message_beside_it_until_it_is_right(bundled_page):
    bundled_page.goto("/calculator/")
    typed(bundled_page, "Output tokens", "NaN")
    expect(bundled_page.locator("#id_output-error")).to_have_text(
        "Enter a number, e.g. 500, 1,000 or 5K."
    )
    expect(bundled_page.locator("#count")).to_contain_text("Fix the highlighted fields.")
    field = bundled_page.get_by_label("Output tokens", exact=True)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("Enter a number"))
    typed(bundled_page, "Output tokens", "900")
    expect(bundled_page.locator("#id_output-error")).to_be_empty()
    expect(field).not_to_have_attribute("aria-invalid", "true")
    bundled_page.get_by_text("Models and providers").click()
    typed(bundled_page, "Input price (maximum)", "lots")
    expect(bundled_page.locator("#hint-input")).to_contain_text("“lots” isn’t a valid number")
    expect(bundled_page.locator("#input-max")).to_have_attribute("aria-invalid", "true")
    expect(bundled_page.locator("#input-min")).not_to_have_attribute("aria-invalid", "true")
    expect(bundled_page.locator("#count")).to_contain_text("cheapest offer. Cheapest:")


def test_filters_growth_and_what_is_paid_now(bundled_page):
    bundled_page.goto("/calculator/")
    bundled_page.get_by_text("Models and providers").click()
    needed = bundled_page.get_by_role("group", name="Image input").get_by_label("Yes")
    needed.check()
    expect(bundled_page).to_have_url(re.compile("vision=yes"))
    expect(needed).to_be_focused()
    expect(needed).to_be_checked()
    bundled_page.locator("summary", has_text=re.compile("^Provider$")).click()
    sellers = bundled_page.get_by_role("group", name="Provider")
    sellers.get_by_label("OpenAI").or_(sellers.get_by_label("OpenRouter")).first.check()
    expect(bundled_page).to_have_url(re.compile("provider=open"))
    bundled_page.get_by_text("Current spend and growth").click()
    typed(bundled_page, "Current spend, USD per month", "500")
    expect(bundled_page.locator(".costs > thead")).to_contain_text("vs. current")
    expect(bundled_page.locator(".costs > tbody")).to_contain_text("less")
    bundled_page.get_by_role("link", name="Remove: Image input: Yes").click()
    expect(bundled_page).not_to_have_url(re.compile("vision=yes"))
    expect(bundled_page).to_have_url(re.compile("now=500&provider=open"))


def test_a_long_filter_unfolds_and_stays_so(bundled_page):
    bundled_page.goto("/calculator/?requests=5&per=day&input=900&output=90")
    bundled_page.get_by_text("Models and providers").click()
    makers = bundled_page.get_by_role("group", name="Maker")
    few = makers.get_by_role("checkbox").count()
    makers.get_by_role("link", name="more").click()
    expect(bundled_page).to_have_url(re.compile("input=900&output=90&more=maker"))
    expect(makers.get_by_role("checkbox").nth(few)).to_be_visible()
    last = makers.get_by_role("checkbox").last
    last.check()
    expect(bundled_page).to_have_url(re.compile("input=900&output=90&maker=.*more=maker"))
    expect(makers.get_by_role("checkbox").nth(few)).to_be_visible()


def test_a_scenario_and_another_workload(bundled_page):
    bundled_page.goto("/calculator/")
    bundled_page.get_by_role("button", name="Agent step").click()
    expect(bundled_page.get_by_label("Input tokens", exact=True)).to_have_value("12000")
    bundled_page.get_by_role("button", name="Add workload").click()
    expect(bundled_page.get_by_text("Workload 2", exact=True)).to_be_visible()
    bundled_page.get_by_role("button", name="Remove workload").first.click()
    expect(bundled_page.get_by_text("Workload 2", exact=True)).to_have_count(0)


def test_the_lines_unfold(bundled_page):
    bundled_page.goto("/calculator/")
    first = bundled_page.locator(".costs details").first
    first.locator("summary").click()
    expect(first.get_by_text("Total")).to_be_visible()


def test_back_shows_the_whole_page_as_it_was(bundled_page):
    bundled_page.goto("/calculator/?requests=10&per=day&input=100&output=10")
    bundled_page.get_by_label("Requests", exact=True).fill("20")  # at once: a step of its own
    expect(bundled_page).to_have_url(re.compile("requests=20"))
    back(bundled_page)
    expect(bundled_page.get_by_label("Requests", exact=True)).to_have_value("10")
    expect(bundled_page.get_by_role("banner")).to_be_visible()


def test_with_the_keyboard_alone(bundled_page):
    bundled_page.goto("/calculator/")
    bundled_page.get_by_role("button", name="Agent step").focus()
    bundled_page.keyboard.press("Tab")
    expect(bundled_page.get_by_label("Requests", exact=True)).to_be_focused()
    bundled_page.keyboard.type("7")
    expect(bundled_page).to_have_url(re.compile("requests=7"))
    expect(bundled_page.get_by_label("Requests", exact=True)).to_be_focused()
    bundled_page.keyboard.press("Enter")
    expect(bundled_page.locator("#count")).to_contain_text("cheapest offer. Cheapest:")
    details = bundled_page.get_by_text("Caching, reasoning, audio, agents")
    details.focus()
    bundled_page.keyboard.press("Enter")
    expect(bundled_page.get_by_label("Reasoning tokens")).to_be_visible()


@pytest.mark.parametrize("prefix", ["", "/zh-hant"])
def test_without_scripts(new_context, bundled_site, prefix):
    context = new_context(base_url=bundled_site, java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{prefix}/calculator/")
    page.locator("#id_input").fill("5k")
    page.locator("#id_input").press("Enter")
    expect(page).to_have_url(re.compile(rf"{prefix}/calculator/\?requests=1000&per=day&input=5000"))
    page.locator(".calc-form > details > summary").first.click()
    page.locator("#tool-calling-yes").check()
    page.locator("#blended-max").fill("2")
    page.locator(".calc-form .actions button").click()
    expect(page).to_have_url(re.compile("output=500&tool-calling=yes&blended-max=2$"))
    # Both filters, the type that the page starts with, and the link that clears them.
    expect(page.locator(".chips li")).to_have_count(4)
    page.locator("button[value=add]").click()
    expect(page).to_have_url(re.compile("2-input=5000.*tool-calling=yes&blended-max=2$"))
    expect(page.locator("#workload-2")).to_be_visible()
    page.locator("#id_2-input").fill("lots")
    page.locator("#id_2-input").press("Enter")
    expect(page.locator("#id_2-input-error")).not_to_be_empty()


def test_the_model_page_carries_its_state_over(bundled_page):
    bundled_page.goto(MODEL)
    small = bundled_page.locator(".calc-small")
    small.get_by_label("Input tokens").fill("")
    small.get_by_label("Input tokens").press_sequentially("7k")
    costs = bundled_page.locator("#model-costs")
    expect(costs).to_contain_text("offers. Cheapest:")
    link = costs.get_by_role("link", name="Open full calculator")
    expect(link).to_have_attribute("href", re.compile("input=7000"))
    link.click()
    expect(bundled_page.get_by_label("Input tokens", exact=True)).to_have_value("7000")


def test_a_log_is_priced_and_a_name_mapped(bundled_page):
    bundled_page.goto("/calculator/log/")
    bundled_page.get_by_label("Usage log (CSV or JSON Lines)").fill(LOG)
    bundled_page.get_by_role("button", name="Calculate").click()
    result = bundled_page.locator("#log-result")
    expect(result).to_contain_text("Requests priced: 1. Total cost: $2.51.")
    result.get_by_label("gtp-4o-mini").fill("openai/gpt-4o-mini")
    bundled_page.get_by_role("button", name="Calculate").click()
    expect(result).to_contain_text("Requests priced: 2. Total cost: $2.66.")
    expect(bundled_page.get_by_label("Usage log (CSV or JSON Lines)")).to_have_value(LOG)


@pytest.mark.parametrize(
    ("prefix", "width", "scripts"),
    [("", 1440, True), ("/zh-hant", 390, True), ("", 390, False), ("/zh-hant", 1440, False)],
)
def test_a_log_at_own_prices_from_paste_to_file(new_context, bundled_site, prefix, width, scripts):
    size = {"width": width, "height": 900}
    page = new_context(base_url=bundled_site, viewport=size, java_script_enabled=scripts).new_page()
    page.goto(f"{prefix}/calculator/log/")
    page.locator("#log-text").fill(LOG)
    page.locator("#terms > summary").click()
    page.locator("#id_t1-provider").fill("nobody")
    page.locator("#id_t1-off").fill("50")
    page.locator("button.primary").click()
    expect(page.locator("#id_t1-provider-error")).not_to_be_empty()
    page.locator("#id_t1-provider").fill("openai")
    page.locator("#id_currency").fill("twd")
    page.locator("#id_rate").fill("31.5")
    page.locator("button.primary").click()
    result = page.locator("#log-result")
    expect(result.locator(".count")).to_contain_text("$1.26")
    expect(result.locator(".count")).to_contain_text("TWD 39.53")
    expect(page.locator("#id_t1-provider-error")).to_be_empty()
    result.locator("#map-1").fill("openai/gpt-4o-mini")
    page.locator("button.primary").click()
    expect(result.locator(".count")).to_contain_text("$1.33")
    expect(result.locator("#by-model ~ .log-chart")).to_be_visible()
    expect(result.locator("#elsewhere ~ .log-chart .own")).to_be_visible()
    assert page.locator("html").evaluate("html => html.scrollWidth") <= width
    with page.expect_download() as download:
        result.locator("button[value=focus]").click()
    text = download.value.path().read_text("utf-8-sig")
    assert "50% off" in text
    assert "openai/gpt-4o-mini" in text


def test_the_csv_of_a_log_is_a_file_and_the_page_stays(bundled_page):
    bundled_page.goto("/calculator/log/")
    bundled_page.get_by_label("Usage log (CSV or JSON Lines)").fill(LOG)
    bundled_page.get_by_role("button", name="Calculate").click()
    with bundled_page.expect_download() as download:
        bundled_page.get_by_role("button", name="Download CSV").click()
    assert download.value.suggested_filename == "model-ledger-log.csv"
    assert "openai/gpt-4o,openai" in download.value.path().read_text("utf-8-sig")
    expect(bundled_page.locator("#log-result")).to_contain_text("Requests priced: 1.")


def test_a_log_that_takes_long_says_so(bundled_page):
    page = bundled_page
    page.goto("/calculator/log/")
    page.get_by_label("Usage log (CSV or JSON Lines)").fill(LOG)

    def hold(route):
        pass  # it is never answered

    page.route("**/calculator/log/", hold)
    expect(page.get_by_role("progressbar")).to_be_hidden()
    page.get_by_role("button", name="Calculate").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_role("button", name="Calculate")).to_be_disabled()


def test_a_log_without_scripts(new_context, bundled_site):
    page = new_context(base_url=bundled_site, java_script_enabled=False).new_page()
    page.goto("/calculator/log/")
    file = {"name": "log.csv", "mimeType": "text/csv", "buffer": LOG.encode()}
    page.get_by_label("Or upload a file").set_input_files(file)
    page.get_by_role("button", name="Calculate").click()
    expect(page.locator("#log-result")).to_contain_text("Total cost: $2.51")


def test_a_log_that_is_too_large_has_a_message(bundled_page, tmp_path):
    bundled_page.goto("/calculator/log/")
    file = tmp_path / "log.csv"
    file.write_bytes(b"x" * 40 * 1024 * 1024)
    bundled_page.get_by_label("Or upload a file").set_input_files(file)
    bundled_page.get_by_role("button", name="Calculate").click()
    expect(bundled_page.locator("#log-text-error")).to_contain_text("larger than 25 MB")


# Which names have a tag that is not within them, or are of more than two lines.
CUT = """all => all.filter(name => {
  const end = name.getBoundingClientRect().right + 1;
  const tags = [...name.querySelectorAll(".tag")];
  return name.clientHeight > 60 || tags.some(tag => tag.getBoundingClientRect().right > end);
}).map(name => name.textContent)"""


@pytest.mark.parametrize("width", [390, 1440])
def test_a_long_name_is_cut_before_its_tags_are(new_context, bundled_site, width):
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(f"{bundled_site}/calculator/?mode=fast")
    names = page.locator(".ranked .name:has(.tag)")
    expect(names).not_to_have_count(0)
    assert names.evaluate_all(CUT) == []
    names.locator("a").evaluate_all("all => all.map(a => a.textContent += ' preview'.repeat(9))")
    assert names.evaluate_all(CUT) == []


def test_explore_follows_its_form_and_its_points_are_links(bundled_page):
    bundled_page.goto("/explore/")
    bundled_page.get_by_label("X axis", exact=True).select_option("coding")
    expect(bundled_page).to_have_url(re.compile(r"\?x=coding$"))
    best = bundled_page.locator(".scatter .best").first
    href = best.get_attribute("href")
    best.focus()
    bundled_page.keyboard.press("Enter")
    expect(bundled_page).to_have_url(re.compile(f"{href}$"))


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_accessible_in_both_themes_and_never_scrolls_sideways(
    axe_page: Page, bundled_site: str, address: str
) -> None:
    assert_accessible(axe_page, bundled_site + address)
