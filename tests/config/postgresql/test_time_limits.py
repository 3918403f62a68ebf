"""A wait for a socket ends in time, and one that was in time changes nothing."""

import socket
import time

from config.postgresql.time_limits import TimeLimits


def test_a_socket_is_shut_down_after_its_time():
    limits, (ours, other) = TimeLimits(check_every=0.01), socket.socketpair()
    with ours, other, limits.limit(ours.fileno(), 0.05):
        ours.settimeout(5)
        assert ours.recv(1) == b""  # the end: nothing was sent


def test_a_query_in_time_keeps_its_connection():
    limits, (ours, other) = TimeLimits(check_every=0.01), socket.socketpair()
    with ours, other:
        with limits.limit(ours.fileno(), 0.05):
            pass
        time.sleep(0.1)
        other.send(b"x")
        assert ours.recv(1) == b"x"
