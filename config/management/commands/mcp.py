"""`manage.py mcp`: answer one MCP client over stdio, or many over HTTP with `--http`."""

import asyncio
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from mcp.server.stdio import stdio_server

from api.mcp.server import build_server
from config.management.commands.serve import HOST, check_port

PORT = 8001
GRANIAN = [
    *(sys.executable, "-m", "granian", "--interface=asgi", "--no-ws"),
    *("--respawn-failed-workers", "--respawn-interval=0.5", "--workers-kill-timeout=5"),
    "--log-level=warning",
]


class Command(BaseCommand):
    help = "Serve the MCP tools: over stdio to the program that starts it, or over HTTP at /mcp."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--http", action="store_true", help="listen on a port instead")
        parser.add_argument("--host", default=HOST)
        parser.add_argument("--port", type=int, default=PORT)

    def handle(self, *, http: bool, host: str, port: int, **options: Any) -> None:
        if not http:
            asyncio.run(serve_stdio())
            return
        if host == HOST:
            check_port(port)  # Granian shares a port with another server in silence
        os.chdir(settings.BASE_DIR)
        address = [f"--host={host}", f"--port={port}"]
        command = [*GRANIAN, *address, "config.mcp_http:application"]
        # In place of this process, which has the whole site in memory and no more to do.
        os.execv(sys.executable, command)  # noqa: S606 - no shell is meant


async def serve_stdio() -> None:
    """Answer until the client closes our standard input; only the protocol goes to stdout."""
    server = build_server()
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())
