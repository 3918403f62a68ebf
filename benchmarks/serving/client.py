"""Sends one request after the other on each of some connections, and times the answers."""

import asyncio
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import quantiles
from typing import cast

CONNECTIONS = 16
ENCODINGS = "gzip, deflate, br, zstd"  # as browsers say it
PATIENCE = 20.0  # seconds for answers that are under way when the time is over
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass
class Load:
    """A request and how often it is sent: at most so many times, and for at most so long."""

    request: bytes
    seconds: float
    most: int
    sent: int = 0
    took: list[float] = field(default_factory=list)  # seconds of each answer
    status: int = 0
    head: bytes = b""
    body: bytes = b""
    until: float = 0.0

    def is_over(self) -> bool:
        return self.sent >= self.most or time.perf_counter() > self.until

    def percentile(self, hundredth: int) -> float:
        """Return a percentile of the answers' times, in ms."""
        return 1000 * quantiles(self.took * 2, n=100, method="inclusive")[hundredth - 1]


class Connection(asyncio.Protocol):
    """Sends the next request as soon as the last answer is whole."""

    def __init__(self, load: Load, over: asyncio.Future[None]) -> None:
        self.load, self.over = load, over

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.send()

    def send(self) -> None:
        if self.load.is_over():
            self.transport.close()
            return
        self.load.sent += 1
        self.got, self.whole, self.began = b"", -1, time.perf_counter()
        self.transport.write(self.load.request)

    def data_received(self, data: bytes) -> None:
        self.got += data
        if self.whole < 0:
            end = self.got.find(b"\r\n\r\n") + 4
            if end < 4:
                return
            self.read_head(self.got[:end])
        if len(self.got) >= self.whole:
            self.load.took.append(time.perf_counter() - self.began)
            self.load.body = self.got[len(self.load.head) :]
            self.send()

    def read_head(self, head: bytes) -> None:
        self.load.head, self.load.status = head, int(head.split(b" ", 2)[1])
        length = LENGTH.search(head)
        self.whole = len(head) + (int(length[1]) if length and self.load.status != 304 else 0)

    def connection_lost(self, _error: Exception | None) -> None:
        if not self.over.done():
            self.over.set_result(None)


def request_for(path: str, headers: Mapping[str, str]) -> bytes:
    # One host for all, or nginx would have the worker make a page of its own.
    lines = {"Host": "127.0.0.1", "Accept-Encoding": ENCODINGS, "Accept": "text/html"}
    stated = "".join(f"{name}: {value}\r\n" for name, value in {**lines, **headers}.items())
    return f"GET {path} HTTP/1.1\r\n{stated}\r\n".encode()


def ask(
    port: int,
    path: str,
    headers: Mapping[str, str] | None = None,
    *,
    seconds: float = 30.0,
    most: int = 1,
    connections: int = CONNECTIONS,
) -> Load:
    """Ask for a page until the time is over or it was asked for often enough.

    What is not answered within PATIENCE after that counts as not answered.
    """
    load = Load(request_for(path, headers or {}), seconds, most)
    asyncio.run(_run(load, port, min(connections, most)))
    if not load.took:
        raise RuntimeError(f"{path}: no answer in {seconds + PATIENCE:.0f} s")
    return load


async def _run(load: Load, port: int, connections: int) -> None:
    loop = asyncio.get_running_loop()
    load.until = time.perf_counter() + load.seconds
    ends = []
    for _connection in range(connections):
        over: asyncio.Future[None] = loop.create_future()
        ends.append(over)
        await loop.create_connection(lambda over=over: Connection(load, over), "127.0.0.1", port)  # type: ignore[misc]
    await asyncio.wait(ends, timeout=load.seconds + PATIENCE)
