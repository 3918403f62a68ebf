"""Errors of ours go to Sentry, where `SENTRY_DSN` is set: what failed and where, and nothing else.

An event is made of what is listed here, instead of what is left after scrubbing: the kind of error,
the code that it passed, the route and the request's id or the task. No URL, header, cookie,
address, form, usage log, local variable or log line; the message only where no visitor is
involved, since it may quote what somebody sent.

Imported only where `SENTRY_DSN` is set: sentry-sdk is optional.
"""

import sys
from collections.abc import Iterable
from typing import Any

from celery import signals
from django.core.signals import got_request_exception

from config import request_ids
from config.database_faults import passes_by_itself
from config.env import BadSetting
from config.metrics.counting import route_of

try:
    import sentry_sdk
    from sentry_sdk.integrations.dedupe import DedupeIntegration
    from sentry_sdk.integrations.excepthook import ExcepthookIntegration
    from sentry_sdk.integrations.threading import ThreadingIntegration
    from sentry_sdk.utils import BadDsn
except ImportError as why:
    raise BadSetting(
        "SENTRY_DSN needs a package more: bin/install requirements-sentry.txt"
    ) from why

Event = Any  # sentry_sdk's, which is optional

REMOVED = "[removed]"
SHORTEST_SECRET = 6  # characters; a shorter one would remove parts of words
# What an event has beside its time: the rest is dropped, whatever a later sentry_sdk adds.
KEPT = frozenset({"event_id", "timestamp", "level", "platform", "release", "exception", "tags"})
# Named, for who reads the log: config.tasks logs each in one line.
EXPECTED = frozenset({"SourceUnavailable", "PayloadRefused", "PullInProgress", "Retry"})


def start_error_reports(dsn: str, secrets: Iterable[str]) -> None:
    """Report errors of this process to `dsn`, without any of `secrets`. Raises BadSetting."""
    hidden = [secret for secret in secrets if len(secret) >= SHORTEST_SECRET]
    try:
        sentry_sdk.init(
            dsn=dsn,
            before_send=lambda event, hint: allowed(event, hint, hidden),
            # Django's and Celery's integrations add what visitors sent, and then filter it.
            default_integrations=False,
            auto_enabling_integrations=False,
            integrations=[DedupeIntegration(), ExcepthookIntegration(), ThreadingIntegration()],
            include_local_variables=False,
            max_request_body_size="never",
            max_breadcrumbs=0,
            auto_session_tracking=False,
            send_client_reports=False,
            server_name="",
        )
    except BadDsn:
        raise BadSetting(
            "SENTRY_DSN is no address of a Sentry: say https://key@host/number."
        ) from None
    got_request_exception.connect(report_request)
    signals.task_failure.connect(report_task)


def report_request(sender: object, request: Any = None, **_others: Any) -> None:
    """Report what a view raised; of Django's `got_request_exception`."""
    # Not at the top: settings import this module, and that one imports models of Django.

    error = sys.exception()
    if error is None:
        return
    _report(
        error, route=route_of(request) if request else "none", request_id=request_ids.current.get()
    )


def report_task(sender: Any = None, exception: Any = None, **_others: Any) -> None:
    """Report what a task raised; of Celery's `task_failure`."""
    _report(exception, task=getattr(sender, "name", ""), request_id=request_ids.current.get())


def _report(error: BaseException, **tags: str) -> None:
    # A scope of its own, so that nothing of one request stays for the next.
    with sentry_sdk.isolation_scope() as scope:
        for name, value in tags.items():
            scope.set_tag(name, value)
        sentry_sdk.capture_exception(error)


def allowed(event: Event, hint: dict[str, Any], secrets: list[str]) -> Event | None:
    """Return what may be sent of an event; None for an error that is expected."""
    error = hint.get("exc_info", (None, None, None))[1]
    if error is None or is_expected(error):
        return None
    kept = {name: value for name, value in event.items() if name in KEPT}
    has_visitor = "route" in kept.get("tags", {})
    for value in kept.get("exception", {}).get("values", []):
        if has_visitor:
            value["value"] = REMOVED
        for frame in value.get("stacktrace", {}).get("frames", []):
            frame.pop("vars", None)
    return without(kept, secrets)


def is_expected(error: BaseException) -> bool:
    """Tell whether the log says it in a line: a source or database that is away, a refusal."""
    return type(error).__name__ in EXPECTED or passes_by_itself(error)


def without(value: Any, secrets: list[str]) -> Any:
    """Return an event's value with each secret replaced, at any depth."""
    if isinstance(value, dict):
        return {name: without(inner, secrets) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [without(inner, secrets) for inner in value]
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, REMOVED)
    return value
