"""What it costs to refuse a feed of 200,000 offers: peak memory and CPU, each in its own process.

The file is read, parsed and counted as a pull does; nothing of it is stored. `as real` offers are
as large as those of the feed, so the size of the body is refused; `tiny` ones fit into every limit
but that of offers; `allowed` raises the limit of size, so that values are counted.
"""

import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from benchmarks.pull import grown
from catalog.feed import source
from catalog.feed.payload import PayloadRefused
from catalog.ingest.snapshots import read_new_payload

OFFERS = 200_000
CASES = {"as real": {}, "tiny": {}, "as real, allowed 400 MiB": {"FEED_MAX_MB": "400"}}


def tiny() -> bytes:
    """Return offers with as few values as one can have and be read."""
    offer = {"name": "m", "cost": {"input": 1, "output": 2}, "limit": {"context": 8000}}
    models = {f"m{number}": {"id": f"m{number}", **offer} for number in range(OFFERS)}
    provider = {"id": "p", "name": "P", "env": [], "npm": "x", "models": models}
    return json.dumps({"p": provider}, separators=(",", ":")).encode()


def refuse(name: str, file: Path) -> None:
    """Read a payload until it is refused, and print a row of the table."""
    before = peak_mb()
    began = time.process_time()
    try:
        read_new_payload(source.read_file(file).body)
        answer = "accepted"
    except PayloadRefused as why:
        answer = str(why)
    cpu = time.process_time() - began
    print(f"| {name} | {before:.0f} | {peak_mb():.0f} | {cpu:.1f} | {answer} |", flush=True)


def peak_mb() -> float:
    # Not ru_maxrss, which a child takes over from its parent.
    return int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) / 1024


def main() -> None:
    print("| offers | MB before | peak, MB | CPU, s | answer |\n|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, environment in CASES.items():
            file = Path(folder) / "payload.json.gz"
            body = tiny() if name == "tiny" else grown(OFFERS)
            file.write_bytes(gzip.compress(body, 1))
            words = [sys.executable, "-m", "benchmarks.refusal", "--one", name, str(file)]
            subprocess.run(words, check=True, env=os.environ | environment)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        refuse(sys.argv[2], Path(sys.argv[3]))
    else:
        main()
