"""The list, search and comparisons at 20,000 offerings of some 4,500 models: CPU and queries.

Copies of the bundled payload, each with models of its own, through the real pull. Each answer is
made anew: an address with a question is never kept.
"""

import json
import os
import sys
import tempfile
import time
import warnings
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
warnings.simplefilter("ignore")
FOLDER = Path(tempfile.mkdtemp())
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER / 'ledger.sqlite3'}"

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog.feed.source import read_bundled
from catalog.http import newest_data_version
from catalog.listing.index import model_index
from catalog.models import CanonicalModel, Offering
from config.daily.pull import pull
from config.preload import preload_newer

OFFERINGS, TIMES = 20_000, 15
LISTS = {
    "all": "?sort=blended",
    "three facets": "?tool-calling=yes&open-weights=yes&maker=meta&maker=alibaba&sort=-providers",
    "ranges and a score": "?context-min=128K&blended-max=2&score-agents=50&sort=-score-agents",
    "words": "?q=claude+sonet",
    "every provider": "?more=provider&page=40",
}
WORDS = (
    *("claude", "cluade sonet", "gpt5", "gpt-4o mini", "llama 3.3 70b", "deepsek", "qwen3 coder"),
    *("通義千問", "豆包", "智譜 glm", "月之暗面", "kimi k2", "gemini flash", "x", "mistral larg"),
    *("meta-llama/Llama-3.3-70B-Instruct", "accounts/fireworks/models/kimi", "nothing of the kind"),
)


def payload() -> bytes:
    bundled = json.loads(read_bundled().body)
    found: dict[str, object] = {}
    count = copy = 0
    while count < OFFERINGS:
        for key, provider in bundled.items():
            models = {}
            for own_id, stated in list(provider["models"].items())[: OFFERINGS - count]:
                name = f"{own_id}-x{copy}" if copy else own_id
                models[name] = {**stated, "id": name}
            name = f"{key}-{copy}" if copy else key
            found[name] = {**provider, "id": name, "models": models}
            count += len(models)
        copy += 1
    return json.dumps(found).encode()


def cpu_ms(client: Client, address: str) -> float:
    began = time.process_time()
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return 1000 * (time.process_time() - began)


def main() -> None:
    call_command("migrate", verbosity=0)
    file = FOLDER / "payload.json"
    file.write_bytes(payload())
    pull(str(file), day=date(2026, 5, 21), now=datetime(2026, 5, 21, 6, tzinfo=UTC))
    offerings, models = Offering.objects.live().count(), CanonicalModel.objects.live().count()
    print(f"{offerings:,} offerings, {models:,} models")
    began = time.process_time()
    model_index(newest_data_version(timezone.now())).search_index.search("warm")
    print(f"rows and index: {time.process_time() - began:.1f} s CPU")
    began = time.process_time()
    preload_newer(None)
    print(f"sets, and the calculator's prices: {time.process_time() - began:.1f} s CPU")
    client = Client(SERVER_NAME="127.0.0.1")
    print("| list | CPU, ms (median) | best | queries |\n|---|---|---|---|")
    for name, query in LISTS.items():
        with CaptureQueriesContext(connection) as queries:
            cpu_ms(client, f"/models/{query}")
            count = len(queries)
        taken = [cpu_ms(client, f"/models/{query}") for _ in range(TIMES)]
        print(f"| {name} | {median(taken):.0f} | {min(taken):.0f} | {count} |")
    index = model_index(newest_data_version(timezone.now())).search_index
    taken = []
    for words in WORDS * 5:
        began = time.process_time()
        index.search(words, 8)
        taken.append(1000 * (time.process_time() - began))
    print(f"search: median {median(taken):.1f} ms, p95 {quantiles(taken, n=20)[-1]:.1f} ms CPU")


if __name__ == "__main__":
    main()
