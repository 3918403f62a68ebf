"""Ids of requests and tasks in log lines."""

import json
import logging
import sys

import pytest
from django.http import HttpResponse

from config.celery import app
from config.request_ids import (
    JsonLines,
    NamesRequest,
    current,
    forget_task,
    name_log_lines,
    name_published_task,
    name_task,
    named_requests,
)

ID = "0123456789abcdef"


def record(message="said %s", *args, exc_info=None):
    return logging.LogRecord("config.x", logging.WARNING, "f", 1, message, args, exc_info)


@pytest.fixture
def named():
    token = current.set(ID)
    yield
    current.reset(token)


def prefix() -> str:
    line = record("said")
    assert NamesRequest().filter(line)
    return line.request_id


@pytest.mark.parametrize("sent, kept", [(ID, True), ("", False), ("x\ny" * 4, False), ("a", False)])
def test_the_proxys_id_is_taken_if_it_cannot_forge_a_line(rf, sent, kept):
    seen: list[str] = []

    def view(request):
        seen.append(prefix())
        return HttpResponse()

    headers = {"X-Request-ID": sent} if sent else {}
    answer = named_requests(view)(rf.get("/", headers=headers))
    assert seen == [f"[{answer['X-Request-ID']}] "]
    assert (answer["X-Request-ID"] == sent) is kept
    assert prefix() == ""


def test_an_error_ends_the_request_too(rf):
    def view(request):
        raise ValueError("ours")

    with pytest.raises(ValueError, match="ours"):
        named_requests(view)(rf.get("/"))
    assert prefix() == ""


def test_a_task_takes_the_id_of_its_request(named):
    headers: dict[str, str] = {}
    name_published_task(headers)
    assert headers == {"request_id": ID}


class Task:
    class request:  # noqa: N801 - as Celery names it
        request_id = ID


def test_a_worker_names_its_lines():
    name_task("task-1", Task)
    assert prefix() == f"[{ID}] "
    forget_task()
    assert prefix() == ""


def test_a_task_of_no_request_has_its_own_id():
    class Scheduled:
        request = object()

    name_task("task-1", Scheduled)
    assert prefix() == "[task-1] "
    forget_task()


def test_handlers_of_a_worker_are_named():
    logger = logging.getLogger("tests.request_ids")
    logger.addHandler(handler := logging.NullHandler())
    name_log_lines(logger)
    assert isinstance(handler.filters[0], NamesRequest)
    assert "%(request_id)s" in app.conf.worker_log_format


def test_a_line_of_json(named):
    try:
        raise ValueError("why")
    except ValueError:
        line = json.loads(JsonLines().format(record("said %s", "it\n", exc_info=sys.exc_info())))
    assert (line["level"], line["logger"], line["message"]) == ("WARNING", "config.x", "said it\n")
    assert line["request_id"] == ID
    assert line["traceback"].endswith("ValueError: why")


@pytest.mark.django_db
def test_every_answer_of_the_site_has_one(client):
    assert len(client.get("/nothing/")["X-Request-ID"]) == 16
