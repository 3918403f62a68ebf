"""What the log says of requests. Imported while Django sets logging up, so it needs no app."""

import logging
from http import HTTPStatus


class NoClientTracebacks(logging.Filter):
    """Log in one line what is no mistake of ours: scanners send thousands of bad requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        status = getattr(record, "status_code", HTTPStatus.INTERNAL_SERVER_ERROR)
        # 503 is a database that was busy for longer than a request waits.
        if status < HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.SERVICE_UNAVAILABLE:
            record.exc_info = record.exc_text = None
        return True
