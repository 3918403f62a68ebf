"""GNU gettext, which extracts marked texts. `python -m tests.services.gettext` installs it."""

import os
import shutil
import subprocess
import sys

TOOLS = ("xgettext", "msgmerge", "msguniq", "msgattrib")
MISSING = (
    "No GNU gettext: install it to translate, and to test the translations"
    " (Debian: apt install gettext; macOS: brew install gettext)"
)


def is_installed() -> bool:
    return all(shutil.which(tool) for tool in TOOLS)


def install() -> None:
    """Install GNU gettext by apt where that can be; else exit with what to do."""
    print("Installing GNU gettext …", flush=True)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        apt = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run([*apt, "gettext"], env=environment, check=False)
    if not is_installed():
        sys.exit(MISSING)


if __name__ == "__main__" and not is_installed():
    install()
