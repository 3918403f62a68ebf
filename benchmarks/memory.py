"""Memory of a web worker that serves a catalogue of 25,000 offers, most of them junk.

Fills a temporary SQLite database with a real day and then with a hostile one: 20,000 offers that
each have a name, an id and a price of their own. Then a process asks for pages in turn and prints
its resident memory after each, which shows what each index costs.
"""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django
from django.test import Client

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

REAL = Path(os.environ.get("SNAPSHOTS", ROOT / "../shared/data/history")) / "2026-05-12.json.gz"
PROVIDERS, OFFERS_EACH = 20, 1000
PAGES = {
    "about": "/about/",
    "model list": "/models/",
    "search of every junk model": "/models/?q=junk",
    "calculator": "/calculator/?offers=all",
    "price explorer": "/explore/",
    "home": "/",
    "model": "/models/openai/gpt-5/",
    "list as CSV": "/models/models.csv",
    "calculator as CSV": "/calculator/result.csv?offers=all",
    "provider": "/providers/openai/",
    "changelog": "/changelog/",
    "API": "/api/v1/offers",
    "list of a past day": "/models/?on=2026-05-12",
    "model since a past day": "/models/openai/gpt-5/?since=2026-05-12",
    "junk provider since a past day": "/providers/junkp1/?since=2026-05-12",
    "a day of the changelog": "/changelog/?day=2026-05-13",
    "the same by model": "/changelog/?day=2026-05-13&by=model",
    "junk maker": "/makers/",
}


def junk_offer(provider: int, number: int) -> dict[str, Any]:
    """Return an offer that shares no word, price or limit with most others."""
    name = f"junk-{provider}-{number}-model-{(provider * 7919 + number * 104729) % 99991}"
    return {
        "id": name,
        "name": f"Junk {provider} {number} word{number * 31 % 997} w{number * 17 % 1009}",
        "tool_call": bool(number % 2),
        "reasoning": bool(number % 3),
        "release_date": f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}",
        "modalities": {"input": ["text"], "output": ["text"]},
        "limit": {"context": 1000 + number, "output": 100 + number},
        "cost": {"input": 1 + number / 1000, "output": 2 + number / 997},
    }


def hostile_day() -> bytes:
    payload = json.loads(gzip.decompress(REAL.read_bytes()))
    for provider in range(PROVIDERS):
        offers = [junk_offer(provider, number) for number in range(OFFERS_EACH)]
        key = f"junkp{provider}"
        models = {offer["id"]: offer for offer in offers}
        payload[key] = {"id": key, "name": key.title(), "env": [], "npm": "x", "models": models}
    return gzip.compress(json.dumps(payload).encode(), 1)


def fill(folder: Path) -> None:
    junk = folder / "junk.json.gz"
    junk.write_bytes(hostile_day())
    for command in (
        ["migrate", "-v0"],
        ["collectstatic", "--noinput", "-v0"],
        ["pull", "--from", str(REAL), "--day", "2026-05-12"],
        ["pull", "--from", str(junk), "--day", "2026-05-13", "--allow-growth"],
    ):
        words = [sys.executable, str(ROOT / "manage.py"), *command]
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)


def resident() -> float:
    """Return the resident memory of this process in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def measure() -> Iterator[tuple[str, int, float]]:
    """Ask for each page; yield its name, its size in bytes and the memory after it."""
    django.setup()
    client = Client()
    for name, address in PAGES.items():
        answer = client.get(address)
        if answer.status_code != 200:
            sys.exit(f"{address} answered {answer.status_code}")
        yield name, len(answer.getvalue()), resident()


def print_table() -> None:
    print("| after | page, KB | resident, MB | added |\n" + "|---" * 4 + "|")
    before = 0.0
    for name, size, memory in measure():
        print(f"| {name} | {size / 1e3:,.0f} | {memory:.0f} | {memory - before:+.0f} |", flush=True)
        before = memory


def main() -> None:
    if "FILLED" in os.environ:
        return print_table()
    with TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/memory.sqlite3"
        os.environ |= {"DATABASE_URL": database, "ALLOWED_HOSTS": "testserver", "VAR_DIR": folder}
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        fill(Path(folder))
        # In a process of its own, which never held the payload.
        subprocess.run([sys.executable, __file__], check=True, env=os.environ | {"FILLED": "1"})
    return None


if __name__ == "__main__":
    main()
