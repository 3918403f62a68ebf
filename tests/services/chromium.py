"""Chromium: where it is, and how to install it: `python -m tests.services.chromium`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    sync_playwright,
)

# Chromium without its windows: a fresh page takes 0.3 s of CPU instead of 1.1 s. Playwright's own
# download is of the same kind.
HEADLESS = ("chromium-headless-shell",)
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
# The browser reaches nothing but 127.0.0.1.
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
EXPECT_TIMEOUT = 20_000  # ms; Playwright's 5 s is too short beside other tests on two cores
MISSING = "No Chromium: install one, or name it: CHROMIUM=/path/to/chromium make test"


@contextmanager
def no_browser_errors(context: BrowserContext) -> Iterator[BrowserContext]:
    """Fail on errors in the console and on uncaught exceptions of any page of the context."""
    errors: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        # Not the error pages that Chromium itself shows for other hosts.
        if message.type == "error" and message.location["url"].startswith("http://127.0.0.1"):
            errors.append(message.text)

    context.on("weberror", lambda error: errors.append(str(error.error)))
    context.on("console", listen)
    yield context
    context.close()  # delivers the events that are still on their way
    if errors:
        raise AssertionError(f"the browser reported: {errors}")


def back(page: Page) -> None:
    """Press Back. Assert afterwards with `expect`: the page may be loaded anew."""
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
                continue  # pressed while one page replaced another, so without effect: again
            # Pressed with effect; the page reloading itself counts as aborted in Playwright.
            if "ERR_ABORTED" not in error.message:
                raise
        return


def find(*, headed: bool = False) -> str | None:
    """Find an installed Chromium or Chrome, which CHROMIUM may name; `headed`: with windows."""
    names = (os.environ.get("CHROMIUM", ""), *(() if headed else HEADLESS), *BROWSERS)
    return next(filter(None, map(shutil.which, names)), None)


def is_downloaded() -> bool:
    """Return whether Playwright has downloaded a Chromium of its own."""
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def install() -> None:
    """Install Chromium by apt where possible, else by Playwright; exits with a clear line."""
    print("Installing Chromium …", flush=True)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        apt = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run([*apt, *HEADLESS, "fonts-noto-cjk"], env=environment, check=False)
    if not find():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if not find() and not is_downloaded():
        sys.exit(MISSING)


if __name__ == "__main__" and not find() and not is_downloaded():
    install()
