"""The payload that the guards refused last: kept for an operator, and forgotten in time."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db import transaction

from catalog.feed.normalise import NormalisedPayload
from catalog.feed.packing import pack
from catalog.feed.payload import PayloadRefused
from catalog.feed.source import Fetched
from catalog.ingest.snapshots import newest_snapshot, read_payload, sha256_of
from catalog.models import Run, Snapshot
from catalog.refusals import RefusedPayload
from changelog.refusal_report import refusal_report, report_to_json


def keep_refused(
    run: Run,
    fetched: Fetched,
    payload: NormalisedPayload,
    objections: Mapping[str, PayloadRefused],
    allow: Collection[str],
) -> None:
    """Keep a payload that only guards refused, in place of the one before, and name it in `run`.

    To accept it is to lift these guards and those in `allow`, which the run was told to lift.
    """
    sha256 = sha256_of(fetched.body)
    stated = {
        "day": run.day,
        "source": run.source,
        "etag": fetched.etag,
        "last_modified": fetched.last_modified,
        "guards": sorted({*allow, *objections}),
        "objections": [objection.parts for objection in objections.values()],
        **_compared(newest_snapshot(), sha256, payload),
    }
    new = {
        "size": len(fetched.body),
        "payload": pack(fetched.body),
        "refused_at": run.started_at,
    }
    with transaction.atomic():
        RefusedPayload.objects.exclude(sha256=sha256).delete()
        run.refused, _created = RefusedPayload.objects.update_or_create(
            sha256=sha256, defaults=stated, create_defaults=stated | new
        )


def _compared(
    newest: Snapshot | None, sha256: str, payload: NormalisedPayload
) -> dict[str, object]:
    """Return what the payload would change; nothing if that stands in its row already.

    A feed that is wrong for a week is refused every hour, and comparing takes seconds.
    """
    if RefusedPayload.objects.filter(sha256=sha256, compared_with=newest).exists():
        return {}
    before = read_payload(newest.body) if newest else NormalisedPayload({}, {})
    return {"compared_with": newest, "report": report_to_json(refusal_report(before, payload))}


def forget_refused(day: date) -> None:
    """Delete the payload that was refused up to `day`, of which another one is now current."""
    RefusedPayload.objects.filter(day__lte=day).delete()
