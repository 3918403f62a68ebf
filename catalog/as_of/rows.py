"""Rows of the catalogue as of a day, unsaved, from the revisions and groupings of that day.

They hold what the tables would hold after that day's payload, by today's rules: the columns come
from the functions that write the tables. Nothing is written. The primary keys are those of the
tables, so that pages can look for history by them.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Q

from catalog.domain.corrections import CorrectedFields, Target
from catalog.domain.facts import CandidateOffering
from catalog.domain.price_doubts import DoubtfulPrice
from catalog.domain.records import OfferingFacts, facts_from_json
from catalog.identity.decisions import NO_DECISIONS, Decisions
from catalog.ingest.batch import (
    candidate_offering,
    with_newcomers_doubted,
    with_price_doubts,
)
from catalog.ingest.corrections import NO_OVERRIDES, Overrides
from catalog.ingest.models import labels_of, model_columns
from catalog.ingest.offerings import doubt_columns, offering_columns
from catalog.ingest.versions import version_columns
from catalog.models import CanonicalModel, Maker, Offering, Provider, Revision, RevisionQuerySet
from catalog.name_order import NameOrder

# The groupings and the providers' revisions are the changelog's tables, which this app cannot
# import; both hang on rows of its own.
GROUPED = "offering__groupings"
COLUMNS = (
    *("offering_id", "valid_from", "valid_to", "facts", "offering__provider__key"),
    *("offering__provider_model_id", "offering__first_seen", f"{GROUPED}__model_id", "corrected"),
)
FEW = 200  # models, up to which reading those takes less time than reading all
NINE_DECIMALS = Decimal("1e-9")  # as columns of prices round


class StoredOffer(NamedTuple):
    """One revision, with its offering's fixed columns and the model it was matched to that day."""

    pk: int
    valid_from: date
    valid_to: date | None
    facts: dict[str, Any]
    provider: str
    provider_model_id: str
    first_seen: date
    model: int
    corrected: CorrectedFields

    @property
    def key(self) -> tuple[str, str]:
        return self.provider, self.provider_model_id

    def with_facts(self, facts: dict[str, Any], corrected: CorrectedFields) -> "StoredOffer":
        return self._replace(facts=facts, corrected=corrected)


def matched_as_of(
    day: date, *, model: int | None = None, maker: int | None = None
) -> RevisionQuerySet:
    """Return all revisions, each with the model that its offering was matched to on a day.

    With `model` or `maker`, those that were matched to it, or to a model of it.
    """
    matched = held_on(day, GROUPED)
    if model is not None:
        matched &= Q(**{f"{GROUPED}__model": model})
    if maker is not None:
        matched &= Q(**{f"{GROUPED}__model__maker": maker})
    # In one call, so that all conditions are about one and the same grouping.
    return Revision.objects.filter(matched)


def held_on(day: date, relation: str) -> Q:
    """Return the condition that the interval at the end of a relation was valid on a day."""
    still = Q(**{f"{relation}__valid_to": None}) | Q(**{f"{relation}__valid_to__gt": day})
    return Q(**{f"{relation}__valid_from__lte": day}) & still


def matched_models(day: date) -> dict[int, int]:
    """Return the model that each offering was matched to on a day, by primary keys; one query."""
    rows = Offering.objects.filter(held_on(day, "groupings"))
    return dict(rows.values_list("pk", "groupings__model"))


def stored_offers(revisions: RevisionQuerySet) -> list[StoredOffer]:
    """Read revisions of `matched_as_of`, in order of provider and model id, in one query."""
    rows = revisions.values_list(*COLUMNS).iterator(chunk_size=5000)
    offers = [StoredOffer(*row) for row in rows]
    return sorted(offers, key=lambda offer: (*offer.key, offer.pk))


Read = tuple[StoredOffer, OfferingFacts]
Doubts = dict[int, DoubtfulPrice]  # by the offering's key


def build_models(
    offers: Iterable[Read],
    makers: Mapping[int, Maker],
    overrides: Overrides = NO_OVERRIDES,
    decisions: Decisions = NO_DECISIONS,
    new: Container[str] = frozenset(),
) -> tuple[dict[int, CanonicalModel], Doubts]:
    """Return the models that these offers make, by primary key in order of canonical ids.

    Beside them, which of the offers have a doubtful price; `new` are the providers that were new
    on that day. One query for the models' addresses.
    `overrides` are the corrections of that day; those of offers are in their facts already.
    """
    by_model: defaultdict[int, list[Read]] = defaultdict(list)
    for offer, facts in offers:
        by_model[offer.model].append((offer, facts))
    addresses = CanonicalModel.objects.order_by("path").values_list(
        "pk", "path", "slug", "maker_id", "first_seen"
    )
    if len(by_model) <= FEW:
        addresses = addresses.filter(pk__in=by_model)
    known = {row[1]: row for row in addresses if row[0] in by_model}
    judged = with_newcomers_doubted(
        {
            path: _candidates(by_model[pk], makers[maker].slug, overrides, decisions)
            for path, (pk, _path, _slug, maker, _first_seen) in known.items()
        },
        new,
        overrides,
    )
    models: dict[int, CanonicalModel] = {}
    doubts: Doubts = {}
    for path, (pk, _path, slug, maker, first_seen) in known.items():
        candidates = judged[path]
        keys = {offer.key: offer.pk for offer, _facts in by_model[pk]}
        own = overrides.about(Target.MODEL, path)
        columns = model_columns(
            makers[maker].slug, slug, candidates, keys, own, decisions=decisions
        )
        columns["blended_price"] = _rounded(columns["blended_price"])
        fixed: dict[str, Any] = {"pk": pk, "path": path, "slug": slug, "first_seen": first_seen}
        models[pk] = CanonicalModel(maker=makers[maker], **fixed, **columns)
        doubts |= {keys[one.key]: one.price_doubt for one in candidates if one.price_doubt}
    return models, doubts


def _candidates(
    own: Iterable[Read], maker: str, overrides: Overrides, decisions: Decisions
) -> list[CandidateOffering]:
    """Return a model's offers as its rules see them."""
    plans = decisions.plans
    offers = [candidate_offering(offer.key, facts, maker, plans) for offer, facts in own]
    return with_price_doubts(offers, overrides)


def group_and_label(models: Iterable[CanonicalModel], decisions: Decisions = NO_DECISIONS) -> None:
    """Label all models that were on sale on one day, and say which are versions of one."""
    by_path = {model.path: model for model in models}
    by_pk = {model.pk: model for model in by_path.values()}
    by_maker: defaultdict[int, list[CanonicalModel]] = defaultdict(list)
    for model, columns in version_columns(by_path, decisions):
        by_maker[model.maker_id].append(model)
        for name, value in columns.items():
            setattr(model, name, value)
        # The row itself, so that following the relation asks nothing.
        model.version_of = by_pk.get(model.version_of_id or 0)
    for several in by_maker.values():
        labels = labels_of(several)
        for model in several:
            model.label = labels[model.slug]


def build_offering(
    read: Read,
    provider: Provider,
    model: CanonicalModel,
    doubt: DoubtfulPrice | None = None,
    decisions: Decisions = NO_DECISIONS,
) -> Offering:
    """Return the row of an offer as of a day on which its revision was valid."""
    offer, facts = read
    state = candidate_offering(offer.key, facts, "", decisions.plans).price_state
    columns = offering_columns(facts, state) | doubt_columns(doubt)
    columns["blended_price"] = _rounded(columns["blended_price"])
    columns["price_state"] = state.value  # a plain text, as the database returns it
    # Without the basis of the match, which is kept for today only: it changes with other offers.
    return Offering(
        pk=offer.pk,
        provider=provider,
        model=model,
        provider_model_id=offer.provider_model_id,
        first_seen=offer.first_seen,
        changed_on=offer.valid_from,
        corrected=offer.corrected,
        **columns,
    )


def read_facts(offers: Iterable[StoredOffer]) -> Iterator[Read]:
    """Yield each offer with the facts that its revision holds."""
    for offer in offers:
        yield offer, facts_from_json(offer.facts)


def read_providers(day: date, makers: Mapping[int, Maker]) -> dict[str, Provider]:
    """Return the providers on record on a day by key, without counts of offers; one query."""
    rows = Provider.objects.filter(held_on(day, "revisions")).order_by(NameOrder("name"), "pk")
    columns = ("pk", "key", "first_seen", "maker_id", "revisions__facts")
    return {
        key: Provider(pk=pk, key=key, first_seen=first_seen, maker=makers.get(maker), **facts)
        for pk, key, first_seen, maker, facts in rows.values_list(*columns)
    }


def _rounded(price: Decimal | None) -> Decimal | None:
    return None if price is None else price.quantize(NINE_DECIMALS)
