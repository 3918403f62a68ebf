"""Replay the real history with editors' decisions in place, and check every value of every offer.

`python -m benchmarks.corrections [corrections]`. On each day, each fact of each offer must be the
payload's own, but for the corrected ones, which must be the editors', and each decision of
identity must hold. Some corrections begin on a past day, so that pulls derive all days again. Then
all tables are rebuilt and compared with those of the replay, row by row, and past days are checked.
Also times the saving of a correction.
"""

import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
os.environ.setdefault("DATABASE_URL", f"sqlite:///{mkdtemp()}/corrections.sqlite3")

import django

django.setup()

from django.core.management import call_command

from catalog.decisions import DecisionKind, IdentityDecision
from catalog.domain.corrections import FIELDS, Target, Verdict, value_in
from catalog.domain.records import facts_to_json
from catalog.editorial import Correction
from catalog.feed.normalise import ReadingCache
from catalog.feed.plausible import plausible
from catalog.ingest.corrections import reported_value
from catalog.ingest.snapshots import newest_snapshot, read_payload
from catalog.models import CanonicalModel, Offering, Revision, Snapshot
from config.corrections import Draft, record_correction
from config.daily.pull import pull
from config.daily.rebuild import derived_tables, rebuild
from config.identity.decide import Draft as Decision
from config.identity.decide import decide, undo

HISTORY = Path(__file__).resolve().parent.parent.parent / "shared/data/history"
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
# Another value for any field of that name.
VALUES: dict[str, Any] = {
    "tiers": [{"above": 123_000, "prices": {"input": "9.87"}}],
    "input_modalities": ["text", "image", "video"],
    "output_modalities": ["audio"],
    **dict.fromkeys(("released", "last_updated", "knowledge"), "2024-02-29"),
    **dict.fromkeys(("name", "family", "status"), "Corrected"),
    **dict.fromkeys(("context", "max_input", "max_output"), 123_456),
}


def other_value(field: str, reported: Any) -> Any:
    if field.startswith("prices."):
        return "9.876543"
    return VALUES.get(field, reported is not True)


def correct_some(count: int, day: date, chance: random.Random) -> list[float]:
    """Correct so many fields of offers on sale, each other one with a last day; return seconds."""
    offers = list(
        Offering.objects.live().order_by("pk").values_list("provider__key", "provider_model_id")
    )
    taken = []
    for place, (provider, key) in enumerate(chance.sample(offers, count)):
        field = FIELDS[Target.OFFER][place % len(FIELDS[Target.OFFER])]
        reported = reported_value(Target.OFFER, key, provider, field)
        last = day + timedelta(days=chance.randint(0, 60)) if place % 2 else None
        draft = Draft(
            *(Target.OFFER, key, field, Verdict.FEED_WRONG, "Checked.", "https://a.example/"),
            provider,
            other_value(field, reported),
            last,
            # Every fifth was wrong for some days before anybody saw it.
            first_day=day - timedelta(days=9) if place % 5 == 0 else None,
        )
        began = time.perf_counter()
        record_correction(draft, by=None, now=NOW)
        taken.append(time.perf_counter() - began)
    return taken


def decide_some(day: date, chance: random.Random) -> None:
    """Join two models, split an offer off, take an alias back, change two providers of plans."""
    live = list(CanonicalModel.objects.live().order_by("pk").values_list("path", flat=True))
    joined, into = chance.sample(live, 2)
    row = chance.choice(list(Offering.objects.live().select_related("model").order_by("pk")))
    named = row.model.path.partition("/")[0]
    drafts = [
        Decision(DecisionKind.MODEL, joined, into),
        Decision(
            DecisionKind.OFFER, row.provider_model_id, f"{named}/split-{day}", row.provider.key
        ),
        Decision(DecisionKind.NO_ALIAS, "claude-3-haiku"),
        Decision(DecisionKind.PLAN, chance.choice(live_providers())),
        Decision(DecisionKind.NO_PLAN, "github-copilot"),
    ]
    for draft in drafts:
        decide(draft, by=None, now=NOW)  # type: ignore[arg-type]  # nobody has signed in


def live_providers() -> list[str]:
    keys = Offering.objects.live().values_list("provider__key", flat=True)
    return sorted(set(keys))


def undone_identities() -> Iterator[str]:
    """Yield the decisions of offers and models that today's matches do not follow."""
    for row in IdentityDecision.objects.open():
        live = Offering.objects.live()
        if row.kind == DecisionKind.OFFER:
            found = live.filter(provider__key=row.provider, provider_model_id=row.key)
            follows = not found.exclude(basis="editor").exists()
        elif row.kind == DecisionKind.MODEL:
            follows = not live.filter(model__path=row.key).exists()
        else:
            continue
        if not follows:
            yield f"{row} is not followed"


def mistakes(snapshot: Snapshot | None = None) -> Iterator[str]:
    """Yield each value of a day's revisions that is neither the payload's nor an editor's."""
    snapshot = snapshot or newest_snapshot()
    assert snapshot
    day, payload = snapshot.day, plausible(read_payload(snapshot.body), snapshot.day, {})
    overrides = {(row.about, row.field): row.value for row in Correction.objects.in_force(day)}
    rows = Revision.objects.as_of(day).values_list(
        "offering__provider__key", "offering__provider_model_id", "facts"
    )
    listed = dict(payload.offerings)
    for provider, key, facts in rows.iterator():
        record = listed.pop((provider, key), None)
        if record is None:
            if (provider, key) not in payload.unreadable:
                yield f"{day} {provider} {key}: not in the payload"
            continue
        reported = facts_to_json(record.facts)
        for field in FIELDS[Target.OFFER]:
            own = value_in(reported, field)
            expected = overrides.get(((provider, key), field), own)
            if value_in(facts, field) != expected:
                yield f"{day} {provider} {key} {field}: {value_in(facts, field)}, not {expected}"
    yield from (f"{day} {key}: not on record" for key in listed)


def rows_of(table: Any) -> dict[Any, tuple[Any, ...]]:
    return {row[0]: row for row in table.objects.order_by("pk").values_list()}


def main(count: int) -> None:
    call_command("migrate", verbosity=0)
    cache: ReadingCache = {}
    chance, wrong, taken = random.Random(1), 0, list[float]()
    files = sorted(HISTORY.glob("*.json.gz"))
    for place, file in enumerate(files):
        day = date.fromisoformat(file.name[:10])
        pull(str(file), day=day, now=NOW, cache=cache)
        if place in {5, 20, 35}:
            taken += correct_some(count // 3, day, chance)
            decide_some(day, chance)
        if place == 28 and (earliest := IdentityDecision.objects.open().earliest("pk")):
            undo(earliest.pk, by=None, now=NOW)  # type: ignore[arg-type]
        found = [*mistakes(), *undone_identities()]
        wrong += len(found)
        print(day, Correction.objects.in_force(day).count(), "in force", *found[:5], flush=True)
    tables = [*derived_tables(), Correction]
    before = {table.__name__: rows_of(table) for table in tables}
    rebuild()
    for table in tables:
        after = rows_of(table)
        old = before[table.__name__]
        differ = [key for key in old.keys() | after.keys() if old.get(key) != after.get(key)]
        print(f"{table.__name__}: {len(after)} rows, {len(differ)} differ", *differ[:3])
        for key in differ[:2]:
            print("   ", old.get(key), "\n   ", after.get(key))
    past = [text for one in Snapshot.objects.in_use().in_order() for text in mistakes(one)]
    wrong += len(past)
    print(f"{len(past)} wrong values on past days after the rebuild", *past[:5])
    endings = sorted(Correction.objects.values_list("ending", flat=True))
    print({ending: endings.count(ending) for ending in set(endings)})
    print(f"{wrong} wrong values; a correction took {min(taken):.2f} to {max(taken):.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 66)
