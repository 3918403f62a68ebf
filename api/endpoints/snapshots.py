"""/snapshots and /snapshots/DAY: which payloads are on record, and each as it came."""

import gzip
from datetime import date
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from dmr import Path, Query, ResponseSpec, validate
from msgspec import Struct

from api.controller import MAX_AGE_SECONDS, ApiController, data_of
from api.cursors import decode_cursor, encode_cursor
from api.days import known_snapshots
from api.fields import with_fields
from api.problems import NotFound
from api.schemas.directory import Snapshot as SnapshotItem
from api.schemas.envelopes import Page
from api.schemas.queries import DatedQuery, PagedQuery
from catalog.models import Snapshot


class DayPath(Struct):
    day: date


SnapshotsFields = with_fields(PagedQuery, SnapshotItem)


class Snapshots(ApiController):
    """The snapshot of each day, oldest first. A day without one had no new data."""

    def get(self, parsed_query: Query[SnapshotsFields]) -> Page[SnapshotItem]:  # type: ignore[valid-type]
        query: Any = parsed_query
        reading = self.read(query)
        rows = [known.snapshot for known in known_snapshots(reading)]
        if query.cursor:
            last = decode_cursor(query.cursor, keys=1).last[0]
            rows = [row for row in rows if row.day.isoformat() > str(last)]
        shown = rows[: query.limit]
        more = len(rows) > len(shown)
        following = encode_cursor(reading.snapshot.pk, [str(shown[-1].day)]) if more else None
        return Page(data_of(reading), [_item(row) for row in shown], following)


class Payload(ApiController):
    """The payload of a day, byte for byte as models.dev served it; its ETag is its SHA-256."""

    @validate(
        ResponseSpec(
            dict[str, Any],
            status_code=HTTPStatus.OK,
            description="The payload as it came.",
        ),
        validate_responses=False,  # another site's shape, megabytes of it
    )
    def get(self, parsed_path: Path[DayPath], parsed_query: Query[DatedQuery]) -> HttpResponse:
        """Answer the bytes as they came, compressed if the client takes gzip."""
        if parsed_query.as_of and self.read(parsed_query).day < parsed_path.day:
            raise NotFound(f"{parsed_path.day} is after as_of.", "Leave out as_of.")
        query = DatedQuery(as_of=parsed_path.day, known_on=parsed_query.known_on)
        snapshot = self.read(query).snapshot
        if snapshot.day != parsed_path.day:
            raise NotFound(
                f"No snapshot on {parsed_path.day}. The one before is of {snapshot.day}."
            )
        return payload_response(self.request, snapshot)


def payload_response(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """Return the payload, or 304 if the client has it, which reads nothing."""
    compressed = "gzip" in request.headers.get("Accept-Encoding", "")
    # A strong ETag names bytes, so the compressed ones have one of their own.
    etag = f'"{snapshot.sha256}{"-gzip" if compressed else ""}"'
    response = HttpResponse(content_type="application/json", headers={"ETag": etag})
    patch_vary_headers(response, ["Accept-Encoding"])
    patch_cache_control(response, public=True, max_age=MAX_AGE_SECONDS)
    answer = get_conditional_response(request, etag=etag, response=response)
    if answer is not None and answer is not response:
        return answer
    response.content = gzip.compress(snapshot.body, 6, mtime=0) if compressed else snapshot.body
    if compressed:
        response["Content-Encoding"] = "gzip"
    return response


def _item(row: Snapshot) -> SnapshotItem:
    return SnapshotItem(row.day, row.confirmed_on, row.sha256, row.size, row.source, row.fetched_at)
