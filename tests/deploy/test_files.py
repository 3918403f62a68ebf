"""Files of deployments that this machine may not be able to run: what they must say."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from stack import services

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
UNITS = sorted((ROOT / "deploy/systemd").glob("*.service"))
OURS = ("prepare", "web", "mcp", "worker", "beat")
# They differ by machine.
BY_MACHINE = re.compile(r"^--(host|port|workers)=")


def options(command: str | list[str]) -> set[str]:
    words = command.split() if isinstance(command, str) else list(command)
    return {word for word in words if word.startswith("--") and not BY_MACHINE.match(word)}


def read_unit(file: Path) -> configparser.ConfigParser:
    unit = configparser.ConfigParser(interpolation=None, strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(file)
    return unit


def command_of(unit: str) -> str:
    return read_unit(ROOT / f"deploy/systemd/model-ledger-{unit}.service")["Service"]["ExecStart"]


@pytest.mark.parametrize("name", SERVICES)
def test_ports_are_open_to_this_machine_only(name):
    for port in SERVICES[name].get("ports", []):
        assert port.startswith("127.0.0.1:")


def test_only_nginx_has_a_port():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"web", "nginx"}))
def test_each_service_has_a_health_check(name):
    """Those of the web workers and of nginx are in their images."""
    assert "healthcheck" in SERVICES[name]
    assert DOCKERFILE.count("\nHEALTHCHECK") == 2


@pytest.mark.parametrize("name", [*OURS, "nginx", "broker", "cache"])
def test_containers_have_no_rights(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_the_image_runs_as_a_user_without_rights():
    app = DOCKERFILE.split("\nFROM ")[2]
    assert app.rindex("USER 10001") > app.rindex("COPY")


def test_the_image_needs_no_build_tool():
    assert "apt-get" not in DOCKERFILE
    assert DOCKERFILE.count("--require-hashes") == 1


@pytest.mark.parametrize("name", ["mcp", "worker", "beat"])
def test_containers_wait_for_the_migrations(name):
    waits = SERVICES[name]["depends_on"]
    assert waits["prepare"]["condition"] == "service_completed_successfully"


def test_web_workers_are_started_alike_everywhere():
    ours = options(list(services.web(1, {}).command))
    assert options(command_of("web")) == ours
    (command,) = re.findall(r"\nCMD (\[.*?\])\n", DOCKERFILE, re.DOTALL)
    assert options(re.sub(r'["\[\],\\]', " ", command)) == ours


def test_the_mcp_server_is_started_alike_everywhere():
    ours = options(list(services.mcp(1, {}).command))
    assert options(command_of("mcp")) == options(SERVICES["mcp"]["command"]) == ours


@pytest.mark.parametrize("name, service", [("worker", services.worker), ("beat", services.beat)])
def test_celery_is_started_alike_everywhere(name, service):
    ours = options(list(service({}).command))
    assert options(command_of(name)) == ours
    optional = {"--without-gossip", "--without-mingle"}
    assert options(SERVICES[name]["command"]) | optional >= ours - optional


def test_pulls_yield_to_visitors():
    unit = read_unit(ROOT / "deploy/systemd/model-ledger-worker.service")["Service"]
    assert int(unit["CPUWeight"]) < 100
    assert SERVICES["worker"]["cpu_shares"] < 1024


@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.stem)
def test_units_run_without_rights_and_write_in_one_folder(file):
    service = read_unit(file)["Service"]
    assert service["User"] == "model-ledger"
    assert service["ProtectSystem"] == "strict"
    assert service["NoNewPrivileges"] == "yes"
    assert service["StateDirectory"] == "model-ledger"
    assert service["CapabilityBoundingSet"] == ""


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd")
@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.stem)
def test_units_are_valid(file, tmp_path):
    """As far as systemd can tell where the site is not installed in /srv."""
    here = tmp_path / file.name
    text = file.read_text().replace("/srv/model-ledger/.venv/bin/python", "/bin/true")
    here.write_text(text)
    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", here], capture_output=True, text=True, check=False
    )
    ours = [line for line in said.stderr.splitlines() if file.name in line]
    assert ours == []
