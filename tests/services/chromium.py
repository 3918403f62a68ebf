"""Chromium: where it is, and how to come by it. `python -m tests.services.chromium` installs it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from tests.services.process import ServiceFailed

PLACES = (
    os.environ.get("CHROMIUM", ""),
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
PATIENCE = 20_000  # ms: other tests keep the machine busy beside it
MISSING = "No Chromium: install one, or name it: CHROMIUM=/path/to/chromium make test"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield a browser that reaches nothing but 127.0.0.1; raises ServiceFailed without one."""
    with sync_playwright() as playwright:
        path = find() or Path(playwright.chromium.executable_path)
        if not path.exists():
            raise ServiceFailed(MISSING)
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        expect.set_options(timeout=PATIENCE)
        yield browser
        browser.close()


def back(page: Page) -> None:
    """Press Back. What a page shows then is to be expected of it: it may be loaded anew."""
    _step(page.go_back)


def forward(page: Page) -> None:
    """Press Forward, likewise."""
    _step(page.go_forward)


def _step(go: Callable[..., object]) -> None:
    while True:
        try:
            go(wait_until="commit")
        except Error as error:
            if "Not attached to an active page" in error.message:
                continue  # one page was giving way to the next: the step was not taken
            # It was taken, and that the page loads itself anew is another one to Playwright.
            if "ERR_ABORTED" not in error.message:
                raise
        return


def find() -> Path | None:
    """Find an installed Chromium or Chrome."""
    found = next(filter(None, (shutil.which(place) for place in PLACES if place)), None)
    return Path(found) if found else None


def downloaded() -> bool:
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def install() -> None:
    """Install Chromium by apt where that can be, else by Playwright; exits with a clear line."""
    print("Installing Chromium …", flush=True)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        apt = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run([*apt, "chromium", "fonts-noto-cjk"], env=environment, check=False)
    if not find():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if not find() and not downloaded():
        sys.exit(MISSING)


if __name__ == "__main__" and not find() and not downloaded():
    install()
