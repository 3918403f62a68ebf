"""The API at 20,000 offers, uncached: CPU of lists with filters, and of 10,000 usage records.

The catalogue is that of benchmarks/finding.py. Every request is answered anew: the API keeps no
answers. Limits: 20 ms at the 95th percentile for /models, 3 s for the records.
"""

import random
import time
from datetime import UTC, date, datetime
from statistics import median, quantiles

from django.core.management import call_command
from django.test import Client

from benchmarks import finding  # first: it names the database before Django starts
from catalog.models import Offering
from config.daily.pull import pull
from config.preload import preload_newer

DAY, TIMES, RECORDS = date(2026, 5, 21), 60, 10_000
QUERIES = {
    "models, no filter": "models?limit=100",
    "models, facets and a range": "models?tool-calling=yes&context-min=128000&input-max=2",
    "models, several makers": "models?maker=meta,alibaba&open-weights=yes&reasoning=no",
    "models, sorted": "models?sort=input&structured-output=yes&score-agents=50",
    "models, words": "models?q=claude+sonnet&sort=match",
    "offers, facets and a range": "offers?tool-calling=yes&context-min=128000&input-max=2",
    "offers of a model": "offers?model=openai/gpt-5",
}


def cpu_ms(client: Client, address: str) -> float:
    began = time.process_time()
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.content
    return 1000 * (time.process_time() - began)


def usage() -> dict[str, object]:
    draw = random.Random(0)
    names = list(Offering.objects.live().values_list("provider__key", "provider_model_id"))
    chosen = (draw.choice(names) for _ in range(RECORDS))
    return {
        "records": [
            {"day": str(DAY), "provider": provider, "model": model, "input": 2000, "output": 500}
            for provider, model in chosen
        ]
    }


def main() -> None:
    call_command("migrate", verbosity=0)
    file = finding.FOLDER / "payload.json"
    file.write_bytes(finding.payload())
    pull(str(file), day=DAY, now=datetime(2026, 5, 21, 6, tzinfo=UTC))
    preload_newer(None)
    client = Client(SERVER_NAME="127.0.0.1")
    print(f"{Offering.objects.live().count():,} offers")
    print("| request | CPU, ms (median) | p95 |\n|---|---|---|")
    for name, query in QUERIES.items():
        cpu_ms(client, query)
        taken = [cpu_ms(client, query) for _ in range(TIMES)]
        print(f"| {name} | {median(taken):.1f} | {quantiles(taken, n=20)[-1]:.1f} |")
    body = usage()
    client.post("/api/v1/usage", {"records": []}, content_type="application/json")
    began, cpu = time.perf_counter(), time.process_time()
    answer = client.post("/api/v1/usage", body, content_type="application/json")
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    item = answer.json()["item"]
    print(f"{RECORDS:,} records: {seconds:.1f} s, {cpu:.1f} s CPU, {len(item['priced']):,} priced")


if __name__ == "__main__":
    main()
