"""Replay the real history, and ask questions of five years of it.

1. The 42 real days, where they are at hand: time and memory of the replay.
2. 10,000 offerings with one month, then five years, of days that change as much as real days do:
   the time of pages and of as-of queries, and their ratio.

    python benchmarks/history.py [real|years]

DATABASE_URL names another database than a throwaway SQLite; it must be empty.
"""

import copy
import gzip
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

FOLDER = tempfile.TemporaryDirectory(prefix="ledger-bench-")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{FOLDER.name}/ledger.sqlite3")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ.setdefault("ALLOWED_HOSTS", "testserver")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from catalog.as_of.catalogue import read_catalogue
from catalog.feed.source import read_bundled
from catalog.ingest.payloads import delete_snapshots
from catalog.models import CanonicalModel, Offering, Revision, Snapshot
from changelog.models import CHANGES_PER_DAY, Change, ModelRevision, interval_key
from config.daily.pull import pull
from config.daily.replay import replay
from config.management.commands.replay import files_by_day

HISTORY = Path(__file__).resolve().parents[2] / "shared/data/history"
OFFERINGS = 10_000
LAST = date(2026, 9, 30)
MONTH, FIVE_YEARS = 30, 5 * 365
# What a day of April and May 2026 brought, at 4,700 offerings, for twice as many.
REVISIONS_A_DAY, MODEL_REVISIONS_A_DAY = 120, 70
ROUNDS = 15


def main(part: str = "") -> None:
    call_command("migrate", verbosity=0)
    print(f"database: {connection.vendor}")
    if part != "years" and HISTORY.is_dir():
        replay_the_real_days()
        call_command("flush", interactive=False, verbosity=0)
    if part != "real":
        compare_a_month_with_five_years()


def replay_the_real_days() -> None:
    files = files_by_day(HISTORY)
    began, cpu = time.perf_counter(), time.process_time()
    replay(files, now=timezone.now())
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"replay of {len(files)} days: {seconds:.1f} s ({cpu:.1f} s CPU), peak {peak} MB")
    print(f"  {Revision.objects.count():,} revisions, {Change.objects.count():,} changes")


def compare_a_month_with_five_years() -> None:
    pull_many_offerings()
    make_history(MONTH)
    month = measure()
    make_history(FIVE_YEARS)
    years = measure()
    print(f"{Offering.objects.count():,} offerings, {Revision.objects.count():,} revisions,")
    print(f"{ModelRevision.objects.count():,} of models, {Change.objects.count():,} changes")
    print(f"{'ms':44} {'month':>8} {'5 years':>8} {'ratio':>6}")
    for name, before in month.items():
        after = years[name]
        print(f"{name:44} {before:8.1f} {after:8.1f} {after / before:6.2f}")


def pull_many_offerings() -> None:
    """Pull the bundled payload with its providers doubled, until there are enough offerings."""
    payload = json.loads(read_bundled().body)
    enough = dict(payload)
    copies = 1
    while sum(len(provider["models"]) for provider in enough.values()) < OFFERINGS:
        copies += 1
        for key, provider in payload.items():
            enough[f"{key}-{copies}"] = copy.deepcopy(provider) | {"id": f"{key}-{copies}"}
    with tempfile.NamedTemporaryFile(suffix=".json.gz") as file:
        file.write(gzip.compress(json.dumps(enough).encode(), 1))
        file.flush()
        pull(file.name, day=LAST, now=timezone.now())


def make_history(days: int) -> None:
    """Let the catalogue have a history of so many days before the last one, in place of any."""
    chance = random.Random(1)
    rows = {row.pk: row for row in Offering.objects.order_by("pk")}
    first = LAST - timedelta(days=days)
    revised = _days_of_change(chance, sorted(rows), REVISIONS_A_DAY, first)
    stated = dict(Revision.objects.filter(valid_to=None).values_list("offering_id", "facts"))
    changes = []
    Revision.objects.all().delete()
    Change.objects.all().delete()
    revisions = []
    for pk, row in rows.items():
        for day, until in _spans(first, revised[pk]):
            prices = _other(stated[pk].get("prices", {}), chance)
            facts = stated[pk] | {"prices": prices}
            revisions.append(Revision(offering_id=pk, valid_from=day, valid_to=until, facts=facts))
            if day > first:
                changes += [_change(day, row) for _ in range(chance.choice((1, 2, 3, 4)))]
    for place, change in enumerate(changes):
        change.number = change.day.toordinal() * CHANGES_PER_DAY + place
    Revision.objects.bulk_create(revisions, batch_size=2000)
    Change.objects.bulk_create(changes, batch_size=2000)
    _make_history_of_models(chance, first)
    # The record begins on the first day: movers are looked for from then on.
    delete_snapshots(Snapshot.objects.filter(day__lt=LAST))
    Snapshot.objects.create(day=first, confirmed_on=first, size=0, fetched_at=timezone.now())


def _make_history_of_models(chance: random.Random, first: date) -> None:
    now = {row.model_id: row for row in ModelRevision.objects.filter(valid_to=None)}
    revised = _days_of_change(chance, sorted(now), MODEL_REVISIONS_A_DAY, first)
    ModelRevision.objects.all().delete()
    made = []
    for pk, row in now.items():
        for day, until in _spans(first, revised[pk]):
            price = row.blended_price and row.blended_price * chance.randint(50, 200) / 100
            made.append(
                ModelRevision(
                    number=interval_key(pk, day),
                    model_id=pk,
                    valid_from=day,
                    valid_to=until,
                    recommended_id=row.recommended_id,
                    input_price=price,
                    output_price=price,
                    blended_price=price,
                    facts=row.facts,
                )
            )
    ModelRevision.objects.bulk_create(made, batch_size=2000)


def _days_of_change(
    chance: random.Random, pks: list[int], a_day: int, first: date
) -> dict[int, list[date]]:
    days: dict[int, list[date]] = {pk: [] for pk in pks}
    for number in range(1, (LAST - first).days + 1):
        for pk in chance.sample(pks, a_day):
            days[pk].append(first + timedelta(days=number))
    return days


def _spans(first: date, days: list[date]) -> Iterator[tuple[date, date | None]]:
    begins = [first, *days]
    yield from zip(begins, [*days, None], strict=True)


def _other(prices: dict[str, str], chance: random.Random) -> dict[str, str]:
    return {
        name: str(round(float(price) * chance.uniform(0.5, 2), 4)) for name, price in prices.items()
    }


def _change(day: date, row: Offering) -> Change:
    return Change(
        day=day,
        kind="price",
        provider_id=row.provider_id,
        offering_id=row.pk,
        model_id=row.model_id,
        field="input",
        old="2",
        new="1",
        percent=-50,
        direction="down",
    )


def measure() -> dict[str, float]:
    """Return the milliseconds of each question, the best of several tries."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    model = CanonicalModel.objects.order_by("-channel_count", "pk")[0]
    offering = model.offerings.order_by("pk")[0]
    provider = offering.provider
    day = LAST - timedelta(days=MONTH // 2)
    client = Client()
    addresses = {
        "model page": f"{model.get_absolute_url()}?a=1",
        "its price history, 30 days": f"{model.get_absolute_url()}prices/?days=30",
        "provider page": f"{provider.get_absolute_url()}?a=1",
        "changelog": "/changelog/?a=1",
        "biggest moves of 90 days": "/changelog/?movers=90",
        "changelog of a provider": f"/changelog/?provider={provider.key}",
        "changelog of a maker": f"/changelog/?maker={model.maker_slug}",
        "changelog of a model": f"/changelog/?model={model.path}",
        "changelog, great falls": "/changelog/?direction=down&size=50",
        "feed": "/changelog/feed.atom?a=1",
        "lifecycle": "/lifecycle/?a=1",
    }
    asked: dict[str, Callable[[], object]] = {
        name: lambda address=address: client.get(address).content
        for name, address in addresses.items()
    }
    asked["one offering as of a day"] = lambda: list(
        Revision.objects.as_of(day).filter(offering=offering).values_list("facts")
    )
    asked["one model as of a day"] = lambda: list(
        ModelRevision.objects.as_of(day).filter(model=model).values_list("blended_price")
    )
    asked["a provider's offerings as of a day"] = lambda: list(
        Revision.objects.as_of(day).filter(offering__provider=provider).values_list("facts")
    )
    asked["the whole catalogue as of a day"] = lambda: read_catalogue(day)
    return {name: _best(question) for name, question in asked.items()}


def _best(question: Callable[[], object]) -> float:
    question()
    times = []
    # SQLite works in this very process: its time is ours, and others' work does not disturb.
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    for _ in range(ROUNDS):
        began = clock()
        question()
        times.append(1000 * (clock() - began))
    return min(times)


if __name__ == "__main__":
    main(*sys.argv[1:])
