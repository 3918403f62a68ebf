"""All 42 real days: what pages of a past day show equals what a second reader finds in the payload.

Every fourth day from the last past one, five random models and one provider; `PAST_PAGES=200` checks so many of every day.
"""

import os
import random
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import connection
from django.utils import timezone

from catalog.identity.makers import MAKERS
from changelog.models import Grouping
from config.daily.replay import replay
from config.management.commands.replay import files_by_day
from tests.pages.page_tables import Tree, pairs, shows_price, shows_tokens
from tests.pages.raw_day import (
    FLAGS,
    cheapest,
    price_rank,
    read_raw_day,
    recommended,
    representative,
    voted,
)
from tests.shared_data import HISTORY, needs

DAYS = int(os.environ.get("HISTORY_DAYS", "42" if connection.vendor == "sqlite" else "3"))
MODELS = int(os.environ.get("PAST_PAGES", "5"))
EVERY = 1 if "PAST_PAGES" in os.environ else 4
PROVIDERS = max(1, MODELS // 10)
OWN = {key: (maker.slug, rank) for maker in MAKERS for rank, key in enumerate(maker.own_providers)}
WORDS = {True: "Yes", False: "No", None: "Not reported"}

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(1800), needs(HISTORY)]


def raw_day(day, file):
    rows = Grouping.objects.as_of(day).values_list(
        "offering__provider__key", "offering__provider_model_id", "model__path"
    )
    return read_raw_day(file, {(provider, own): path for provider, own, path in rows}, OWN)


def page(client, address, day):
    response = client.get(f"{address}on={day}")
    assert response.status_code == 200, address
    return response, Tree(response.content.decode()).root


def released(offer):
    day = offer.entry.get("release_date") or ""
    return day if day.startswith("20") else "Not reported"  # 1970 is how some say "unknown"


def check_offer_row(row, offer):
    """Check a row of a model's price table."""
    cells = [cell for cell in row.all("td") if "data-label" in cell.attributes]
    named = {cell.attributes["data-label"]: cell.text for cell in cells}
    for label, name in (
        ("Input", "input"),
        ("Output", "output"),
        ("Cache read", "cache_read"),
        ("Cache write", "cache_write"),
    ):
        assert shows_price(named[label], offer.shown(name)), (offer.key, label, named[label])
    assert shows_price(named["Blended"], offer.blended), (offer.key, named["Blended"])
    assert shows_tokens(named["Context"], offer.limit("context")), (offer.key, named["Context"])
    assert named["Released"].removeprefix("–") == released(offer)


def check_model(client, path, day, raw):
    response, root = page(client, f"/models/{path}/?offers=all&", day)
    # The page of another version is about the current one.
    model = response.context["model"]
    versions, own = response.context["versions"], raw.models[model.path]
    (table,) = root.all("table", "channels")
    rows = {}
    for row in table.all("tbody")[0].all("tr"):
        if heads := row.all("th"):
            provider = heads[0].all("a")[0].attributes["href"].split("/")[2]
            rows[provider, heads[0].all("code")[0].text] = row
    by_key = {offer.key: offer for offers in raw.models.values() for offer in offers}
    # Another version's own address lists its offers, the current one's those of all versions.
    shown = [path] if versions.chosen else [version.path for version in versions.all]
    assert rows.keys() == {offer.key for one in shown for offer in raw.models[one]}
    for key, row in rows.items():
        check_offer_row(row, by_key[key])
    check_model_head(root, own)


def check_model_head(root, own):
    """Check the figures and flags that the page gives for the model itself."""
    facts, best = pairs(root, "facts"), recommended(own)
    prices = (best.price("input"), best.price("output")) if best else (None, None)
    assert shows_price(facts["Input per 1M tokens"][0], prices[0])
    assert shows_price(facts["Output per 1M tokens"][0], prices[1])
    for label, name in (("Context", "context"), ("Max output", "output")):
        expected = voted(own, [offer.limit(name) for offer in own])
        assert shows_tokens(facts[label][0], expected), (label, facts[label], expected)
    providers = len({offer.key[0] for offer in own})
    assert facts["Offers"][0] == str(len(own))
    assert facts["Offers"][1].startswith(f"from {providers} provider")
    flags = pairs(root, "flags")
    for name, label in FLAGS.items():
        said = [one.entry.get(name) for one in own]
        assert flags[label] == [told(said, voted(own, said))], label
    modalities = [tuple((one.entry.get("modalities") or {}).get("input") or ()) for one in own]
    takes = voted(own, modalities)
    images = ["image" in one if one else None for one in modalities]
    assert flags["Image input"] == [told(images, "image" in takes if takes else None)]
    assert representative(own)
    lowest = cheapest(own)
    summary = pairs(root, "summary")
    assert ("Lowest published price" in summary) is (lowest is not None)
    if lowest:
        (text,) = summary["Lowest published price"]
        first, second = (part.split()[0] for part in text.split("$")[1:3])
        # Of two offers with one blended price, either may be named.
        equal = [one for one in own if one.blended == lowest.blended and not one.doubtful]
        assert any(
            shows_price(f"${first}", one.price("input"))
            and shows_price(f"${second}", one.price("output"))
            for one in equal
        ), (text, lowest.key)


def told(said, value):
    """Return a flag with the count of offers that report it, where not all report the same."""
    yes, no = said.count(True), said.count(False)
    reported, offers = yes + no, len(said)
    if not reported or offers in (yes, no):
        return WORDS[value]
    silent = offers - reported
    count = f"reported by {reported} of {offers} offers" if silent else f"of {offers} offers"
    votes = f": {yes} yes, {no} no" if (yes and no) or value is None else ""
    return f"{WORDS[value]} {count}{votes}{', no majority' if value is None else ''}"


def check_provider(client, key, day, raw):
    own = {offer.key[1]: offer for offer in raw.providers[key]}
    seen = set()
    for number in range(1, 2 + (len(own) - 1) // 50):
        _response, root = page(client, f"/providers/{key}/?page={number}&", day)
        for row in root.all("table", "offerings")[0].all("tbody")[0].all("tr"):
            offer = own[row.all("code")[0].text]
            named = {cell.attributes.get("data-label"): cell.text for cell in row.all("td")}
            assert shows_price(named["Input"], offer.shown("input")), offer.key
            assert shows_price(named["Output"], offer.shown("output")), offer.key
            assert shows_tokens(named["Context"], offer.limit("context")), offer.key
            assert named["Released"].removeprefix("–") == released(offer)
            seen.add(offer.key[1])
    assert seen == own.keys()
    facts = pairs(root, "strip")
    assert facts["Offers"] == [f"{len(own):,}"]
    priced = sum(offer.state == "priced" for offer in own.values())
    assert facts["With token prices"] == [f"{priced:,}"]
    rank = price_rank(key, raw)
    assert ("Lowest price" in facts) is (rank is not None)
    if rank:
        models, first, ratio = rank
        assert facts["Lowest price"][1].startswith(f"{first:,} of {models:,} models")
        shown = facts["Price vs. median"][0].removesuffix("×")
        if not shown.startswith("<"):
            places = -Decimal(shown).as_tuple().exponent
            assert Decimal(shown) == ratio.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def test_pages_of_every_day_equal_a_second_reading(client):
    files = files_by_day(HISTORY)[:DAYS]
    replay(files, now=timezone.now())
    draw = random.Random(20261126)
    checked = 0
    for day, file in files[-2::-EVERY]:  # the newest day is today's page
        raw = raw_day(day, file)
        for path in draw.sample(sorted(raw.models), min(MODELS, len(raw.models))):
            check_model(client, path, day, raw)
            checked += 1
        listed = sorted(key for key, offers in raw.providers.items() if offers)
        for key in draw.sample(listed, min(PROVIDERS, len(listed))):
            check_provider(client, key, day, raw)
    assert checked > 4 * (DAYS - 1) // EVERY  # the first day has fewer than five models
