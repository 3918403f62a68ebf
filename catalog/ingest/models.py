"""Writing canonical models as of one payload, and where the addresses of some have moved."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models.functions import Lower

from catalog.domain.facts import CandidateOffering, ModelFacts, conflict_to_json, model_facts
from catalog.identity.maker_rules import is_derivative
from catalog.ingest.batch import Batch, Key
from catalog.ingest.bulk import ROWS_PER_STATEMENT, chunked, insert, overwrite, set_fields
from catalog.ingest.offerings import REPRESENTED, stated_columns
from catalog.ingest.rebuild_state import record_move
from catalog.models import CanonicalModel, MovedModel

DERIVED = (
    *("name", "family", "released", "knowledge", "vision", "audio", "pdf", "prompt_caching"),
    *("provider_count", "channel_count"),
)
NOTHING_SOLD = {"channel_count": 0, "provider_count": 0}


def create_new_models(today: Batch, makers: Mapping[str, int]) -> dict[str, int]:
    """Add the models that are new, by name only; return every model's id by canonical id."""
    known = dict(CanonicalModel.objects.values_list("path", "pk"))
    new = [_new_model(today, makers, path) for path in sorted(today.channels.keys() - known.keys())]
    insert(CanonicalModel, new)
    return known | {row.path: row.pk for row in new}


def _new_model(today: Batch, makers: Mapping[str, int], path: str) -> CanonicalModel:
    maker, _, slug = path.partition("/")
    return CanonicalModel(
        pk=today.memory.id_of(CanonicalModel, path),
        maker_id=makers[maker],
        slug=slug,
        path=path,
        name=slug,
        first_seen=min(_first_seen(today, channel) for channel in today.channels[path]),
    )


def _first_seen(today: Batch, channel: CandidateOffering) -> date:
    known = today.known.get(channel.key)
    return known.first_seen if known else today.day


def refresh_models(
    today: Batch, models: Mapping[str, int], touched: Iterable[str], pks: Mapping[Key, int]
) -> None:
    """Derive the facts of the touched models anew; one without channels is withdrawn, as it was."""
    changed = []
    for some in chunked(sorted(models[path] for path in touched)):
        for row in CanonicalModel.objects.filter(pk__in=some).order_by("pk"):
            channels = today.channels.get(row.path)
            stated = _stated(row, channels, pks) if channels else _withdrawn(row, today)
            if set_fields(row, stated):
                changed.append(row)
    overwrite(CanonicalModel, changed)


def _withdrawn(row: CanonicalModel, today: Batch) -> dict[str, Any]:
    return today.withdrawal(row) | NOTHING_SOLD


def _stated(
    row: CanonicalModel, channels: Sequence[CandidateOffering], pks: Mapping[Key, int]
) -> dict[str, Any]:
    facts = model_facts(row.slug, channels)
    return {
        **stated_columns(facts.stated, REPRESENTED),
        **{name: getattr(facts, name) for name in DERIVED},
        **_chosen(facts, pks),
        "official": not is_derivative(row.maker_slug, row.slug),
        "conflicts": [conflict_to_json(conflict) for conflict in facts.conflicts],
        "last_seen": None,
        "withdrawn_on": None,
    }


def _chosen(facts: ModelFacts, pks: Mapping[Key, int]) -> dict[str, Any]:
    return {
        "representative_id": pks[facts.representative.key],
        "recommended_id": pks[facts.recommended.key] if facts.recommended else None,
        "input_price": facts.prices.input,
        "output_price": facts.prices.output,
        "blended_price": facts.prices.blended,
    }


def disambiguate_labels() -> None:
    """Label every model: by its name, and its slug where the maker sells another of that name."""
    bearers = Counter(CanonicalModel.objects.live().values_list("maker", Lower("name")))
    relabelled = []
    named = CanonicalModel.objects.order_by("pk").values_list(
        "pk", "maker", Lower("name"), "name", "slug", "label", "withdrawn_on"
    )
    for pk, maker, lower, name, slug, label, withdrawn_on in named:
        alone = withdrawn_on is not None or bearers[maker, lower] == 1
        wanted = name if alone else f"{name} ({slug})"
        if label != wanted:
            relabelled.append(CanonicalModel(pk=pk, label=wanted))
    CanonicalModel.objects.bulk_update(relabelled, ["label"], batch_size=ROWS_PER_STATEMENT)


def record_moves(today: Batch, models: Mapping[str, int]) -> None:
    """Note where the offerings of a canonical id went that has none left because of regrouping.

    Its row stays, withdrawn, for its history; its address leads to where most of them went.
    """
    gone_to: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, before in today.known.items():
        if before.model_path not in today.channels and key in today.identities:
            gone_to[before.model_path][today.identities[key].id] += 1
    for path, to in sorted(gone_to.items()):
        target = min(to, key=lambda path: (-to[path], path))
        record_move(today.memory, path, models[target], today.day)
    MovedModel.objects.filter(path__in=CanonicalModel.objects.live().values("path")).delete()
