"""A comparison as lines of text for a CSV or Markdown file: one per fact or cost."""

from collections.abc import Iterator, Sequence

from django.http import QueryDict
from django.utils.translation import gettext

from catalog.display.money import NOT_REPORTED
from catalog.templatetags.display import flag_word
from pages.compare.columns import ComparedColumn
from pages.compare.facts import ComparedCell, fact_groups
from pricing.calculator.query import read_workload_form
from pricing.compared_costs import ComparedCostRow, compared_costs, monthly_costs

Line = tuple[str, ...]


def comparison_lines(columns: Sequence[ComparedColumn], params: QueryDict) -> Iterator[Line]:
    """Yield the head, the monthly costs of the workload in the parameters, facts and scenarios."""
    labels = [column.model.label for column in columns]
    offerings = [column.offering for column in columns]
    yield ("", *labels)
    yield (gettext("Canonical ID"), *(column.model.path for column in columns))
    yield (gettext("Provider"), *(one.provider.name if one else "" for one in offerings))
    form = read_workload_form(params)
    if form.is_valid():
        monthly = monthly_costs(offerings, labels, form.workload)
        yield _costs(gettext("Monthly cost"), monthly)
    for group in fact_groups(columns):
        for row in group.rows:
            yield (str(row.label), *(_text(row.kind, cell) for cell in row.cells))
    for costs in compared_costs(offerings, labels):
        if costs.scenario:
            label = gettext("{scenario}, {requests} {unit}").format(
                scenario=costs.scenario.name,
                requests=f"{costs.scenario.requests:,}",
                unit=costs.scenario.unit,
            )
            yield _costs(label, costs)


def _costs(label: str, row: ComparedCostRow) -> Line:
    return (label, *(cell.text or NOT_REPORTED for cell in row.cells))


def _text(kind: str, cell: ComparedCell) -> str:
    return flag_word(cell.value) if kind == "flag" else cell.text or NOT_REPORTED
