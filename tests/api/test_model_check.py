"""Whether model ids are known, retiring, gone or unknown."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from api.model_check import Status, check_models
from pricing.usage_log.match import load_directory
from tests.api.factories import DAYS, at
from tests.catalog.test_editorial import announce

pytestmark = pytest.mark.django_db
OLD = at(9, name="GPT 4", family="gpt", release_date="2024-01-01")
NEW = at(2, family="gpt", release_date="2025-08-07")


@pytest.fixture
def catalogue(publish):
    ending = at(1, name="GPT 4.5", family="gpt", release_date="2024-06-01", status="deprecated")
    publish(DAYS[0], openai={"gpt-4": OLD, "gpt-5": NEW, "gpt-4.5": ending}, poe={"gpt-4": OLD})
    publish(DAYS[3], openai={"gpt-5": NEW, "gpt-4.5": ending}, poe={"gpt-4": OLD})


@pytest.mark.parametrize(
    "text, status",
    [
        ("gpt-5", Status.KNOWN),
        ("GPT-5", Status.KNOWN),
        ("openai/gpt-5", Status.KNOWN),
        ("gpt-5-2025-08-07", Status.KNOWN),
        ("gpt-4.5", Status.RETIRING),
        ("gpt-4", Status.GONE),  # the maker has stopped, though poe has not
        ("poe/gpt-4", Status.KNOWN),
        ("gtp-5", Status.UNKNOWN),
        ("", Status.UNKNOWN),
        ("x" * 300, Status.UNKNOWN),
    ],
)
def test_states(catalogue, text, status):
    (check,) = check_models([text], load_directory())
    assert check.status is status


def test_what_is_gone_has_a_day_and_a_successor(catalogue):
    (check,) = check_models(["gpt-4"], load_directory())
    assert (check.gone_since, check.successor) == (DAYS[3], "openai/gpt-5")


def test_an_announced_day_is_told(publish):
    publish(DAYS[0], openai={"gpt-5": NEW | {"deprecation_date": "2026-12-31"}})
    (check,) = check_models(["gpt-5"], load_directory())
    assert (check.status, str(check.retires_on)) == (Status.RETIRING, "2026-12-31")


def test_over_http(catalogue, get, post):
    answer = get("check", ids="gpt-5,gtp-5")["items"]
    assert [(one["id"], one["status"]) for one in answer] == [
        ("gpt-5", "known"),
        ("gtp-5", "unknown"),
    ]
    assert post("check", {"ids": ["gpt-5", "gtp-5"]})["items"] == answer
    post("check", {"ids": []}, 400)
    get("check", 400, ids=" ")


def test_the_command_fails_on_what_is_not_known(catalogue, tmp_path, capsys):
    file = tmp_path / "ids"
    file.write_text("gpt-5\n\ngpt-4\n")
    with pytest.raises(CommandError, match="1 of 2"):
        call_command("check-models", str(file))
    assert capsys.readouterr().out == (
        "gpt-5\tknown\topenai/gpt-5\t\ngpt-4\tgone\topenai/gpt-4\topenai/gpt-5\n"
    )


def test_the_command_is_silent_about_errors_when_all_are_known(catalogue, tmp_path):
    file = tmp_path / "ids"
    file.write_text("gpt-5\n")
    call_command("check-models", str(file))


def test_an_announced_retirement_and_successor(catalogue):
    day = date(2026, 12, 31)
    announce("retirement", provider="openai", key="gpt-5", first_day=day)
    announce("successor", target="model", provider="", key="openai/gpt-5", value="openai/gpt-4-5")
    (check,) = check_models(["gpt-5"], load_directory())
    assert (check.status, check.retires_on) == (Status.RETIRING, day)
    assert check.successor == "openai/gpt-4-5"
