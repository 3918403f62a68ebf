"""In the real server: no old page after a pull has ended, and not modified until then."""

import requests

from tests.payloads import offering, payload, write
from tests.services.site import manage, site


def test_no_old_page_is_served_after_a_pull(tmp_path) -> None:
    database = f"sqlite:///{tmp_path / 'ledger.sqlite3'}"
    manage("migrate", DATABASE_URL=database)

    def pull(*names: str) -> None:
        models = {name: offering(name, name=name.title()) for name in names}
        file = write(tmp_path / "day.json", payload(acme=models))
        manage("pull", "--from", file, "--allow-growth", DATABASE_URL=database)

    pull("alpha")
    with (
        site(tmp_path, DATABASE_URL=database, VERSION_SECONDS="3600") as address,
        requests.Session() as visitor,
    ):
        first = [visitor.get(f"{address}/models/") for _ in range(4)][-1]
        assert "Alpha" in first.text
        has_it = {"If-None-Match": first.headers["ETag"]}
        assert visitor.get(f"{address}/models/", headers=has_it).status_code == 304
        pull("alpha", "beta")
        again = visitor.get(f"{address}/models/", headers=has_it)
        assert (again.status_code, "Beta" in again.text) == (200, True)
        assert again.headers["ETag"] != first.headers["ETag"]
