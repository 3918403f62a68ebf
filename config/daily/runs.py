"""How a run ended, in a message that is translated where it is shown."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.utils import timezone

from catalog.display.translation import gettext_noop as _
from catalog.feed.normalise import NormalisedPayload
from catalog.feed.payload import PayloadRefused
from catalog.feed.problems import Problem
from catalog.models import Run

MOST_REPORTS_STORED = 1000  # of one run: a hostile payload may hold 100,000 bad offerings

RECOVERED = _("applied {days}, which an interrupted update had stored; then: {outcome}")
REFUSED = _("refused {source}: {reason}")
SUMMARY = _(
    "applied {day}: {offerings:,} offerings of {providers:,} providers, {models:,} models;"
    " {arrived:,} arrived, {changed:,} changed, {returned:,} returned, {withdrawn:,} withdrawn,"
    " {regrouped:,} regrouped, {skipped:,} skipped"
)


def end_run(
    run: Run, outcome: Run.Outcome, msgid: str, **arguments: str | int | PayloadRefused
) -> None:
    """Record the outcome: the message in English, and what its translation needs."""
    run.outcome, run.ended_at = outcome, timezone.now()
    run.message = msgid.format(**arguments) if arguments else msgid
    run.message_parts = {
        "msgid": msgid,
        "arguments": {
            name: value.parts if isinstance(value, PayloadRefused) else value
            for name, value in arguments.items()
        },
    }
    run.save()


def mention_recovered(run: Run, days: Sequence[date]) -> None:
    """Say in a run's message that it first applied these days: it may have found nothing new."""
    named = str(days[0]) if len(days) == 1 else f"{days[0]} – {days[-1]}"
    outcome = run.message_parts
    run.message = RECOVERED.format(days=named, outcome=run.message)
    run.message_parts = {"msgid": RECOVERED, "arguments": {"days": named, "outcome": outcome}}
    run.save(update_fields=["message", "message_parts"])


def close_killed_runs(now: datetime) -> None:
    """Mark runs that never ended as killed; we hold the pull lock, so none is running."""
    killed = Problem(_("killed before it ended"))
    Run.objects.filter(outcome=Run.Outcome.RUNNING).update(
        outcome=Run.Outcome.KILLED, ended_at=now, message=str(killed), message_parts=killed.parts
    )


def reports_of(payload: NormalisedPayload) -> list[dict[str, str]]:
    """Return what was skipped or remarked in a payload, as the run stores it."""
    return [asdict(report) for report in (*payload.skipped, *payload.remarks)[:MOST_REPORTS_STORED]]
