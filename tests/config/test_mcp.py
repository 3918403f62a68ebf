"""`manage.py mcp` over stdio: a real process and the SDK's client."""

import asyncio
import shutil
import socket
import subprocess
import sys

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from tests.config.mcp_calls import complete_each_tool
from tests.services.site import environment

MCP = ["manage.py", "mcp"]


def test_the_sdks_client_completes_each_tool(bundled_database, tmp_path):
    database = shutil.copy(bundled_database, tmp_path)
    server = StdioServerParameters(
        command=sys.executable,
        args=MCP,
        env=environment({"DATABASE_URL": f"sqlite:///{database}"}),
    )

    async def calls():
        async with (
            stdio_client(server) as (reading, writing),
            ClientSession(reading, writing) as client,
        ):
            await complete_each_tool(client)

    asyncio.run(calls())


def test_it_ends_with_its_client_and_prints_nothing_else(tmp_path):
    env = environment({"DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}"})
    ended = subprocess.run(
        [sys.executable, *MCP], input="", env=env, capture_output=True, text=True, check=True
    )
    assert ended.stdout == ""


def test_a_port_in_use_is_refused():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = subprocess.run(
            [sys.executable, *MCP, "--http", f"--port={port}"],
            env=environment({}),
            capture_output=True,
            text=True,
            check=False,
        )
    assert refused.returncode == 1
    assert f"Port {port} cannot be had" in refused.stderr
