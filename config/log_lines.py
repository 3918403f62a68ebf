"""What the log says of requests. Imported while Django sets logging up, so it needs no app."""

import logging
from http import HTTPStatus


class NoClientTracebacks(logging.Filter):
    """Log a client's bad request in one line: scanners send thousands."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", HTTPStatus.INTERNAL_SERVER_ERROR) < 500:
            record.exc_info = record.exc_text = None
        return True
