"""Other programs read the bundles, and get the same figures as we do.

DuckDB, SQLite and genai-prices are installed for tests. LiteLLM is not, and must not be beside
them: `make litellm-judge` installs it, by hash, in an environment of its own in var/.
"""

import json
import re
import sqlite3
import subprocess
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache

import duckdb
import pytest
from django.conf import settings
from genai_prices import Usage as TheirUsage
from genai_prices import calc_price

from api.bundles.catalogue import DayCatalogue
from api.bundles.formats.csv_table import write_csv
from api.bundles.formats.litellm import write_litellm
from api.bundles.formats.litellm_providers import litellm_key
from api.bundles.formats.openrouter import write_openrouter
from api.bundles.formats.parquet import write_parquet
from api.bundles.formats.sqlite import write_sqlite
from catalog.feed.normalise import normalise
from catalog.feed.payload import parse
from catalog.feed.source import read_bundled
from pricing.estimate import Usage, estimate
from tests.api.bundles.factories import catalogue_from
from tests.api.factories import DAYS, at

PRICES = ("input", "output", "cache_read", "cache_write")
SUMS = ", ".join(f"sum({name}_price)" for name in PRICES)


@cache
def real() -> DayCatalogue:
    """The catalogue of the bundled payload: 4,803 offers."""
    body = read_bundled().body
    return catalogue_from(normalise(parse(body)), body)


def sums_of_the_payload() -> tuple[Decimal, ...]:
    """Add up the payload's own figures, without the site's code but for float noise."""
    listed = json.loads(real().payload, parse_float=Decimal).values()
    costs = [model.get("cost") or {} for one in listed for model in one["models"].values()]
    renamed = {"cached_input": "cache_read", "cache_input": "cache_read", "cached": "cache_read"}
    renamed |= {"cached_read": "cache_read", "cached_write": "cache_write"}
    named = [{renamed.get(name, name): value for name, value in cost.items()} for cost in costs]
    step = Decimal("1e-9")
    return tuple(
        sum((Decimal(c[name]).quantize(step) for c in named if c.get(name) is not None), Decimal(0))
        for name in PRICES
    )


def test_duckdb_reads_the_parquet_file_exactly(tmp_path):
    file = tmp_path / "offers.parquet"
    file.write_bytes(write_parquet(real()))
    query = f"SELECT count(*), {SUMS} FROM read_parquet('{file}')"
    count, *sums = duckdb.sql(query).fetchall()[0]
    assert count == len(real().offers)
    assert tuple(sums) == sums_of_the_payload()


def test_duckdb_reads_the_csv_file(tmp_path):
    file = tmp_path / "offers.csv"
    file.write_bytes(write_csv(real()))
    casts = ", ".join(f"sum(CAST({name}_price AS DECIMAL(15, 9)))" for name in PRICES)
    query = f"SELECT count(*), {casts} FROM read_csv('{file}', all_varchar = true)"
    count, *sums = duckdb.sql(query).fetchall()[0]
    assert count == len(real().offers)
    assert tuple(sums) == sums_of_the_payload()


def test_sqlite_reads_its_file(tmp_path):
    file = tmp_path / "catalog.sqlite"
    file.write_bytes(write_sqlite(real()))
    connection = sqlite3.connect(file)
    count, *sums = connection.execute(f"SELECT count(*), {SUMS} FROM offers").fetchone()
    prices = connection.execute("SELECT input_price FROM offers WHERE input_price NOTNULL")
    exact = sum((Decimal(repr(price)) for (price,) in prices), Decimal(0))
    connection.close()
    assert count == len(real().offers)
    assert sums == pytest.approx([float(one) for one in sums_of_the_payload()], rel=1e-12)
    assert exact == sums_of_the_payload()[0]


@pytest.mark.django_db
def test_the_files_of_a_day_sum_to_what_the_api_answers(publish, client, tmp_path):
    models = {f"m{n}": at(n / 7) for n in range(1, 30)}
    publish(DAYS[0], openai=models, acme={"x": at(None)})
    items = client.get("/api/v1/offers", {"as_of": "2026-05-01", "limit": 1000}).json()["items"]
    expected = sum(Decimal(item["prices"]["input"] or 0) for item in items)
    for name, read in (("offers.parquet", _duckdb_sum), ("catalog.sqlite", _sqlite_sum)):
        answer = client.get(f"/api/v1/bundles/2026-05-01/{name}", follow=True)
        (tmp_path / name).write_bytes(b"".join(answer))
        assert read(tmp_path / name) == (len(items), expected)


def _duckdb_sum(file):
    return duckdb.sql(f"SELECT count(*), sum(input_price) FROM '{file}'").fetchall()[0]


def _sqlite_sum(file):
    connection = sqlite3.connect(file)
    rows = connection.execute("SELECT input_price FROM offers").fetchall()
    connection.close()
    return len(rows), sum(Decimal(repr(price)) for (price,) in rows if price is not None)


# genai-prices

PROVIDERS = {
    **{name: name for name in ("anthropic", "cohere", "google", "groq", "mistral", "openai")},
    "deepseek": "deepseek",
    "xai": "x-ai",
    "cerebras": "cerebras",
    "perplexity": "perplexity",
    "amazon-bedrock": "aws",
}
# Why their figure differs; docs/decisions/0060 has the same table.
EXPLAINED = {
    r".*-latest|mistral-large-latest": "an alias: theirs is priced as the model it names today",
    r"gemini-.*image.*": "ours is the price of image tokens, theirs of text",
    r"deepseek-.*": "theirs has prices by time of day, and later cuts",
    r"mistral-embed": "theirs bills output tokens, which embeddings do not have",
    r"canopylabs/orpheus-.*": "theirs has no price for characters",
    r"sonar.*": "theirs adds a fee per request, which ours lists apart",
    r"(?:(?:au|eu|jp|us)\.)?anthropic\.claude-.*": "theirs adds 10% for regional endpoints",
    r"(?:google|mistral|qwen)\..*": "Amazon changed prices between the two lists",
    r"gpt-oss-120b": "Cerebras changed the price between the two lists",
}


def test_genai_prices_agrees_but_for_what_is_explained():
    models = json.loads(write_openrouter(real()))["data"]
    agreed, unexplained = 0, []
    for model in models:
        provider, _slash, own_id = model["id"].partition("/")
        theirs = _their_price(PROVIDERS.get(provider), own_id)
        if theirs is None or not model["pricing"]:
            continue
        pricing = model["pricing"]
        ours = 1000 * (Decimal(pricing["prompt"]) + Decimal(pricing["completion"]))
        if abs(ours - theirs) <= Decimal("1e-9"):
            agreed += 1
        elif not any(re.fullmatch(pattern, own_id) for pattern in EXPLAINED):
            unexplained.append((model["id"], ours, theirs))
    assert unexplained == []
    assert agreed >= 150


def _their_price(provider, model_id):
    """Return their price of 1,000 tokens each way on the payload's day; None if not known."""
    if provider is None:
        return None
    usage = TheirUsage(input_tokens=1000, output_tokens=1000)
    when = datetime(2026, 5, 21, tzinfo=UTC)
    try:
        answer = calc_price(usage, model_id, provider_id=provider, genai_request_timestamp=when)
    except LookupError:
        return None
    return answer.total_price


# LiteLLM

LITELLM = settings.BASE_DIR / "var/litellm-judge/bin/python"
REQUESTS = {
    "short": {"input": 10_000, "output": 1000},
    "cached": {"input": 5000, "cache_read": 4000, "cache_write": 1000, "output": 1000},
    "reasoning": {"input": 1000, "output": 1000, "reasoning": 4000},
    "long": {"input": 600_000, "output": 1000},
    "long and cached": {"input": 500_000, "cache_read": 90_000, "output": 1000},
}


@pytest.mark.skipif(not LITELLM.exists(), reason="needs LiteLLM: make litellm-judge")
def test_litellm_prices_requests_to_the_same_figure(tmp_path):
    file = tmp_path / "list.json"
    file.write_bytes(write_litellm(real()))
    asked = json.dumps({"list": str(file), "requests": REQUESTS})
    script = settings.BASE_DIR / "tests/api/bundles/litellm_judge.py"
    done = subprocess.run(
        [LITELLM, script], input=asked, capture_output=True, text=True, check=True, timeout=250
    )
    answers = json.loads(done.stdout.rpartition("ANSWER ")[2])
    offers = {
        litellm_key(offer.provider, offer.provider_model_id): offer
        for offer in real().offers
        if offer.is_paid_per_token
    }
    compared, unexplained = 0, []
    for name, tokens in REQUESTS.items():
        assert answers[name].keys() == offers.keys()
        for key, theirs in answers[name].items():
            ours = _our_cost(offers[key], tokens)
            if theirs == pytest.approx(ours, rel=1e-9, abs=1e-15):
                compared += 1
            elif not _explained(offers[key], name):
                unexplained.append((name, key, ours, theirs))
    assert unexplained == []
    assert compared >= 4 * len(offers)


def _our_cost(offer, tokens) -> float:
    result = estimate(offer.facts.prices, offer.facts.tiers, Usage(**tokens))
    return float(result.total) if result else 0.0  # free


def _explained(offer, request: str) -> bool:
    """Tell whether LiteLLM is known to price otherwise; docs/decisions/0060 has the table."""
    no_cache_price = offer.facts.prices.cache_read is None
    return {
        "huggingface": True,
        "fireworks-ai": "cached" in request and no_cache_price,
        "alibaba": "long" in request and bool(offer.facts.tiers),
    }.get(offer.provider, False)
