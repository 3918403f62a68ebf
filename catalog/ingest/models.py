"""Write canonical models, and record which former canonical ids lead where."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from catalog.domain.corrections import KIND, Override, Target, correct_columns
from catalog.domain.facts import (
    CandidateOffering,
    ModelFacts,
    accepted,
    conflict_to_json,
    model_facts,
)
from catalog.domain.kinds import KindBasis, KindFacts, derive_kind
from catalog.identity.decisions import NO_DECISIONS, Decisions
from catalog.identity.maker_rules import is_derivative
from catalog.identity.namesakes import Named, tell_apart
from catalog.ingest.batch import Batch, Key
from catalog.ingest.bulk import ROWS_PER_STATEMENT, chunked, insert, overwrite, set_fields
from catalog.ingest.offerings import REPRESENTED, fact_columns
from catalog.ingest.rebuild_state import most_common, record_move
from catalog.ingest.versions import NO_VERSION
from catalog.models import CanonicalModel, MovedModel

DERIVED = (
    *("name", "family", "released", "knowledge", "vision", "audio", "pdf", "prompt_caching"),
    *("provider_count", "channel_count"),
)
NO_OFFERINGS: dict[str, Any] = {
    "channel_count": 0,
    "provider_count": 0,
    "reports": {},
    **NO_VERSION,
}
LABELLED = ("maker", "slug", "name", "released", "label", "withdrawn_on")
LONGEST_LABEL = 503  # only a hostile slug makes a longer one


def create_new_models(batch: Batch, makers: Mapping[str, int]) -> dict[str, int]:
    """Add new models with their names only; return every model's primary key by canonical id."""
    stored = dict(CanonicalModel.objects.values_list("path", "pk"))
    paths = sorted(batch.candidates.keys() - stored.keys())
    new = [_new_model(batch, makers, path) for path in paths]
    insert(CanonicalModel, new)
    return stored | {row.path: row.pk for row in new}


def _new_model(batch: Batch, makers: Mapping[str, int], path: str) -> CanonicalModel:
    maker, _, slug = path.partition("/")
    return CanonicalModel(
        pk=batch.rebuild_state.id_of(CanonicalModel, path),
        maker_id=makers[maker],
        slug=slug,
        path=path,
        # The facts follow: they name offerings, whose rows need this one first.
        name=slug,
        first_seen=min(_first_seen(batch, offering) for offering in batch.candidates[path]),
    )


def _first_seen(batch: Batch, offering: CandidateOffering) -> date:
    stored = batch.stored.get(offering.key)
    return stored.first_seen if stored else batch.day


def refresh_models(
    batch: Batch, models: Mapping[str, int], paths: Iterable[str], pks: Mapping[Key, int]
) -> None:
    """Derive the models at these paths again; withdraw those without offerings, keeping facts."""
    changed = []
    for chunk in chunked(sorted(models[path] for path in paths)):
        for row in CanonicalModel.objects.filter(pk__in=chunk).order_by("pk"):
            offerings = batch.candidates.get(row.path)
            values = (
                model_columns(
                    *(row.maker_slug, row.slug, offerings, pks),
                    batch.overrides.about(Target.MODEL, row.path),
                    decisions=batch.decisions,
                )
                if offerings
                else _withdrawn(row, batch)
            )
            if set_fields(row, values):
                changed.append(row)
    overwrite(CanonicalModel, changed)


def _withdrawn(row: CanonicalModel, batch: Batch) -> dict[str, Any]:
    return batch.withdrawal(row) | NO_OFFERINGS


def model_columns(
    maker: str,
    slug: str,
    offerings: Sequence[CandidateOffering],
    pks: Mapping[Key, int],
    overrides: Iterable[Override] = (),
    *,
    decisions: Decisions = NO_DECISIONS,
) -> dict[str, Any]:
    """Return the columns of a model that these offerings, at least one, make on any day.

    `overrides` are the corrections of the model itself that are in force on that day.
    """
    facts = model_facts(slug, offerings)
    own = list(overrides)
    stated = correct_columns(
        fact_columns(facts.stated, REPRESENTED) | {name: getattr(facts, name) for name in DERIVED},
        [one for one in own if one.field != KIND],
    )
    if "input_modalities" in stated["corrected"]:
        stated |= accepted(stated["input_modalities"])
    # After the other corrections: rules derive the type from what these say.
    kind = correct_columns(
        _kind(f"{maker}/{slug}", stated, offerings), [one for one in own if one.field == KIND]
    )
    if kind["corrected"]:
        kind |= {"kind_basis": KindBasis.EDITOR.value, "kind_evidence": ""}
    return {
        **stated,
        **kind,
        "corrected": stated["corrected"] | kind["corrected"],
        **_chosen_offerings(facts, pks),
        "official": not decisions.derivatives.get(f"{maker}/{slug}", is_derivative(maker, slug)),
        "reports": {name: list(counts) for name, counts in facts.reports.items()},
        "conflicts": [conflict_to_json(conflict) for conflict in facts.conflicts],
        "last_seen": None,
        "withdrawn_on": None,
    }


def _kind(
    path: str, stated: Mapping[str, Any], offerings: Iterable[CandidateOffering]
) -> dict[str, str]:
    types = (offering.facts.extra.get("type") for offering in offerings)
    found = derive_kind(
        KindFacts(
            path,
            stated["family"],
            frozenset(stated["input_modalities"]),
            frozenset(stated["output_modalities"]),
            frozenset(one.lower() for one in types if isinstance(one, str)),
        )
    )
    # As plain texts, which is how the database returns them: rows of past days are not read back.
    return {
        "kind": found.kind.value,
        "kind_basis": found.basis.value,
        "kind_evidence": found.evidence,
    }


def _chosen_offerings(facts: ModelFacts, pks: Mapping[Key, int]) -> dict[str, Any]:
    return {
        "representative_id": pks[facts.representative.key],
        "recommended_id": pks[facts.recommended.key] if facts.recommended else None,
        "input_price": facts.prices.input,
        "output_price": facts.prices.output,
        "blended_price": facts.prices.blended,
    }


def label_models() -> None:
    """Label every model by its name, with what differs where a model of the maker shares it.

    A live model's label depends on live models only, so that a withdrawn one changes none.
    """
    rows = CanonicalModel.objects.order_by("pk").only(*LABELLED)
    by_maker: defaultdict[int, list[CanonicalModel]] = defaultdict(list)
    for row in rows.iterator(5000):
        by_maker[row.maker_id].append(row)
    changed = []
    for models in by_maker.values():
        live = labels_of(row for row in models if row.withdrawn_on is None)
        ever = labels_of(models)
        changed += [
            row for row in models if set_fields(row, {"label": live.get(row.slug, ever[row.slug])})
        ]
    # Not `overwrite`, which writes every column: these rows have only some.
    CanonicalModel.objects.bulk_update(changed, ["label"], batch_size=ROWS_PER_STATEMENT)


def labels_of(models: Iterable[CanonicalModel]) -> dict[str, str]:
    """Return the labels that tell these models of one maker apart, by slug."""
    labels = tell_apart(Named(row.slug, row.name, row.released) for row in models)
    return {slug: label[:LONGEST_LABEL] for slug, label in labels.items()}


def record_moves(batch: Batch, models: Mapping[str, int]) -> None:
    """Redirect each canonical id that lost all its offerings to others by regrouping.

    The target is the id that most of them have now. The row stays, withdrawn, for its history.
    """
    targets: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, before in batch.stored.items():
        if before.model_path not in batch.candidates and key in batch.identities:
            targets[before.model_path][batch.identities[key].id] += 1
    for path, counted in sorted(targets.items()):
        target = most_common(counted)
        # Ids that led here lead on at once: a reader follows one redirect, not a chain.
        MovedModel.objects.filter(model__path=path).update(model_id=models[target])
        record_move(batch.rebuild_state, path, models[target], batch.day)
    # An id that is live again answers for itself.
    MovedModel.objects.filter(path__in=CanonicalModel.objects.live().values("path")).delete()
