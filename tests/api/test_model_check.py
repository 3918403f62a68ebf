"""Whether model ids are known, retiring, gone or unknown."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from api.days import catalogue_of, read_days
from api.model_check import Status, check_models
from catalog.http import newest_data_version
from catalog.models import CanonicalModel, MovedModel
from tests.api.factories import DAYS, at
from tests.api.test_days import noon
from tests.catalog.test_editorial import announce

pytestmark = pytest.mark.django_db
OLD = at(9, name="GPT 4", family="gpt", release_date="2024-01-01")
NEW = at(2, family="gpt", release_date="2025-08-07")


def checked(text, as_of=None, known_on=None):
    now = timezone.now()
    reading = read_days(as_of, known_on, now.date())
    (check,) = check_models([text], reading, catalogue_of(reading, newest_data_version(now)))
    return check


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
    check = checked(text)
    assert check.status is status


def test_what_is_gone_has_a_day_and_a_successor(catalogue):
    check = checked("gpt-4")
    assert (check.gone_since, check.successor) == (DAYS[3], "openai/gpt-5")


def test_an_announced_day_is_told(publish):
    publish(DAYS[0], openai={"gpt-5": NEW | {"deprecation_date": "2026-12-31"}})
    check = checked("gpt-5")
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
    check = checked("gpt-5")
    assert (check.status, check.retires_on) == (Status.RETIRING, day)
    assert check.successor == "openai/gpt-4-5"


@pytest.mark.parametrize(
    "text, as_of, state",
    [
        ("gpt-4", DAYS[1], (Status.KNOWN, None)),
        ("gpt-4", DAYS[3], (Status.GONE, DAYS[3])),
        ("gpt-5", DAYS[1], (Status.KNOWN, None)),
        ("gpt-4.5", DAYS[1], (Status.RETIRING, None)),
        ("gpt-6", DAYS[3], (Status.UNKNOWN, None)),  # it comes two days later
        ("gpt-6", None, (Status.KNOWN, None)),
        ("openai/gpt-4", DAYS[3], (Status.GONE, DAYS[3])),
    ],
)
def test_states_of_a_day(catalogue, publish, text, as_of, state):
    publish(DAYS[5], openai={"gpt-6": at(3, name="GPT 6")}, poe={"gpt-4": OLD})
    check = checked(text, as_of)
    assert (check.status, check.gone_since) == state


def test_a_backfilled_day_does_not_change_what_was_known(publish):
    """A day fetched later shows that an offer had ended before, which nobody knew then."""
    publish(DAYS[0], now=noon(DAYS[0]), openai={"gpt-4": OLD, "gpt-5": NEW})
    publish(DAYS[4], now=noon(DAYS[4]), openai={"gpt-5": NEW})
    publish(DAYS[2], now=noon(DAYS[6]), openai={"gpt-5": NEW})
    assert checked("gpt-4").gone_since == DAYS[2]
    assert checked("gpt-4", known_on=DAYS[5]).gone_since == DAYS[4]


def test_what_editors_announced_later_was_not_known(publish):
    publish(DAYS[0], now=noon(DAYS[0]), openai={"gpt-5": NEW})
    announce("retirement", provider="openai", key="gpt-5", first_day=date(2026, 12, 31))
    assert checked("gpt-5").status is Status.RETIRING
    assert checked("gpt-5", known_on=DAYS[9]).status is Status.KNOWN


@pytest.mark.parametrize("name", ["openai/gpt-v4", "openai/gpt-4"])
@pytest.mark.parametrize("as_of", [DAYS[1], None])
def test_a_model_has_its_former_id_too(catalogue, name, as_of):
    model = CanonicalModel.objects.get(path="openai/gpt-4")
    MovedModel.objects.create(path="openai/gpt-v4", model=model, moved_on=DAYS[4])
    assert checked(name, as_of).model == "openai/gpt-4"


def test_the_command_tells_of_a_day(catalogue, tmp_path, capsys):
    file = tmp_path / "ids"
    file.write_text("gpt-4\n")
    call_command("check-models", str(file), "--as-of", str(DAYS[1]))
    assert capsys.readouterr().out == "gpt-4\tknown\topenai/gpt-4\t\n"
    with pytest.raises(CommandError, match="first day is") as refused:
        call_command("check-models", str(file), "--as-of", "2020-01-01")
    assert refused.value.returncode == 2


def test_ids_of_a_day_take_few_queries(catalogue, django_assert_max_num_queries):
    reading = read_days(DAYS[1], None, timezone.now().date())
    data = catalogue_of(reading, newest_data_version(timezone.now()))
    check_models(["gpt-4"], reading, data)
    with django_assert_max_num_queries(6):
        check_models(["gpt-4", "gpt-5", "openai/gpt-4", "a/b", "c/d"], reading, data)
