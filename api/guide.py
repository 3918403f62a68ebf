"""What /api/ says about each endpoint: one table, in the order in which the page prints it.

Parameters and their limits come from the OpenAPI document; the texts here are translated.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from dmr.openapi import build_schema

from api.fields import allow_missing
from api.routes import router

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Guide:
    """One address: what it is for, and an example; `body` makes it a POST."""

    path: str
    title: Text
    purpose: Text
    example: str
    body: dict[str, Any] | None = None

    @property
    def method(self) -> str:
        return "POST" if self.body else "GET"

    @property
    def anchor(self) -> str:
        return slugify(self.path)

    @property
    def json(self) -> str:
        """The example's body as it is sent."""
        return json.dumps(self.body)

    @property
    def parameters(self) -> list[dict[str, Any]]:
        """The query parameters of the document: name, description and whether one is required."""
        return parameters_of(self.path, self.method)


GUIDES = (
    Guide(
        "models",
        _("Models"),
        _(
            "One row per model with its capabilities, scores and prices, and every filter of the "
            "list."
        ),
        "models?tool-calling=yes&context-min=200000&input-max=1",
    ),
    Guide(
        "models/{maker}/{slug}",
        _("One model"),
        _("A model with every provider’s offer, its scores point by point, and data conflicts."),
        "models/openai/gpt-5",
    ),
    Guide(
        "models/{maker}/{slug}/history",
        _("History of a model"),
        _("All values of each offer of a model, with the days on which they held."),
        "models/openai/gpt-5/history?limit=10",
    ),
    Guide(
        "facets",
        _("Facets"),
        _("The filters of /models and how many models each value leaves."),
        "facets?provider=openai",
    ),
    Guide(
        "providers",
        _("Providers"),
        _("Every provider with its API URL and number of offers."),
        "providers",
    ),
    Guide(
        "makers",
        _("Makers"),
        _("Organizations that train models, with the number of models."),
        "makers",
    ),
    Guide(
        "capabilities",
        _("Capabilities"),
        _("Each capability with the number of models that are reported to have it."),
        "capabilities",
    ),
    Guide(
        "offers",
        _("Offers"),
        _(
            "Every provider’s offer of every model on a day: prices, limits and capabilities. It "
            "takes the filters of /models and judges each offer by its own values."
        ),
        "offers?model=openai/gpt-5&as_of=2026-05-12",
    ),
    Guide(
        "offers/history",
        _("History of an offer"),
        _("All values of one offer, each with the days on which they held."),
        "offers/history?provider=openai&id=gpt-5",
    ),
    Guide(
        "offers/history/field",
        _("History of a field"),
        _("The values of one field of an offer, such as its input price, with their days."),
        "offers/history/field?provider=openai&id=gpt-5&field=prices.input",
    ),
    Guide(
        "lifecycle",
        _("Lifecycle"),
        _(
            "Offers that are deprecated, that have an announced retirement, or that are gone, with "
            "successors."
        ),
        "lifecycle?state=retiring&limit=10",
    ),
    Guide(
        "corrections",
        _("Corrections"),
        _("What editors corrected, with both values, the reason and the source."),
        "corrections?limit=10",
    ),
    Guide(
        "index",
        _("Price index"),
        _("How prices of the same models move from day to day, 100 on the first day on record."),
        "index?measure=recommended&tier=all&limit=30",
    ),
    Guide(
        "changes",
        _("Changes"),
        _(
            "Every price, limit and capability change by serial. Keep a copy up to date by asking "
            "for what comes after the last serial, and delete what an item with removes names."
        ),
        "changes?kind=price&limit=10",
    ),
    Guide(
        "cost",
        _("Cost of a workload"),
        _("What a workload costs at each offer, itemized, with the rule behind each price."),
        "cost?model=openai/gpt-5&requests=1000&input=2000&output=500",
    ),
    Guide(
        "usage",
        _("Cost of recorded usage"),
        _(
            "Prices up to 10,000 records, each at the prices of its day. Every line cites the "
            "snapshot that its prices come from. Nothing is stored."
        ),
        "usage",
        {
            "records": [
                {
                    "day": "2026-05-01",
                    "model": "gpt-5",
                    "provider": "openai",
                    "requests": 100,
                    "input": 2000,
                    "output": 500,
                }
            ]
        },
    ),
    Guide(
        "check",
        _("Check model IDs"),
        _("Whether model IDs are known, retiring, gone or unknown, with successors. For CI."),
        "check?ids=gpt-5,claude-2.1",
    ),
    Guide(
        "snapshots",
        _("Snapshots"),
        _("Which days are on record, with the SHA-256 of each payload."),
        "snapshots?limit=10",
    ),
    Guide(
        "snapshots/{day}",
        _("Payload of a day"),
        _("The payload of models.dev as it came that day, byte for byte."),
        "snapshots/2026-05-12",
    ),
)


@dataclass(frozen=True, slots=True)
class ApiChange:
    """What changed in the API itself, for programs that use it."""

    day: date
    text: Text


# The newest first. Nothing but additions, within v1.
API_CHANGES = (
    ApiChange(
        date(2026, 11, 27),
        _(
            "/cost takes a region, and a cost has its region’s surcharge, its status and why its "
            "price is doubtful: such offers come after the others. /usage lists what has no price "
            "by its mode."
        ),
    ),
    ApiChange(
        date(2026, 11, 27),
        _(
            "/check and /usage match names by the offers of as_of and known_on, and every address "
            "reads a payload that a later one of its day replaced."
        ),
    ),
    ApiChange(
        date(2026, 11, 27),
        _(
            "Serials of /changes only grow, and say which changes no longer hold. Serials "
            "from before today answer 409: begin again. Every list takes fields, and every "
            "address as_of and known_on: what can no longer be told answers 422."
        ),
    ),
    ApiChange(
        date(2026, 11, 27),
        _(
            "Offers have a region and a seller, providers a seller and regions; a cost has the "
            "effective price per million tokens."
        ),
    ),
    ApiChange(
        date(2026, 11, 26),
        _(
            "Added the history of a model and of a field, lifecycle, corrections, the price index, "
            "filters of offers, the order of models, and an MCP server."
        ),
    ),
    ApiChange(
        date(2026, 11, 26), _("v1: models, offers, changes, costs and snapshots with two dates.")
    ),
)


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """Return the OpenAPI document; making it takes half a second."""
    return allow_missing(build_schema(router).convert())


def parameters_of(path: str, method: str) -> list[dict[str, Any]]:
    operation = document()["paths"][f"/api/v1/{path}"][method.lower()]
    parameters = operation.get("parameters", [])
    return [
        {
            "name": one["name"],
            "description": _described(one["schema"]),
            "required": one.get("required", False),
        }
        for one in parameters
    ]


def _described(schema: dict[str, Any]) -> str:
    """Return a parameter's description; that of an optional one stands in its first type."""
    types = schema.get("anyOf", [schema])
    return str(types[0].get("description", ""))
