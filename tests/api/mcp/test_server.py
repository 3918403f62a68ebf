"""The server: short answers, errors that say why, and the SDK's own client in memory."""

import asyncio
import json

import pytest
from django.db import DatabaseError
from mcp.shared.memory import create_connected_server_and_client_session

from api.mcp import server
from api.mcp.arguments import MOST_IDS
from api.mcp.server import MAX_ANSWER_BYTES, answer_of, build_server
from api.mcp.table import TOOLS
from tests.api.factories import DAYS, at

LONG = "a-very-long-name-" * 17  # 289 characters


def test_the_sdk_lists_the_tools():
    async def listed():
        async with create_connected_server_and_client_session(build_server()) as client:
            return await client.list_tools()

    tools = asyncio.run(listed()).tools
    assert [tool.name for tool in tools] == [tool.name for tool in TOOLS]
    assert all(tool.annotations.readOnlyHint for tool in tools)


@pytest.mark.django_db
def test_an_answer_stays_short_and_says_how_to_ask_on(publish, call):
    several = {f"m{n}-{LONG}": at(n, name=f"M{n} {LONG}") for n in range(1, 31)}
    publish(DAYS[0], openai=several)
    text = answer_of("search_models", {"sort": "input"}).content[0].text
    assert len(text.encode()) <= MAX_ANSWER_BYTES
    answer = json.loads(text)
    assert 1 <= len(answer["items"]) < 20
    following = call("search_models", sort="input", next=answer["next"])
    assert following["items"][0]["prices"]["input"] == str(len(answer["items"]) + 1)


@pytest.mark.django_db
def test_ids_that_do_not_fit_are_named(publish, call):
    publish(DAYS[0], openai={"gpt-5": at(1)})
    ids = [f"{LONG}{n}" for n in range(MOST_IDS)]
    answer = call("check_ids", ids=ids)
    checked = [one["id"] for one in answer["ids"]]
    assert checked == ids[: len(checked)]
    assert answer["not_checked"].startswith(f"the last {MOST_IDS - len(checked)};")
    assert answer["all_known"] is False


@pytest.mark.parametrize(
    "name, arguments, message",
    [
        ("nothing", {}, "No tool nothing."),
        ("cost", {"modell": "gpt-5"}, "unknown field `modell`"),
        ("cost", {}, "missing required field `model`"),
        ("price_on_day", {"model": "gpt-5", "day": "yesterday"}, "$.day"),
    ],
)
def test_wrong_calls_are_errors(refused, name, arguments, message):
    assert message in refused(name, **arguments)


def test_a_fault_is_an_error_that_tells_nothing_of_the_inside(monkeypatch, refused, caplog):
    def fails(*_: object) -> None:
        raise DatabaseError("secret host is down")

    monkeypatch.setattr(server, "fitting_answer", fails)
    said = refused("cost", model="gpt-5")
    assert "Try again later" in said
    assert "secret" not in said
    assert "secret host is down" in caplog.text
