"""The services: what they are started with."""

import stat

import pytest

from stack import services
from stack.processes import StackError
from stack.services import Ports, refuse_other_version, stored_password


def test_ports_differ():
    ports = vars(Ports.find(8080))
    assert len(set(ports.values())) == len(ports) == 6


def test_the_password_is_made_once_for_its_owner_alone(tmp_path):
    file = tmp_path / "password"
    first = stored_password(file)
    assert len(first) >= 32
    assert stored_password(file) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("redis", [services.broker, services.cache])
def test_the_password_of_a_redis_is_in_no_command_line(tmp_path, redis):
    service = redis(tmp_path / "redis", 1, "secret")
    assert "secret" not in " ".join(service.command)
    configuration = tmp_path / "redis/redis.conf"
    assert "requirepass secret\n" in configuration.read_text()
    assert stat.S_IMODE(configuration.stat().st_mode) == 0o600


def test_the_broker_evicts_nothing_and_the_cache_has_a_limit(tmp_path):
    services.broker(tmp_path / "broker", 1, "x")
    services.cache(tmp_path / "cache", 1, "x")
    assert "maxmemory" not in (tmp_path / "broker/redis.conf").read_text()
    assert "maxmemory-policy allkeys-lru" in (tmp_path / "cache/redis.conf").read_text()


@pytest.mark.parametrize(
    "made_by, said, refused",
    [
        ("18", "postgres (PostgreSQL) 18.6", False),
        ("15", "postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)", False),
        ("15", "postgres (PostgreSQL) 18.6", True),
    ],
)
def test_a_cluster_of_another_version_is_refused(tmp_path, made_by, said, refused):
    program = tmp_path / "postgres"
    program.write_text(f"#!/bin/sh\necho '{said}'\n")
    program.chmod(0o755)
    (tmp_path / "PG_VERSION").write_text(f"{made_by}\n")
    if refused:
        with pytest.raises(StackError, match="was made by PostgreSQL 15"):
            refuse_other_version(tmp_path, tmp_path)
    else:
        refuse_other_version(tmp_path, tmp_path)
