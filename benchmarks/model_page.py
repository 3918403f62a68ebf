"""What a model's page with 40 offers costs: rendered, cached, and as a ratio to an empty view.

CPU time of this process, which a busy machine disturbs little; the database is temporary.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = tempfile.TemporaryDirectory()
os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER.name}/benchmark.sqlite3"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
sys.path.insert(0, str(ROOT))

import django

django.setup()

from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from config.kept_pages.keeper import KEEPER
from config.urls import urlpatterns as site_map
from scoring.rescore import rescore_all
from tests.factories import make_model, make_offering, make_version

OFFERS, ROUNDS = 40, 50


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("bare/", bare), *site_map]


def prepare() -> str:
    """Fill the temporary database; return the page's URL."""
    call_command("migrate", verbosity=0)
    make_version()
    model = make_model(context=131072, input_price="1", output_price="2", tool_calling=True)
    for number in range(OFFERS - 1):
        make_offering(
            model,
            f"provider-{number}",
            f"folder/model-{number}",
            input_price=f"{1 + number / 10:.1f}",
            output_price=f"{2 + number / 7:.2f}",
            cache_read_price="0.1" if number % 3 else "0.2",
            context=131072 if number % 2 else 128000,
            max_output=8192 * (1 + number % 4),
            reasoning=bool(number % 5),
            released=f"2026-01-{1 + number % 28:02}",
        )
    rescore_all()
    return model.get_absolute_url()


def milliseconds(request: Callable[[], object]) -> float:
    """Return the CPU time of the fastest round: other processes can only add to it."""
    request()
    rounds = []
    for _round in range(ROUNDS):
        started = time.process_time()
        request()
        rounds.append(time.process_time() - started)
    return min(rounds) * 1000


@override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["testserver"])
def main() -> None:
    client, address = Client(), prepare()

    def first_render() -> None:
        KEEPER.clear()
        assert client.get(address).status_code == 200

    plain = milliseconds(lambda: client.get("/bare/"))
    rows = (
        ("bare view", plain),
        (f"model page, {OFFERS} offers, first render", milliseconds(first_render)),
        ("the same, kept, through Django", milliseconds(lambda: client.get(address))),
    )
    for name, took in rows:
        print(f"{name:45} {took:7.2f} ms CPU {took / plain:6.1f}×")


if __name__ == "__main__":
    main()
