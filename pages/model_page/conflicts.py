"""The facts on which a model's offers disagree, as a table of who reports what."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, TypedDict

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.display.cells import TableCell
from catalog.domain.facts import VOTED
from catalog.models import CanonicalModel, Offering
from catalog.templatetags.display import flag_word, grouped, modalities

NOT_REPORTED: tuple[Any, ...] = (None, "", [])
FLAGS = {True: "yes", False: "no", None: "silent"}


@dataclass(frozen=True, slots=True)
class OfferFact:
    """One fact that offers may report differently; `kind` decides how it is shown."""

    name: str
    label: str | Promise
    kind: str = "text"


FACTS = (
    OfferFact("context", _("Context"), "number"),
    OfferFact("max_output", _("Max output"), "number"),
    OfferFact("tool_calling", _("Tool calling"), "flag"),
    OfferFact("structured_output", _("Structured output"), "flag"),
    OfferFact("reasoning", _("Reasoning"), "flag"),
    OfferFact("temperature", _("Temperature control"), "flag"),
    OfferFact("attachment", _("Attachments"), "flag"),
    OfferFact("open_weights", _("Open weights"), "flag"),
    OfferFact("input_modalities", _("Input"), "list"),
    OfferFact("output_modalities", _("Output"), "list"),
    OfferFact("released", _("Released")),
    OfferFact("knowledge", _("Knowledge cutoff")),
)


@dataclass(frozen=True, slots=True)
class ConflictColumn:
    """What each offer reports of one fact; `summary` is the value at the head of the page."""

    fact: OfferFact
    values: list[Any]
    summary: Any

    def differs(self, value: Any) -> bool:
        """Whether a value contradicts the summary; "not reported" contradicts nothing."""
        return value not in NOT_REPORTED and value != self.summary


class ConflictRow(TypedDict):
    """One offer of the table; the model id is "" where the provider has only one offer.

    A dictionary for the same reason as `pages.model_page.offers.OfferRow`.
    """

    provider: str
    provider_model_id: str
    representative: bool
    cells: tuple[TableCell, ...]


@dataclass(frozen=True, slots=True)
class ConflictTable:
    """The facts on which offers disagree, and what each offer reports of them."""

    offerings: Sequence[Offering]
    columns: list[ConflictColumn]
    representative: Offering | None

    @property
    def outvoted(self) -> bool:
        """Whether a majority overrides the representative offer on some fact."""
        if self.representative is None:
            return False
        stated = ((c, getattr(self.representative, c.fact.name)) for c in self.columns)
        return any(c.fact.name in VOTED and value != c.summary for c, value in stated)

    @property
    def rows(self) -> list[ConflictRow]:
        """Return a row for each offer; empty where no fact is in conflict."""
        offers = Counter(offering.provider_id for offering in self.offerings)
        cells = zip(*map(_cells, self.columns), strict=True)
        # Without columns there are no cells, and no rows either.
        return [
            ConflictRow(
                provider=offering.provider.name,
                provider_model_id=(
                    offering.provider_model_id if offers[offering.provider_id] > 1 else ""
                ),
                representative=offering == self.representative,
                cells=own,
            )
            for offering, own in zip(self.offerings, cells, strict=False)
        ]


def conflict_table(offerings: Sequence[Offering], model: CanonicalModel) -> ConflictTable:
    """Return the facts of which at least two different values are reported."""
    columns = [_column(fact, offerings, model) for fact in FACTS]
    disputed = [column for column in columns if _is_disputed(column)]
    return ConflictTable(offerings, disputed, model.representative)


def _column(
    fact: OfferFact, offerings: Sequence[Offering], model: CanonicalModel
) -> ConflictColumn:
    reported = attrgetter(fact.name)
    return ConflictColumn(fact, list(map(reported, offerings)), reported(model))


def _is_disputed(column: ConflictColumn) -> bool:
    reported = [value for value in column.values if value not in NOT_REPORTED]
    return any(value != reported[0] for value in reported)


def _cells(column: ConflictColumn) -> list[TableCell]:
    # Many offers report one of a few values, some of which are lists: those have no hash.
    made: dict[str, TableCell] = {}
    return [
        made.get(key) or made.setdefault(key, _cell(column.fact.kind, value, column.differs(value)))
        for key, value in zip(map(repr, column.values), column.values, strict=True)
    ]


def _cell(kind: str, value: Any, differs: bool) -> TableCell:
    css = "num " if kind == "number" else ""
    css += "differs" if differs else ""
    if kind == "flag":
        return TableCell(flag_word(value), css, flag=FLAGS[value])
    if value in NOT_REPORTED:
        return TableCell("", css)
    if kind == "list":
        return TableCell(modalities(value), css)
    return TableCell(grouped(value) if kind == "number" else str(value), css)
