"""Time and memory of reading, pricing and comparing a usage log of 100,000 rows.

The work is CPU-bound: where seconds exceed CPU, other processes had the core; the last column
counts those preemptions.
"""

import os
import resource
import sys
import tempfile
import time
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
warnings.simplefilter("ignore")
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
os.environ["DATABASE_URL"] = f"sqlite:///{tempfile.mkdtemp()}/ledger.sqlite3"

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

ROWS = 100_000
TERMS = {"t1-provider": "openai", "t1-off": "15", "currency": "TWD", "rate": "31.5"}
MODELS = ("gpt-4o", "gpt-4o-mini", "o3", "claude-sonnet-4-20250514", "gemini-2.5-pro", "no-such")
HEAD = "start_time_iso,model,num_model_requests,input_tokens,output_tokens,input_cached_tokens\n"


def log() -> str:
    rows = (
        f"2026-{1 + n % 6:02}-{1 + n % 28:02}T00:00:00Z,{MODELS[n % len(MODELS)]},1,"
        f"{n * 13 % 300_000},{n % 4000},{n % 1000}\n"
        for n in range(ROWS)
    )
    return HEAD + "".join(rows)


def peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def preempted() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_nivcsw


def main() -> None:
    call_command("migrate", verbosity=0)
    # In a child process: the peak memory of the pull must not count as the log's.
    pid = os.fork()
    if pid == 0:
        call_command("pull", "--from", "bundled", verbosity=0)
        os._exit(0)
    os.waitpid(pid, 0)
    client, text = Client(SERVER_NAME="127.0.0.1"), log()
    client.get("/calculator/log/")
    print("| sent as | rows | MB | seconds | CPU | peak MB | preempted |")
    print("|---|---|---|---|---|---|---|")
    for kind in ("file", "paste", "file at terms"):
        file = {"file": SimpleUploadedFile("log.csv", text.encode())}
        if kind == "file at terms":
            file |= TERMS
        start, cpu, switches = time.perf_counter(), time.process_time(), preempted()
        response = client.post("/calculator/log/", {"text": text} if kind == "paste" else file)
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        assert b"Rows read: 100,000" in response.content
        figures = f"{len(text) / 1e6:.1f} | {seconds:.1f} | {cpu:.1f} | {peak_mb():.0f}"
        print(f"| {kind} | {ROWS:,} | {figures} | {preempted() - switches:,} |")


if __name__ == "__main__":
    main()
