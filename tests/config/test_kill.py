"""Real processes: pulls killed at any moment, and two pulls at once."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from catalog.domain.records import facts_from_json
from catalog.models import CatalogueVersion, Offering, Revision, Run, Snapshot
from config.daily.pull import pull
from config.daily.rebuild import rebuild
from tests.payloads import as_bytes, offering, payload, read, write
from tests.services.process import eventually

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]

FIRST_DAY = date(2026, 5, 1)
KILLS = 10
# What a kill may leave different: the log of runs, and when something was done.
NOT_DERIVED = {"Run", "CatalogueVersion", "ChangeEntry", "Snapshot"}

# Stops dead between the snapshot's commit and the transaction that derives from it.
STORE_AND_DIE = """
import os, signal, sys
import django
django.setup()
from config.daily import pull
pull.apply_snapshot = lambda *args: os.kill(os.getpid(), signal.SIGKILL)
from django.core.management import call_command
call_command("pull", *sys.argv[1:])
"""

Start = Callable[..., Any]


@pytest.fixture
def start(database_url: str) -> Start:
    """Return a function that starts a pull as a process of its own, which is gone in the end."""
    environment = {**os.environ, "DATABASE_URL": database_url}
    environment |= {"DJANGO_SETTINGS_MODULE": "config.settings", "SECRET_KEY": "x"}

    @contextmanager
    def start(*options: str, script: str = "") -> Iterator[subprocess.Popen[str]]:
        program = ["-c", script] if script else ["manage.py", "pull"]
        with subprocess.Popen(
            [sys.executable, *program, *options],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    return start


def day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


def content(number: int) -> dict[str, Any]:
    """Make a day's payload: some offerings come, some go, a third changes its price."""
    names = [f"llama-{n // 90 + 2}-{n % 90 + 1}b" for n in range(150)]
    price = {"input": 1 + number, "output": 9}
    return payload(
        acme={
            name: offering(name, cost=price if n % 3 == 0 else None)
            for n, name in enumerate(names)
            if n % 12 != number
        },
        other={name: offering(name, reasoning=number % 2 == 0) for name in names[number * 3 :]},
    )


def pull_here(folder: Path, number: int) -> Run:
    file = write(folder / f"{number}.json", content(number))
    return pull(file, day=day(number), now=datetime.now(UTC), allow={"price-changes"})


def stated() -> dict[tuple[str, str], Any]:
    rows = Revision.objects.filter(valid_to=None).values_list(
        "offering__provider__key", "offering__provider_model_id", "facts"
    )
    return {(provider, model_id): facts_from_json(facts) for provider, model_id, facts in rows}


def assert_whole(number: int) -> None:
    """The catalogue is that day's, whole: offerings, revisions, and the version on show."""
    expected = {key: record.facts for key, record in read(content(number)).offerings.items()}
    assert stated() == expected
    live = Offering.objects.live().values_list("provider__key", "provider_model_id")
    assert set(live) == expected.keys()
    assert CatalogueVersion.objects.latest("pk").day == day(number)


def tables() -> dict[str, list[Any]]:
    return {
        table.__name__: list(table.objects.order_by("pk").values_list())
        for app in ("catalog", "scoring", "changelog")
        for table in apps.get_app_config(app).get_models()
        if table.__name__ not in NOT_DERIVED
    }


def test_a_pull_killed_at_any_moment_leaves_yesterday_or_today(
    start: Start, tmp_path: Path
) -> None:
    run = pull_here(tmp_path, 0)
    seconds = (run.ended_at - run.started_at).total_seconds()
    moments = random.Random(42)
    for number in range(1, KILLS + 1):
        file = write(tmp_path / f"{number}.json", content(number))
        with start(
            "--from", file, "--day", day(number).isoformat(), "--allow-price-changes"
        ) as process:
            assert eventually(Run.objects.filter(outcome="running").exists, seconds=60)
            time.sleep(moments.uniform(0, seconds))
            process.send_signal(signal.SIGKILL)
            process.wait()
        applied = CatalogueVersion.objects.latest("pk").day == day(number)
        assert_whole(number if applied else number - 1)
        assert pull_here(tmp_path, number).outcome in {"applied", "unchanged"}
        assert_whole(number)
        assert not Run.objects.filter(outcome="running").exists()
    assert Snapshot.objects.count() == KILLS + 1
    assert Run.objects.filter(outcome="killed").count() > 0
    before = tables()
    rebuild()
    assert tables() == before


def test_a_pull_killed_before_applying_is_completed(start: Start, tmp_path: Path) -> None:
    pull_here(tmp_path, 0)
    file = write(tmp_path / "1.json", content(1))
    options = ("--from", file, "--day", day(1).isoformat(), "--allow-price-changes")
    with start(*options, script=STORE_AND_DIE) as process:
        assert process.wait() == -signal.SIGKILL, process.stdout.read()
    assert Snapshot.objects.pending().count() == 1
    assert_whole(0)
    with start(*options) as process:
        said = process.communicate()[0]
    assert (process.returncode, said) == (
        0,
        "applied 2026-05-02, which an interrupted update had stored;"
        " then: nothing new: the payload of 2026-05-02 again\n",
    )
    assert_whole(1)
    assert list(Run.objects.order_by("pk").values_list("outcome", flat=True)) == [
        *("applied", "killed", "unchanged"),
    ]


def test_of_two_pulls_one_runs(start: Start, httpserver: HTTPServer, tmp_path: Path) -> None:
    asked, may_answer = threading.Event(), threading.Event()

    def answer(request: Request) -> Response:
        asked.set()
        may_answer.wait(60)
        return Response(as_bytes(content(0)), content_type="application/json")

    httpserver.expect_request("/api.json").respond_with_handler(answer)
    with start("--from", httpserver.url_for("/api.json"), "--day", "2026-05-01") as one:
        assert asked.wait(60)
        with start("--from", write(tmp_path / "1.json", content(1))) as other:
            said = other.communicate()[0]
        may_answer.set()
        one.communicate()
    assert (other.returncode, said) == (
        1,
        "CommandError: another pull is running; this one did nothing\n",
    )
    assert one.returncode == 0
    assert_whole(0)
