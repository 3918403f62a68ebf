"""The MCP tools as functions: each asks the API, and leaves out what costs tokens.

A tool gets its arguments and the most items to answer, and returns an answer with what to ask on
with: `next`, or what was left out. What cannot be looked up raises the API's own errors: a model
that is told "not found" in an ordinary answer takes that for a fact.
"""

from datetime import date
from typing import Any

import msgspec
from django.utils import timezone

from api.endpoints.changes import Changes, ChangesQuery
from api.endpoints.check import Check, CheckRequest
from api.endpoints.costs import CostQuery, WorkloadCost
from api.endpoints.models import ModelPath, Models, OneModel
from api.endpoints.offers import Offers
from api.mcp import arguments as args
from api.mcp.asking import ask, present_path
from api.mcp.brief import Answer, brief_cost, brief_detail, brief_model, brief_offer, reported
from api.model_filters import ModelsQuery
from api.offer_filters import OffersQuery
from api.problems import InvalidParameter, NotFound
from api.schemas.envelopes import Page
from api.schemas.queries import DatedQuery
from catalog.domain.kinds import ModelKind
from catalog.domain.records import DEPRECATED
from catalog.http import newest_data_version
from catalog.listing.facets import STATUSES

# In an order by price or score, what is no chat model or is deprecated would lead.
RANKED = frozenset({"input", "output", "blended", "-score-coding"})
COMPETING = {
    "kind": ModelKind.CHAT.value,
    "status": ",".join(sorted(STATUSES.keys() - {DEPRECATED})),
}


def search_models(asked: args.SearchModels, most: int) -> Answer:
    filters = {
        "q": asked.query,
        "provider": asked.provider,
        "maker": asked.maker,
        "input-max": _plain(asked.input_price_max),
        "output-max": _plain(asked.output_price_max),
        "context-min": str(asked.context_min or ""),
        **dict.fromkeys(asked.capabilities, "yes"),
    }
    query: Answer = {name: value for name, value in filters.items() if value}
    if asked.sort in RANKED:
        query |= COMPETING
    query |= {"sort": asked.sort, "limit": most, "as_of": asked.as_of}
    page = ask(Models, {"parsed_query": (ModelsQuery, query | _cursor(asked.next))})
    return _paged(page, [brief_model(model) for model in page.items])


def get_model(asked: args.GetModel, most: int) -> Answer:
    answer = _model(asked.model, asked)
    first = _place(asked.next)
    offers = [brief_offer(offer) for offer in answer.item.offers]
    return {
        "data": _data(answer),
        "model": {} if first else brief_detail(answer.item),
        "offers": offers[first : first + most],
        "offers_in_all": len(offers),
        "next": _following(first + most, len(offers)),
    }


def compare_models(asked: args.CompareModels, most: int) -> Answer:
    paths = [present_path(name) for name in asked.models]
    query = {"model": ",".join(paths[:most]), "as_of": asked.as_of}
    page = ask(Models, {"parsed_query": (ModelsQuery, query)})
    models = [brief_model(row) for row in page.items]
    return {"data": _data(page), "models": models, "left_out": paths[most:]}


def cost(asked: args.Cost, most: int) -> Answer:
    names = CostQuery.__struct_fields__
    given = {name: value for name, value in msgspec.structs.asdict(asked).items() if name in names}
    given["model"] = present_path(asked.model)
    page = ask(WorkloadCost, {"parsed_query": (CostQuery, given)})
    if not page.items:
        raise NotFound(_no_offer(given["model"], asked.provider, page))
    first = _place(asked.next)
    costs = [brief_cost(one) for one in page.items[first : first + most]]
    following = _following(first + most, len(page.items))
    answer = {"data": _data(page), "model": given["model"], "unit": "USD", "costs": costs}
    return answer | {"offers_in_all": len(page.items), "next": following}


def price_on_day(asked: args.PriceOnDay, most: int) -> Answer:
    path = present_path(asked.model)
    query: Answer = {"model": path, "provider": asked.provider, "as_of": asked.day, "limit": most}
    query |= {"known_on": asked.known_on} | _cursor(asked.next)
    page = ask(Offers, {"parsed_query": (OffersQuery, query)})
    if not page.items:
        raise NotFound(_no_offer(path, asked.provider, page))
    return _paged(page, [brief_offer(offer) for offer in page.items]) | {"model": path}


def what_changed(asked: args.WhatChanged, most: int) -> Answer:
    model = present_path(asked.model) if asked.model else ""
    query = msgspec.structs.asdict(asked) | {"model": model, "limit": most}
    if not (asked.after or asked.model or asked.provider):
        query["day"] = asked.day or _newest_day()
    page = ask(Changes, {"parsed_query": (ChangesQuery, query)})
    changes = [reported(one) | {"old": one.old, "new": one.new} for one in page.items]
    return {"data": _data(page), "changes": changes, "next": page.next and {"after": page.next}}


def check_ids(asked: args.CheckIds, most: int) -> Answer:
    ids = asked.ids[:most]
    days = {"as_of": asked.as_of, "known_on": asked.known_on}
    body, query = (CheckRequest, {"ids": ids}), (DatedQuery, days)
    page = ask(Check, {"parsed_body": body, "parsed_query": query}, method="post")
    known = [one.status == "known" for one in page.items]
    left = len(asked.ids) - len(known)
    return {
        "data": _data(page),
        "all_known": all(known) and not left,
        "ids": [reported(one) for one in page.items],
        "not_checked": f"the last {left}; ask for them again" if left else None,
    }


def _model(name: str, asked: args.GetModel) -> Any:
    maker, _slash, slug = present_path(name).partition("/")
    return ask(
        OneModel,
        {
            "parsed_path": (ModelPath, {"maker": maker, "slug": slug}),
            "parsed_query": (DatedQuery, {"as_of": asked.as_of}),
        },
    )


def _newest_day() -> date | None:
    newest = newest_data_version(timezone.now())
    return newest.day if newest else None


def _data(answer: Any) -> Answer:
    data = answer.data
    return {"day": data.day, "sha256": data.sha256, "source": data.attribution}


def _paged(page: Page[Any], items: list[Answer]) -> Answer:
    return {"data": _data(page), "items": items, "next": page.next}


def _cursor(following: str) -> dict[str, str]:
    return {"cursor": following} if following else {}


def _place(following: str) -> int:
    """Return how many items came before. Raises InvalidParameter."""
    if following and not (following.isascii() and following.isdigit() and len(following) < 10):
        raise InvalidParameter("next is not one that this tool returned.", "Ask without next.")
    return int(following or 0)


def _following(place: int, size: int) -> str | None:
    return str(place) if place < size else None


def _plain(price: float | None) -> str:
    return "" if price is None else f"{price:.9f}"


def _no_offer(path: str, provider: str, page: Page[Any]) -> str:
    at = f" at {provider}" if provider else ""
    return f"No offer of {path}{at} on {page.data.day}."
