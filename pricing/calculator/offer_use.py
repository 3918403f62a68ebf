"""What an offer can do, as `pricing.same_use` compares it."""

from typing import Any

from catalog.domain.similarity import SimilarModel
from catalog.listing.index import ModelRow
from pricing.same_use import NEEDED, UseFacts


def use_key(row: ModelRow) -> tuple[Any, ...]:
    """Return a key that rows of one table share if `use_facts` says the same of them.

    Equal capabilities, modalities and scores are one object there, so identity compares them.
    """
    shared = (row.capabilities, row.input_modalities, row.output_modalities, row.scores)
    return (row.path, row.status, row.context, row.max_output, *map(id, shared))


def use_facts(row: ModelRow) -> UseFacts:
    """Return what an offer can do; `row` is its row in the offer table."""
    supported = frozenset(key for key, value in row.capabilities.items() if value)
    rubrics = tuple(sorted(row.scores))
    model = SimilarModel(
        row.path,
        key=row.key,
        kind=row.kind,
        inputs=row.input_modalities,
        outputs=row.output_modalities,
        capabilities=supported & NEEDED,
        context=row.context,
        official=row.official,
        deprecated=row.status == "deprecated",
        scores=tuple(row.scores[rubric] for rubric in rubrics),
    )
    return UseFacts(model, row.max_output, supported, rubrics)
