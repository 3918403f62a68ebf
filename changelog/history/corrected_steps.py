"""Which stretches of a chart's lines are an editor's values: steps are cut where one begins."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext

from changelog.history.chart import Step
from changelog.intervals import Interval, pieces


def mark_corrected(
    steps: Iterable[Step], corrected: Mapping[str, Sequence[Interval]]
) -> list[Step]:
    """Return the steps with those marked, and named so, on which the seller's price was corrected.

    `corrected` are these days by seller.
    """
    marked: list[Step] = []
    for step in steps:
        days = corrected.get(step.seller, ()) if step.value is not None else ()
        marked += _pieces(step, days) if days else [step]
    return marked


def _pieces(step: Step, days: Sequence[Interval]) -> Iterable[Step]:
    label = gettext("{line}, corrected").format(line=step.label)
    for start, end, is_corrected in pieces(step.start, step.end, days):
        yield replace(
            step,
            start=start,
            end=end,
            label=label if is_corrected else step.label,
            marked=step.marked and start == step.start,
            corrected=is_corrected,
        )
