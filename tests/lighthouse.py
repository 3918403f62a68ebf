"""Lighthouse scores of the main pages, on bundled data, as a phone: `make lighthouse`.

Needs Node 18 or newer; npx fetches the version pinned here. A busy machine lowers the scores, so
the best of three runs counts.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.services.chromium import find
from tests.services.site import manage, site

VERSION = "12.8.2"
MIN_SCORE, RUNS = 95, 3
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run"
    " --disable-background-networking --disable-component-update"
)
# Static files as in production: hashed and compressed.
PRODUCTION = {"DJANGO_SETTINGS_MODULE": "config.settings"}
MODEL = "meta/llama-3-2-1b-instruct"
PAGES = (
    "/",
    "/models/",
    f"/models/{MODEL}/",
    f"/compare/{MODEL}/vs/openai/gpt-5/",
    "/changelog/",
    "/calculator/",
    "/explore/",
    "/zh-hant/models/",
)


def main() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        env = {"DATABASE_URL": f"sqlite:///{folder / 'ledger.sqlite3'}", **PRODUCTION}
        manage("migrate", **env)
        manage("pull", "--from", "bundled", **env)
        manage("collectstatic", "--noinput", **env)
        with site(folder, **env) as address:
            good = [passes(address, page, folder / "report.json") for page in PAGES]
    sys.exit(0 if all(good) else 1)


def passes(address: str, page: str, report: Path) -> bool:
    """Print the best scores of a page, 0 to 100; return whether each reaches MIN_SCORE."""
    best: dict[str, int] = dict.fromkeys(CATEGORIES, 0)
    for _run in range(RUNS):
        scores = run_lighthouse(address + page, report)
        best = {name: max(best[name], scores[name]) for name in CATEGORIES}
        if min(best.values()) >= MIN_SCORE:
            break
    print(f"{page:<60}", *(f"{name} {score:>3}" for name, score in best.items()), flush=True)
    return min(best.values()) >= MIN_SCORE


def run_lighthouse(url: str, report: Path) -> dict[str, int]:
    """Return the scores of one load of a page; all 0 if the run itself failed."""
    report.unlink(missing_ok=True)
    command = ["npx", "--yes", f"lighthouse@{VERSION}", url, "--quiet", f"--chrome-flags={FLAGS}"]
    environment = {**os.environ, "CHROME_PATH": find(headed=True) or find() or ""}
    output = ["--output=json", f"--output-path={report}"]
    subprocess.run([*command, *output], env=environment, check=False, stderr=subprocess.DEVNULL)
    if not report.exists():
        return dict.fromkeys(CATEGORIES, 0)
    categories = json.loads(report.read_text())["categories"]
    return {name: round(100 * (categories[name]["score"] or 0)) for name in CATEGORIES}


if __name__ == "__main__":
    main()
