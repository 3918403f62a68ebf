"""nginx with the configuration that is shipped, filled in for one machine."""

import grp
import pwd
import shutil
import subprocess
from pathlib import Path
from string import Template

from stack.binaries import USER, install_nginx
from stack.processes import Service, listening

SHIPPED = Path(__file__).parent.parent / "deploy/nginx"
TEMPLATE = SHIPPED / "ledger.conf.template"
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")

MAIN = Template(
    """daemon off;
pid $folder/nginx.pid;
error_log stderr warn;
worker_processes auto;
$user
events { worker_connections 2048; }
http {
    include $types;
    default_type application/octet-stream;
    sendfile on;
    $temporary
    include $folder/ledger.conf;
}
"""
)


def nginx_service(
    folder: Path, *, port: int, upstream: int, mcp: int, static: Path, trusted_proxy: str = "unix:"
) -> Service:
    """Write the configuration into `folder`; return the service that listens on `port`."""
    binary = install_nginx()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "own").mkdir(exist_ok=True)
    for page in SHIPPED.glob("*.html"):
        shutil.copy(page, folder)
    site = fill_in(
        LISTEN=f"127.0.0.1:{port}",
        SERVER_NAME="_",
        UPSTREAM=f"127.0.0.1:{upstream}",
        MCP=f"127.0.0.1:{mcp}",
        STATIC_ROOT=str(static),
        PAGES=str(folder),
        CACHE=f"{folder}/cache",
        TRUSTED_PROXY=trusted_proxy,
        ACCESS_LOG="off",
        OWN=f"{folder}/own",
    )
    (folder / "ledger.conf").write_text(site)
    main = folder / "nginx.conf"
    main.write_text(
        MAIN.substitute(
            folder=folder,
            user=f"user {USER} {group_of_nobody()};" if USER else "",
            types=mime_types(binary),
            temporary=" ".join(f"{name}_temp_path {folder}/{name};" for name in TEMPORARY),
        )
    )
    return Service(
        "nginx",
        [binary, "-p", str(folder), "-c", str(main), "-e", "stderr"],
        ready=lambda: listening(port),
    )


def fill_in(**values: str) -> str:
    """Fill in the names in capitals; what nginx itself calls $host stays."""
    return Template(TEMPLATE.read_text()).safe_substitute(values)


def mime_types(binary: str) -> Path:
    """Return the list of media types beside this nginx's own configuration."""
    built = subprocess.run([binary, "-V"], capture_output=True, text=True, check=True).stderr
    (path,) = (word for word in built.split() if word.startswith("--conf-path="))
    return Path(path.partition("=")[2]).parent / "mime.types"


def group_of_nobody() -> str:
    return grp.getgrgid(pwd.getpwnam(str(USER)).pw_gid).gr_name
