"""No ranking has a doubtful or missing price, a withdrawn or deprecated offer, or another type.

Every public address and every MCP tool is in one of two tables: what it ranks and how a test reads
that, or why it ranks nothing. Whoever adds one has to decide.
"""

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from api.mcp.server import answer_of
from api.mcp.table import TOOLS
from catalog.as_of.days import PARAMETER
from catalog.models import Provider
from pages.price_rank import price_rank
from tests.changelog.factories import DAYS, publish

__all__ = ["publish"]

pytestmark = pytest.mark.django_db
MODEL = "openai/gpt-5"
# Each would lead if it competed. The providers sell GPT-5 at a price that does not count.
BAD = {
    "shady": "a doubtful price",
    "mute": "no price",
    "oldie": "a deprecated offer",
    "openai/gpt-4-old": "a deprecated model",
    "openai/gpt-4-gone": "a withdrawn model",
    "openai/text-embedding-9": "another type",
    "acme/tiny": "a model with a doubtful price only",
}


def sold(name: str, price: float | None, **fields: Any) -> dict[str, Any]:
    cost = {} if price is None else {"cost": {"input": price, "output": price}}
    return cost | {
        "name": name,
        "family": name.partition(" ")[0].lower(),
        "release_date": "2026-01-01",
        "limit": {"context": 400_000, "output": 64_000},
        "modalities": {"input": ["text"], "output": ["text"]},
        "tool_call": True,
        "structured_output": True,
        "reasoning": True,
        "temperature": True,
        **fields,
    }


def catalogue(*, later: bool) -> dict[str, dict[str, Any]]:
    """Return the offers of two days: some prices fall, and one model is withdrawn."""
    cut = 0.5 if later else 1
    old = {"status": "deprecated"}
    gone = {"gpt-4-gone": sold("GPT 4 gone", 0.3, release_date="2024-06-01")}
    vector = {"modalities": {"input": ["text"], "output": ["text"]}, "tool_call": False}
    return {
        "openai": {
            "gpt-5": sold("GPT 5", 2 * cut + 2),
            "gpt-4-old": sold("GPT 4 old", 0.4 * cut, release_date="2025-01-01", **old),
            "text-embedding-9": sold("Text embedding 9", 0.02 * cut, **vector),
            **({} if later else gone),
        },
        "anthropic": {"claude-sonnet-4-5": sold("Claude Sonnet 4.5", 3 * cut)},
        "google": {"gemini-3-pro": sold("Gemini 3 Pro", 2.5 * cut)},
        "beta": {"gpt-5": sold("GPT 5", 4), "claude-sonnet-4-5": sold("Claude Sonnet 4.5", 3)},
        "gamma": {"gpt-5": sold("GPT 5", 5), "gemini-3-pro": sold("Gemini 3 Pro", 3)},
        "shady": {"gpt-5": sold("GPT 5", 0.02)},
        "mute": {"gpt-5": sold("GPT 5", None)},
        "oldie": {"gpt-5": sold("GPT 5", 0.6 * cut + 1, **old)},
        "acme": {"tiny": sold("Tiny", 0.0002)},
    }


@pytest.fixture(autouse=True)
def two_days(publish: Any) -> None:
    publish(DAYS[0], **catalogue(later=False))
    publish(DAYS[1], **catalogue(later=True))


# How a surface is read: each function returns the models and providers that a ranking names

Names = list[str]
COMPETING = 3  # offers of GPT-5


def context_of(client: Client, address: str, **post: str) -> Any:
    answer = client.post(address, post) if post else client.get(address, follow=True)
    assert answer.status_code == 200, address
    return answer.context


def path_of(url: str) -> str:
    return "/".join(url.strip("/").split("/")[1:3])


def offers(rows: Any) -> Names:
    return [name for row in rows for name in (row.offer.model, row.offer.provider)]


def home(client: Client) -> Names:
    context = context_of(client, "/")
    moves = [*context["cuts"], *context["rises"]]
    listed = [path_of(row.url) for row in context["cheapest"]]
    return listed + [move.model.path for move in moves] + _sellers(moves)


def _sellers(moves: Any) -> Names:
    return [one.first.provider.key for move in moves for one in move.moves]


def newest(client: Client) -> Names:
    return [path_of(row.url) for row in context_of(client, "/")["newest"]]


def model_page(client: Client) -> Names:
    context = context_of(client, f"/models/{MODEL}/")
    lowest = [context["by_state"].lowest, context["spread"].lowest]
    found = [one.model.path for one in context["alternatives"]]
    return found + [offering.provider.key for offering in lowest]


def answers_of_a_model(client: Client) -> Names:
    context = context_of(client, f"/models/{MODEL}/")
    cost, *_others, alternatives, _source = (answer.text for answer in context["faq"])
    return named_in(cost + alternatives + str(context["structured_data"]))


def named_in(text: str) -> Names:
    """Return the models and providers that a text names, by their names for readers."""
    names = {
        **{key: key.title() for key in ("shady", "mute", "oldie", "beta", "gamma")},
        "openai": "OpenAI|Openai",
        "openai/gpt-4-old": "GPT 4 old",
        "openai/gpt-4-gone": "GPT 4 gone",
        "openai/text-embedding-9": "Text embedding 9",
        "anthropic/claude-sonnet-4-5": "Claude Sonnet 4.5",
        "acme/tiny": "Tiny",
        "google/gemini-3-pro": "Gemini 3 Pro",
    }
    return [key for key, name in names.items() if re.search(name, text)]


def model_markdown(client: Client) -> Names:
    text = client.get(f"/models/{MODEL}.md").content.decode()
    table = re.findall(r"^\| (\w+) \| `gpt-5` \|", text, re.MULTILINE)
    return [name.lower() for name in table[:COMPETING]]


def lists(client: Client) -> Names:
    """Return what a list sorted by price shows without saying that its offer is deprecated."""
    rows = context_of(client, "/models/?sort=blended")["rows"]
    return [
        path_of(row.url)
        for row in rows
        if "deprecated" not in {tag.text for tag in row.tags} and row.cells[2].text
    ]


def comparisons(client: Client) -> Names:
    html = client.get("/compare/").content.decode()
    return re.findall(r"(?<=[/=])(?:openai|anthropic|google|acme)/[\w-]+", html)


def comparison(client: Client) -> Names:
    """Return the provider whose offer stands for a model of which nobody chose one."""
    (column,) = context_of(client, f"/compare/{MODEL}/")["columns"]
    return [column.offering.provider.key]


def calculator(client: Client) -> Names:
    context = context_of(client, "/calculator/?offers=all")
    ranked = [row for row in context["rows"] if row.rank is not None]
    return offers(ranked)


def hit_rates(client: Client) -> Names:
    chart = context_of(client, "/calculator/?cached=80")["hit_rates"]
    return offers(chart.offers)


def replacements(client: Client) -> Names:
    found = context_of(client, f"/calculator/?instead={MODEL}&slack=100")["replaced"]
    return offers([*found.models, *found.elsewhere])


def calculator_csv(client: Client) -> Names:
    text = client.get("/calculator/result.csv?offers=all").content.decode("utf-8-sig")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["rank"]]
    return [row[name] for row in rows for name in ("model_id", "provider_id")]


def model_calculator(client: Client) -> Names:
    rows = context_of(client, f"/models/{MODEL}/calculator/")["rows"]
    return offers([row for row in rows if row.rank is not None])


def usage_log(client: Client) -> Names:
    log = f"day,model,input,output\n{DAYS[1]},gpt-5,100000,1000\n"
    tables = context_of(client, "/calculator/log/", text=log, slack="100")["tables"]
    suggested = [one for model in tables.replaced for one in model.suggestions]
    return offers([*tables.alternatives, *suggested])


def usage_log_of_every_model(client: Client) -> Names:
    log = f"day,model,input,output\n{DAYS[1]},gpt-5,100000,1000\n"
    tables = context_of(client, "/calculator/log/", text=log, keep="log")["tables"]
    return offers(tables.alternatives)


def explorer(client: Client) -> Names:
    context = context_of(client, "/explore/")
    points = [mark.point for mark in context["scatter"].frontier] + list(context["page"])
    return [path_of(point.url) for point in points]


def ranking(client: Client) -> Names:
    return [row.model.path for row in context_of(client, "/rankings/coding/")["page"]]


def ranking_by_price(client: Client) -> Names:
    return [row.model.path for row in context_of(client, "/rankings/cost-efficiency/")["page"]]


def movers(client: Client) -> Names:
    context = context_of(client, "/changelog/")
    found = context["movers"]
    moved = [one.model.path for one in (*found.falls, *found.rises, *found.switches)]
    week = context["week"].moves
    return moved + [one.model.path for one in week] + _sellers(week)


def successors(client: Client) -> Names:
    withdrawn = context_of(client, "/lifecycle/")["withdrawn"]
    return [successor.path for _model, successor in withdrawn if successor]


def cheapest_provider(client: Client) -> Names:
    """Return the providers that a page says how often they are the cheapest."""
    return [one.key for one in Provider.objects.all() if price_rank(one)]


def api(client: Client, path: str, **query: Any) -> Any:
    answer = client.get(f"/api/v1/{path}", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def api_cost(client: Client) -> Names:
    costs = api(client, "cost", model=MODEL, input=1000)["items"]
    return [cost["provider"] for cost in costs[:COMPETING]]


def api_lifecycle(client: Client) -> Names:
    return [one["successor"] for one in api(client, "lifecycle")["items"] if one["successor"]]


def api_check(client: Client) -> Names:
    body = {"ids": ["gpt-4-gone", "gpt-4-old"]}
    answer = client.post("/api/v1/check", body, content_type="application/json")
    return [one["successor"] for one in answer.json()["items"] if one["successor"]]


def tool(name: str, **arguments: Any) -> Any:
    (content,) = answer_of(name, arguments).content
    return json.loads(content.text)


def mcp_cost(_client: Client) -> Names:
    return [one["provider"] for one in tool("cost", model=MODEL, input=1000)["costs"][:COMPETING]]


def mcp_search(_client: Client) -> Names:
    orders = ("input", "output", "blended", "-score-coding")
    found = [tool("search_models", sort=order)["items"] for order in orders]
    return [item["model"] for items in found for item in items if item["prices"]["input"]]


def mcp_check(_client: Client) -> Names:
    items = tool("check_ids", ids=["gpt-4-gone", "gpt-4-old"])["ids"]
    return [one["successor"] for one in items if one.get("successor")]


@dataclass(frozen=True)
class Surface:
    """A ranking at an address, and what it must name, so that an empty one is no success.

    `but` is what it may name all the same, with the reason.
    """

    read: Callable[[Client], Names]
    names: str = MODEL
    but: Mapping[str, str] = field(default_factory=dict)

    def wrong(self, found: Names) -> dict[str, str]:
        return {name: BAD[name] for name in found if name in BAD and name not in self.but}


GEMINI = "google/gemini-3-pro"
VECTOR, TINY = "openai/text-embedding-9", "acme/tiny"
MOVES = {VECTOR: "a change is a share of the model's own price, whatever its type"}
EVERY_TYPE = {VECTOR: "of every type, unless a filter says otherwise"}
NEW = EVERY_TYPE | {TINY: "new, whatever its price"}
SCORES = {TINY: "a score is points for facts; no points for a price that is not known"}
RANKINGS: dict[str, list[Surface]] = {
    "home": [Surface(home, but=MOVES), Surface(newest, but=NEW)],
    "model": [
        Surface(model_page, "openai"),
        Surface(answers_of_a_model, "openai", but={"mute": "said to publish no price"}),
    ],
    "model-markdown": [Surface(model_markdown, "openai")],
    "models": [Surface(lists, but=EVERY_TYPE)],
    "compare": [Surface(comparisons), Surface(comparison, "openai")],
    "calculator": [Surface(calculator), Surface(hit_rates), Surface(replacements, GEMINI)],
    "calculator-csv": [Surface(calculator_csv)],
    "model-calculator": [Surface(model_calculator)],
    "usage-log": [Surface(usage_log, GEMINI), Surface(usage_log_of_every_model, GEMINI)],
    "explore": [Surface(explorer)],
    "ranking": [Surface(ranking, but=SCORES), Surface(ranking_by_price, but=SCORES)],
    "changelog": [Surface(movers, but=MOVES)],
    "lifecycle": [Surface(successors)],
    "provider": [Surface(cheapest_provider, "openai")],
    "api:cost": [Surface(api_cost, "openai")],
    "api:lifecycle": [Surface(api_lifecycle)],
    "api:check": [Surface(api_check)],
    "mcp:cost": [Surface(mcp_cost, "openai")],
    "mcp:search_models": [Surface(mcp_search)],
    "mcp:check_ids": [Surface(mcp_check)],
}
LISTED = "a list of all that fit its filters, each with its type, status and price state"
RECORD = "what was on record, by day; nothing is proposed"
NAMED = "only what the address names"
FIGURES = "figures of the whole market, no offer or model"
PICTURE = "a picture of a page that is in the other table"
FILE = "a file of the catalogue as it is"
TEXT = "texts, rules and addresses"
FORM = "a form"
NO_RANKINGS = {
    **dict.fromkeys(
        ("capability", "maker", "family", "makers", "capabilities", "providers"), LISTED
    ),
    **dict.fromkeys(("models-csv", "search", "data-quality", "data-quality-csv"), LISTED),
    **dict.fromkeys(("card", "model-card", "compare-card", "price-chart"), PICTURE),
    **dict.fromkeys(("compare-csv", "compare-markdown"), NAMED),
    **dict.fromkeys(("price-history", "prices-csv", "score-history", "history-status"), RECORD),
    **dict.fromkeys(("changes-atom", "changes-json", "changes-csv", "changes-markdown"), RECORD),
    "retirements": RECORD,
    **dict.fromkeys(("price-index", "price-index-csv", "price-index-feed"), FIGURES),
    **dict.fromkeys(("about", "faq", "methodology", "api", "bundles"), TEXT),
    **dict.fromkeys(("sitemap", "sitemap-section", "robots", "llms"), TEXT),
    "report-mistake": FORM,
    **dict.fromkeys(("api:models", "api:offers", "api:facets", "api:providers"), LISTED),
    **dict.fromkeys(("api:makers", "api:capabilities"), LISTED),
    **dict.fromkeys(("api:model", "api:usage", "api:openapi", "api:as-of"), NAMED),
    **dict.fromkeys(("api:offer-history", "api:field-history", "api:model-history"), RECORD),
    **dict.fromkeys(("api:changes", "api:corrections", "api:snapshots", "api:payload"), RECORD),
    "api:index": FIGURES,
    **dict.fromkeys(("api:bundle-key", "api:bundle-latest", "api:bundle-of-day"), FILE),
    "api:bundle-file": FILE,
    **dict.fromkeys(("mcp:get_model", "mcp:compare_models", "mcp:price_on_day"), NAMED),
    "mcp:what_changed": RECORD,
}


def addresses(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Yield the name of each public address, with its namespace."""
    for pattern in resolver.url_patterns:
        if str(pattern.pattern).startswith(f"{settings.ADMIN_PATH}/"):
            continue
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"
        else:
            yield from addresses(pattern, f"{pattern.namespace}:" if pattern.namespace else prefix)


def test_every_address_and_every_tool_is_in_one_table() -> None:
    public = {*addresses(get_resolver()), *(f"mcp:{tool.name}" for tool in TOOLS)}
    assert RANKINGS.keys() | NO_RANKINGS.keys() == public
    assert not RANKINGS.keys() & NO_RANKINGS.keys()


CASES = [
    pytest.param(surface, id=f"{address} {surface.read.__name__}")
    for address, surfaces in RANKINGS.items()
    for surface in surfaces
]


@pytest.mark.parametrize("surface", CASES)
def test_a_ranking_has_only_what_competes(client: Client, surface: Surface) -> None:
    found = surface.read(client)
    assert surface.names in found
    assert surface.wrong(found) == {}


class PastClient(Client):
    """Asks for every page as of the second day."""

    def get(self, path: str, *args: Any, **kwargs: Any) -> Any:
        joint = "&" if "?" in path else "?"
        return super().get(f"{path}{joint}{PARAMETER}={DAYS[1]}", *args, **kwargs)


PAST = {home, newest, explorer, ranking, ranking_by_price, calculator, hit_rates, replacements}


@pytest.mark.parametrize("surface", [one for one in CASES if one.values[0].read in PAST])
def test_of_a_past_day_too(publish: Any, client: Client, surface: Surface) -> None:
    publish(DAYS[2], openai={"gpt-5": sold("GPT 5", 1)})
    found = surface.read(PastClient())
    assert surface.names in found
    assert surface.wrong(found) == {}
