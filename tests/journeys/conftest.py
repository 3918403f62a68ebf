"""Fixtures of the journeys: one site for all of them, and the visitor."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NewContext
from tests.journeys.days import write_later_days
from tests.journeys.visitor import VISITS, Visit, Visitor
from tests.services.site import manage, site


@pytest.fixture(scope="session")
def journeys_site(
    bundled_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a site with the three days of `days`. Shared by all journeys: read only."""
    folder, days = tmp_path_factory.mktemp("journeys"), tmp_path_factory.mktemp("days")
    write_later_days(days)
    database = f"sqlite:///{shutil.copy(bundled_database, folder)}"
    manage("replay", str(days), DATABASE_URL=database)
    with site(folder, DATABASE_URL=database) as address:
        yield address


@pytest.fixture(params=VISITS, ids=str)
def visit(request: pytest.FixtureRequest) -> Visit:
    chosen: Visit = request.param
    return chosen


@pytest.fixture
def visitor(new_context: NewContext, journeys_site: str, visit: Visit) -> Visitor:
    """A visitor on the home page; any error in the browser's console fails the test at its end."""
    size = {"width": visit.width, "height": 900}
    options: dict[str, Any] = {"viewport": size, "java_script_enabled": visit.scripts}
    someone = Visitor(new_context(base_url=journeys_site, **options).new_page(), visit)
    someone.start()
    return someone
