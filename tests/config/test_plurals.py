"""Counts of one: no page says “1 models”, and no message with a count lacks its plural."""

import re
from html import unescape

import polib
import pytest
from django.conf import settings
from django.core.management import call_command

from catalog.models import CanonicalModel, Maker, Offering, Provider
from tests.config import chinese_text
from tests.config.test_hostile_requests import PUBLIC
from tests.payloads import offering, payload, write

MODEL = "meta/llama-3-2-1b-instruct"
# What the site counts.
COUNTED = (
    "models|offers|offerings|providers|makers|families|versions|capabilities|fields|values|prices"
    "|changes|edits|events|entries|differences|conflicts|requests|tokens|rows|lines|columns|files"
    "|names|facts|parameters|suggestions|questions|results|revisions|snapshots|scores|points|times"
    "|steps|attempts|sets|seconds|minutes|hours|days|weeks|months|years|others|reports|pages"
)
ONE_OF_SEVERAL = re.compile(rf"(?<![\w.,$/:×–-])1 (?:(?!per )[a-z]+ )?(?:{COUNTED})\b(?!’)")
# A count in a message, with at most one word before what is counted.
COUNT = re.compile(rf"(?:%\(\w+\)[sd]|\{{\w+\}}) (?:[a-z]+ )?(?:{COUNTED})\b(?!’)")
# Messages that are never about one, by how they begin, each with why.
SEVERAL = {
    # Constants of ours, and what is said only beyond them.
    "{host} redirects more than": "a constant",
    "The log has more than %(most)s columns": "a constant",
    "The log has more than %(most)s rows": "a constant",
    "The log has more than %(most)s different sets": "a constant",
    "%(days)s days": "periods of 30 days and more",
    "Up to %(most)s offers": "a constant",
    "Its blended price is less than 1/%(times)s": "a constant",
    "Its provider was first seen in the last %(days)s": "a constant",
    "A price within %(times)s times": "a constant",
    "For the same use as": "a constant",
    "For the same use: same type": "a constant",
    "{attempts} attempts to apply it were killed": "a constant at least",
    "The chart shows the %(drawn)s models": "said beyond a constant",
    "Showing %(shown)s of %(offer_count)s offers": "said beyond a constant",
    "Show all %(offer_count)s offers": "said beyond a constant",
    "%(shown)s models, each at its cheapest offer": "said of two models and more",
    "%(shown)s offers of %(models)s models": "said of two models and more",
    "Offers report context windows from": "the largest of several sizes",
    # Long prompts: no tier of prices begins at one token.
    "prompts over {tokens} tokens": "a tier of prices",
    "{field} (prompts over {tokens} tokens)": "a tier of prices",
    "price for prompts over %(size)s tokens": "a tier of prices",
    "Price in %(mode)s: %(prices)s; not reported for prompts over": "a tier of prices",
    "For prompts over %(size)s tokens": "a tier of prices",
    # Names, no counts.
    "wrong shape: {type} where providers": "a name",
    "More %(maker)s models": "a name",
    "All %(maker)s models": "a name",
    "%(maker)s models: prices and releases": "a name",
    "All %(family)s models": "a name",
    "Estimated at %(provider)s prices": "a name",
}
FILES = (".png", ".csv", ".pub", ".xml")
PAGES = [path for path in PUBLIC if not path.endswith(FILES) and not path.startswith("/api/v1/")]
ASKED = [
    *("/models/?q=llama", "/models/?q=000", "/models/?kind=all&maker=meta&input-max=1"),
    *("/calculator/?input=1&output=1&requests=1&cached=1&steps=1", "/calculator/?offers=all"),
    *("/calculator/?input=1&2-input=1", f"/calculator/?instead={MODEL}&input=1"),
    *("/changelog/?by=model", "/changelog/?by=provider", "/changelog/?movers=7", "/explore/?q=000"),
    *("/changelog/?noise=on", f"/models/{MODEL}/?offers=all", "/models/?zzz=1&y=1"),
    *(f"/models/{MODEL}/prices/?days=30", "/data-quality/?rule=zzz", "/providers/?region=us"),
]

TOLD = ("/changelog/", "/lifecycle/", "/price-index/", f"/models/{MODEL}/prices/")
CHANGED = [path for path in [*PAGES, *ASKED] if path.startswith(TOLD)]


def wrong_in(text: str) -> list[str]:
    """Return what the lines of a text say of one thing as of several."""
    return [found for line in text.splitlines() for found in ONE_OF_SEVERAL.findall(line)]


@pytest.mark.parametrize(
    "text, wrong",
    [
        ("1 models", ["1 models"]),
        ("from 1 providers.", ["1 providers"]),
        ("1 of 1 offers", ["1 offers"]),
        ("1 active models", ["1 active models"]),
        ("1 model", []),
        ("1 of 12 models", []),
        ("21 models", []),
        ("$1 models", []),
        ("0.1 models", []),
        ("GPT-1 models", []),
        ("1 status", []),
        ("1 offer is", []),
        ("1 model\nmodels", []),
    ],
)
def test_what_is_wrong(text, wrong):
    assert wrong_in(text) == wrong


def test_every_message_with_a_count_has_a_plural():
    path = settings.BASE_DIR / "locale/zh_Hant/LC_MESSAGES/django.po"
    counting = [
        entry.msgid
        for entry in polib.pofile(str(path))
        if not entry.obsolete and not entry.msgid_plural and COUNT.search(entry.msgid)
    ]
    assert [one for one in counting if not one.startswith(tuple(SEVERAL))] == []
    assert [start for start in SEVERAL if not any(one.startswith(start) for one in counting)] == []


def lines_of(response) -> str:
    text = response.content.decode()
    if not response["Content-Type"].startswith("text/html"):
        return unescape(re.sub("<[^>]*>", "\n", text))
    # Text in English is skipped on a Chinese page only.
    return "\n".join(chinese_text.lines_of(text.replace(' lang="en"', "")))


@pytest.fixture
def tiny_catalogue(db, tmp_path):
    """One maker, model, provider, offer and day; a reply of one token, as some real models have."""
    limit = {"context": 16384, "input": 1, "output": 1}
    llama = offering("meta-llama/llama-3.2-1b-instruct", family="llama", limit=limit)
    call_command(
        *("pull", "--from", write(tmp_path / "a.json", payload(acme={llama["id"]: llama}))),
        *("--day", "2026-05-12"),
        verbosity=0,
    )
    assert [one.objects.count() for one in (Maker, CanonicalModel, Provider, Offering)] == [1] * 4
    return llama


def test_nothing_is_several_in_a_catalogue_of_one(client, tiny_catalogue):
    lines = {path: lines_of(client.get(path, follow=True)) for path in [*PAGES, *ASKED]}
    assert {path: wrong for path, text in lines.items() if (wrong := wrong_in(text))} == {}
    # The pages do speak of one.
    assert (
        sum(len(re.findall(r"\b1 (?:model|offer|provider|token)\b", t)) for t in lines.values())
        > 25
    )


def test_nothing_is_several_after_one_change(client, tiny_catalogue, tmp_path):
    dearer = tiny_catalogue | {"cost": {"input": 0.02, "output": 0.02}}
    source = write(tmp_path / "b.json", payload(acme={dearer["id"]: dearer}))
    call_command("pull", "--from", source, "--day", "2026-05-13", verbosity=0)
    # Whatever tells of changes; the other pages show the same as the day before.
    paths = ["/", f"/models/{MODEL}/", "/providers/acme/", *CHANGED]
    lines = {path: lines_of(client.get(path, follow=True)) for path in paths}
    assert {path: wrong for path, text in lines.items() if (wrong := wrong_in(text))} == {}
