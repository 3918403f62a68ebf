"""Requests made from the OpenAPI document itself, in process: every answer fits the document."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from dmr.openapi import build_schema
from hypothesis import HealthCheck, given, settings

from api.routes import router
from config.wsgi import application
from tests.api.factories import DAYS, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def one_connection():
    """Keep the test's connection open between requests, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def document(publish, one_connection):
    """Load the document over a small catalogue of three days."""
    cached = {"cost": {"input": 2, "output": 8, "cache_read": 0.2}}
    publish(DAYS[0], openai={"gpt-5": at(2), "gpt-4": at(1)})
    publish(DAYS[1], openai={"gpt-5": at(3)}, acme={"m:free": at(0, limit={"context": 8192})})
    publish(DAYS[2], openai={"gpt-5": at(3) | cached}, acme={"openai/gpt-5": at(4)})
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


OPERATIONS = [
    (path, method)
    for path, item in build_schema(router).paths.items()
    for method in ("get", "post")
    if getattr(item, method, None)
]


@pytest.mark.parametrize("path, method", OPERATIONS)
def test_every_answer_fits_the_document(document, path, method):
    @settings(max_examples=12, suppress_health_check=list(HealthCheck))
    @given(case=document[path][method].as_strategy())
    def check(case):
        case.call_and_validate(headers={"Accept-Encoding": "identity"})

    check()
