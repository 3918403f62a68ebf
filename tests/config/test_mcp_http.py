"""The MCP server over HTTP, a real process: the SDK's client, and what it refuses."""

import asyncio
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client

from config.mcp_http import MAX_BODY_BYTES, security_of
from tests.config.mcp_calls import complete_each_tool
from tests.services.process import free_port, listening, running
from tests.services.site import environment

HEADERS = {"Accept": "application/json, text/event-stream"}
LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}


@pytest.fixture(scope="module")
def address(bundled_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder, port = tmp_path_factory.mktemp("mcp"), free_port()
    database = shutil.copy(bundled_database, folder)
    with running(
        [sys.executable, "manage.py", "mcp", "--http", f"--port={port}"],
        log=folder / "mcp.log",
        ready=lambda: listening(port),
        env=environment({"DATABASE_URL": f"sqlite:///{database}"}),
    ):
        yield f"http://127.0.0.1:{port}"


def test_the_sdks_client_completes_each_tool(address):
    async def calls():
        async with (
            streamable_http_client(f"{address}/mcp") as (reading, writing, _session),
            ClientSession(reading, writing) as client,
        ):
            await complete_each_tool(client)

    asyncio.run(calls())


def test_each_request_stands_alone(address):
    """No session: any request may be the first, and any process may answer it."""
    answer = requests.post(f"{address}/mcp", json=LIST, headers=HEADERS, timeout=30)
    assert len(answer.json()["result"]["tools"]) == 7
    assert "Mcp-Session-Id" not in answer.headers


@pytest.mark.parametrize(
    "headers, status",
    [
        ({"Host": "evil.example"}, 421),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://localhost:8000"}, 200),
        ({"Content-Type": "text/plain"}, 400),
    ],
)
def test_other_hosts_and_pages_of_other_sites_are_refused(address, headers, status):
    answer = requests.post(f"{address}/mcp", json=LIST, headers=HEADERS | headers, timeout=30)
    assert answer.status_code == status


def test_a_large_body_is_refused(address):
    body = b"x" * (MAX_BODY_BYTES + 1)
    headers = HEADERS | {"Content-Type": "application/json"}
    assert requests.post(f"{address}/mcp", body, headers=headers, timeout=30).status_code == 413


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_there_is_no_stream_to_hold_open(address, method):
    assert requests.request(method, f"{address}/mcp", timeout=30).status_code == 405


def test_supervisors_get_an_answer(address):
    assert requests.get(f"{address}/healthz", timeout=30).text == "ok"


def test_hosts_are_those_of_the_site():
    allowed = security_of(["ledger.example", ".wild.example"])
    assert allowed.enable_dns_rebinding_protection
    assert allowed.allowed_hosts == ["ledger.example", "ledger.example:*"]
    assert "https://ledger.example" in allowed.allowed_origins
    assert not any("wild" in one for one in allowed.allowed_origins)


def test_any_host_as_in_django():
    assert not security_of(["*"]).enable_dns_rebinding_protection
