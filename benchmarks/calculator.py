"""The calculator at 20,000 channels: CPU of one update as one types, warm and cold, and queries.

Every cloned channel gets prices of its own, so that none is priced along with another.
"""

import os
import sys
import tempfile
import time
import warnings
from decimal import Decimal
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
warnings.simplefilter("ignore")
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
os.environ["DATABASE_URL"] = f"sqlite:///{tempfile.mkdtemp()}/ledger.sqlite3"

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import Offering
from catalog.version_cache import clear_version_caches
from config.warm import freeze_caches

CHANNELS = 20_000
TIMES = 15
ADDRESSES = {
    "plain": "?requests=1000&per=day&input=5000&output=700",
    "cached": "?requests=1000&per=day&input=5000&output=700&cached=80&reasoning_tokens=300",
    "agent of 50 steps": "?input=9000&output=500&steps=50&added=2000&cached=90",
    "five workloads": "?" + "&".join(f"{n}-input={n}00&{n}-cached=50" for n in range(2, 6)),
    "filtered": "?input=5000&q=gpt&tool-calling=yes&vision=yes&blended-max=5",
    "one provider": "?input=5000&provider=openrouter&since=2025&score-agents=50",
    "last page": "?input=5000&page=300",
}


def clone_channels(count: int) -> None:
    """Make `count` live channels of the bundled ones, each with a price that no other has."""
    known = list(Offering.objects.live().order_by("pk"))
    clones = []
    for number in range(len(known), count):
        clone = Offering.objects.get(pk=known[number % len(known)].pk)
        clone.pk = None
        clone.provider_model_id = f"{clone.provider_model_id[:280]}-clone-{number}"
        if clone.blended_price is not None:
            clone.input_price += Decimal(number).scaleb(-9)
        clones.append(clone)
    Offering.objects.bulk_create(clones, batch_size=500)


def cpu_ms(client: Client, query: str) -> float:
    began = time.process_time()
    answer = client.get(f"/calculator/{query}", headers={"HX-Request": "true"})
    assert answer.status_code == 200, answer.status_code
    return 1000 * (time.process_time() - began)


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("pull", "--from", "bundled", verbosity=0)
    clone_channels(CHANNELS)
    client = Client(SERVER_NAME="127.0.0.1")
    print(f"{Offering.objects.live().count():,} channels")
    clear_version_caches()
    print(f"first request after a new catalogue: {cpu_ms(client, ADDRESSES['plain']):.0f} ms CPU")
    freeze_caches()  # as a serving process does
    print("| update | CPU, ms (median) | worst | queries |\n|---|---|---|---|")
    for name, query in ADDRESSES.items():
        with CaptureQueriesContext(connection) as queries:
            cpu_ms(client, query)
            count = len(queries)
        taken = [cpu_ms(client, query) for _ in range(TIMES)]
        print(f"| {name} | {median(taken):.0f} | {max(taken):.0f} | {count} |")


if __name__ == "__main__":
    main()
