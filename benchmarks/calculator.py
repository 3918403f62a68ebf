"""CPU and queries of one calculator update at 20,000 offers, first after a pull, then warm.

Each cloned offer has prices of its own: offers with equal prices would be priced once.
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
from config.kept_pages.keeper import KEEPER
from config.preload import freeze_caches

OFFERS = 20_000
REPEATS = 15
QUERIES = {
    "plain": "?requests=1000&per=day&input=5000&output=700",
    "cached": "?requests=1000&per=day&input=5000&output=700&cached=80&reasoning_tokens=300",
    "agent of 50 steps": "?input=9000&output=500&steps=50&added=2000&cached=90",
    "five workloads": "?" + "&".join(f"{n}-input={n}00&{n}-cached=50" for n in range(2, 6)),
    "filtered": "?input=5000&q=gpt&tool-calling=yes&vision=yes&blended-max=5",
    "one provider": "?input=5000&provider=openrouter&since=2025&score-agents=50",
    "a model's replacements": "?instead=openai/gpt-4o&input=5000&cached=80",
    "last page": "?input=5000&page=300",
}


def clone_offers(count: int) -> None:
    """Clone bundled offers up to `count` live ones, each with an input price of its own."""
    bundled = list(Offering.objects.live().order_by("pk"))
    clones = []
    for number in range(len(bundled), count):
        clone = Offering.objects.get(pk=bundled[number % len(bundled)].pk)
        clone.pk = None
        clone.provider_model_id = f"{clone.provider_model_id[:280]}-clone-{number}"
        if clone.blended_price is not None:
            clone.input_price += Decimal(number).scaleb(-9)
        clones.append(clone)
    Offering.objects.bulk_create(clones, batch_size=500)


def cpu_ms(client: Client, query: str) -> float:
    KEEPER.clear()  # or the page that is kept would be measured
    start = time.process_time()
    response = client.get(f"/calculator/{query}", headers={"HX-Request": "true"})
    assert response.status_code == 200, response.status_code
    return 1000 * (time.process_time() - start)


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("pull", "--from", "bundled", verbosity=0)
    clone_offers(OFFERS)
    client = Client(SERVER_NAME="127.0.0.1")
    print(f"{Offering.objects.live().count():,} offers")
    clear_version_caches()
    print(f"first request after a pull: {cpu_ms(client, QUERIES['plain']):.0f} ms CPU")
    freeze_caches()  # as a serving process does, so that garbage collection skips them
    print("| update | CPU, ms (median) | worst | queries |\n|---|---|---|---|")
    for name, query in QUERIES.items():
        with CaptureQueriesContext(connection) as queries:
            cpu_ms(client, query)
            count = len(queries)
        times = [cpu_ms(client, query) for _ in range(REPEATS)]
        print(f"| {name} | {median(times):.0f} | {max(times):.0f} | {count} |")


if __name__ == "__main__":
    main()
