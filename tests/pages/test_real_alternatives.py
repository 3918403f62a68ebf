"""What can stand in for three real models: a small one, a flagship and a small open one."""

import re

import pytest
import requests

NONE_CHEAPER = "No cheaper model matches this one"
SMALL, FLAGSHIP, OPEN = (
    "openai/gpt-4o-mini",
    "anthropic/claude-opus-4-5",
    "meta/llama-3-2-1b-instruct",
)


def items(site: str, path: str) -> tuple[str, list[str]]:
    """Return the part of a model's page about alternatives, and its items as text."""
    page = requests.get(f"{site}/models/{path}/", timeout=60)
    assert page.status_code == 200
    after = page.text[page.text.index('id="more"') :]
    part = after[: after.index('<details class="rule">')]
    listed = re.findall(r"<li>(.*?)</li>", part, re.DOTALL)
    texts = (re.sub(r"<[^>]+>", " ", item) for item in listed)
    return part, [" ".join(text.split()) for text in texts]


@pytest.mark.parametrize("path", [SMALL, FLAGSHIP])
def test_a_cheaper_one_leads_and_says_what_is_saved(bundled_site: str, path: str) -> None:
    part, found = items(bundled_site, path)
    assert re.search(r"\d+% cheaper", found[0])
    assert NONE_CHEAPER not in part


def test_cheaper_ones_come_before_dearer_ones(bundled_site: str) -> None:
    for path in (SMALL, FLAGSHIP, OPEN):
        _part, found = items(bundled_site, path)
        cheaper = ["cheaper" in text for text in found]
        assert cheaper == sorted(cheaper, reverse=True), path


def test_the_page_says_where_none_is_cheaper(bundled_site: str) -> None:
    for path in (SMALL, FLAGSHIP, OPEN):
        part, found = items(bundled_site, path)
        assert found, path
        assert (NONE_CHEAPER in part) != ("cheaper" in found[0]), path
