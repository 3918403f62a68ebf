"""Offers as the API answers them, of any day: from stored revisions, or from the payload itself."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet
from msgspec import UNSET

from api.days import Reading
from api.schemas.offers import Offer, PriceMode, PriceTier, TokenPrices
from catalog.decisions import DecisionKind, IdentityDecision
from catalog.domain.corrections import Target, corrected_anew
from catalog.domain.modes import Mode, read_modes
from catalog.domain.other_fees import other_fees
from catalog.domain.prices import price_state
from catalog.domain.records import (
    facts_to_json,
    prices_from_json,
    prices_to_json,
    tiers_from_json,
)
from catalog.editorial import Correction
from catalog.http import DataVersion
from catalog.ingest.batch import NO_PLANS
from catalog.ingest.corrections import Overrides
from catalog.ingest.snapshots import read_payload
from catalog.models import Offering, Revision, Snapshot
from catalog.version_cache import per_version

Key = tuple[str, str]  # provider, provider's model id
FIELDS = Offer.__struct_fields__
COLUMNS = ("offering__provider__key", "offering__provider_model_id", "offering__model__path")
FACTS = ("facts", "corrected")
# Facts whose names and values are the same in a stored revision and in an answer.
SAME = (
    *("context", "max_input", "max_output", "tool_calling", "structured_output", "reasoning"),
    *("temperature", "attachment", "open_weights"),
)
# Stored as "" and left out when not reported; null in an answer.
TEXTS = ("family", "status", "released", "last_updated", "knowledge")


@dataclass(frozen=True, slots=True)
class OfferFilter:
    """What a list of offers is limited to; "" is no limit. `after` is the last key before.

    `keys`, in order and after `after`, are all that may be listed; None is no limit.
    """

    provider: str = ""
    model: str = ""
    after: Key | None = None
    keys: Iterable[Key] | None = None


def offer_items(reading: Reading, chosen: OfferFilter, limit: int) -> list[Offer]:
    """Return up to `limit` offers of a reading, by provider and id; 1 query, or none if cached."""
    if reading.superseded:
        return list(islice(_from_payload(reading, chosen), limit))
    if chosen.keys is not None:
        return list(islice(_of_keys(reading, chosen, chosen.keys, limit), limit))
    rows = _revisions(reading, chosen).values_list(*COLUMNS, *FACTS)
    known, plans = corrections_known(reading.known_on), plans_of(reading)
    return [offer_item(*known_facts(row, reading.day, known), plans=plans) for row in rows[:limit]]


def _of_keys(
    reading: Reading, chosen: OfferFilter, keys: Iterable[Key], size: int
) -> Iterator[Offer]:
    """Yield the offers of some keys, read by a query for each `size` of them."""
    known, plans = corrections_known(reading.known_on), plans_of(reading)
    following = (key for key in keys if chosen.provider in ("", key[0]))
    # A model has few offers, and they lie far apart in the order of keys: all at once.
    while part := list(islice(following, None if chosen.model else size)):
        rows = _revisions(reading, replace(chosen, after=None))
        if not chosen.model:
            providers, ids = ({key[place] for key in part} for place in (0, 1))
            rows = rows.filter(
                offering__provider__key__in=providers, offering__provider_model_id__in=ids
            )
        wanted = set(part)
        found = (row for row in rows.values_list(*COLUMNS, *FACTS) if row[:2] in wanted)
        items = {
            row[:2]: offer_item(*known_facts(row, reading.day, known), plans=plans) for row in found
        }
        yield from (items[key] for key in part if key in items)


def offer_item(
    provider: str,
    model_id: str,
    path: str,
    facts: Mapping[str, Any],
    corrected: Iterable[str] = (),
    *,
    plans: Mapping[str, bool] = NO_PLANS,
) -> Offer:
    """Return an answer's offer from the facts of a stored revision, and which are corrected.

    `plans` is what editors say of the providers that sell subscriptions.
    """
    prices = facts.get("prices", {})
    state = price_state(
        prices_from_json(prices),
        provider=provider,
        provider_model_id=model_id,
        sells_plan=plans.get(provider),
    )
    return Offer(
        provider=provider,
        provider_model_id=model_id,
        model=path,
        name=facts["name"],
        price_state=state.value,
        prices=token_prices(prices),
        tiers=[PriceTier(t["above"], token_prices(t["prices"])) for t in facts.get("tiers", ())],
        modes=[_mode_item(mode, facts) for mode in read_modes(facts.get("extra"))],
        other_fees=list(other_fees(facts.get("extra", {}))),
        input_modalities=facts.get("input_modalities", []),
        output_modalities=facts.get("output_modalities", []),
        corrected=sorted(corrected),
        **{name: facts.get(name) for name in SAME},
        **{name: facts.get(name) or None for name in TEXTS},
    )


def _mode_item(mode: Mode, facts: Mapping[str, Any]) -> PriceMode:
    return PriceMode(
        mode.name,
        token_prices(prices_to_json(mode.prices)),
        [PriceTier(one.above, token_prices(prices_to_json(one.prices))) for one in mode.tiers],
        mode.priced_up_to(tiers_from_json(facts.get("tiers", []))),
    )


def plans_of(reading: Reading) -> Mapping[str, bool]:
    """Return what editors say, as of a reading's day, of providers that sell subscriptions."""
    data = DataVersion(reading.version, reading.day, timedelta(0), token=reading.token)
    return plans_on(data, reading.day)


@per_version(most=8)
def plans_on(_data: DataVersion | None, day: date) -> Mapping[str, bool]:
    """Return the same by version of the catalogue and day; one query, once."""
    of_plans = IdentityDecision.objects.in_force(day).filter(
        kind__in=(DecisionKind.PLAN, DecisionKind.NO_PLAN)
    )
    return of_plans.as_data().plans


def corrections_known(known_on: date | None) -> Overrides | None:
    """Return the corrections of offers that were on record by the end of a day, as they were then.

    None without a day: the corrections in the stored revisions are the right ones, today's.
    """
    if known_on is None:
        return None
    rows = Correction.objects.overriding().filter(target=Target.OFFER)
    known = (row.as_known_on(known_on) for row in rows)
    return Overrides.from_rows(one for one in known if one)


def known_facts(
    row: Sequence[Any], day: date, known: Overrides | None
) -> tuple[str, str, str, Mapping[str, Any], Iterable[str]]:
    """Return a revision's row with the corrections that were known; all stay where `known` is None.

    `row` is the columns COLUMNS and FACTS; the corrections are those in force on `day`.
    """
    provider, model_id, path, facts, corrected = row
    if known is None:
        return provider, model_id, path, facts, corrected
    own = [one for one in known.about(Target.OFFER, model_id, provider) if one.in_force(day)]
    return provider, model_id, path, *corrected_anew(facts, corrected, own)


def token_prices(stored: Mapping[str, str]) -> TokenPrices:
    return TokenPrices(**{name: plain(price) for name, price in stored.items()})


def plain(number: str | Decimal) -> str:
    """Return a decimal without an exponent and trailing zeros: "1E+1" is "10", "0.50" is "0.5"."""
    text = f"{Decimal(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def only_fields(offers: Iterable[Offer], names: frozenset[str]) -> list[Offer]:
    """Leave out all other fields."""
    left_out = [name for name in FIELDS if name not in names]
    several = list(offers)
    for offer in several:
        for name in left_out:
            setattr(offer, name, UNSET)
    return several


def _revisions(reading: Reading, chosen: OfferFilter) -> QuerySet[Revision]:
    rows = Revision.objects.as_of(reading.day).order_by(*COLUMNS[:2])
    if chosen.provider:
        rows = rows.filter(offering__provider__key=chosen.provider)
    if chosen.model:
        rows = rows.filter(offering__model__path=chosen.model)
    if chosen.after:
        provider, model_id = chosen.after
        same = Q(offering__provider__key=provider, offering__provider_model_id__gt=model_id)
        rows = rows.filter(Q(offering__provider__key__gt=provider) | same)
    return rows


def _from_payload(reading: Reading, chosen: OfferFilter) -> Iterator[Offer]:
    keys = None if chosen.keys is None else set(chosen.keys)
    for offer in offers_in(reading.snapshot, reading):
        key = key_of(offer)
        fits = chosen.provider in ("", offer.provider) and chosen.model in ("", offer.model)
        follows = chosen.after is None or key > chosen.after
        if fits and follows and (keys is None or key in keys):
            yield offer


def key_of(offer: Offer) -> Key:
    return str(offer.provider), str(offer.provider_model_id)


def offers_in(snapshot: Snapshot, reading: Reading) -> Sequence[Offer]:
    """Return copies, since `only_fields` changes offers."""
    offers = _read_offers(snapshot.sha256, snapshot.day, reading.version, reading.known_on)
    return [copy(offer) for offer in offers]


# A read payload takes some 50 MB, and superseded days are rarely asked for. The version is part of
# the key since the models that the offers belong to may change with it.
@lru_cache(maxsize=2)
def _read_offers(sha256: str, day: date, _version: int, known_on: date | None) -> tuple[Offer, ...]:
    """Read a superseded payload's offers; a model that no later payload has is left empty."""
    payload = read_payload(Snapshot.objects.filter(sha256=sha256)[0].body)
    known = corrections_known(known_on)
    rows = Offering.objects.values_list("provider__key", "provider_model_id", "model__path")
    paths = {(provider, model_id): path for provider, model_id, path in rows}
    stored: Iterable[tuple[Any, ...]] = (
        (*key, paths.get(key, ""), facts_to_json(record.facts), {})
        for key, record in sorted(payload.offerings.items())
    )
    plans = plans_on(None, day)
    return tuple(offer_item(*known_facts(row, day, known), plans=plans) for row in stored)
