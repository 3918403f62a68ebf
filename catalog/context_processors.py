"""What every template may use."""

from typing import Any

from django.http import HttpRequest

from catalog.http import history_status, known_data_version


def data(request: HttpRequest) -> dict[str, Any]:
    """Add `data`: the day and the age of the data that the page shows; and the `day_picker`.

    Also `history_status`, which is read from a file: what the first start is doing.

    Never queries: the page's view asked already, for its ETag. The admin's pages did not, and do
    not show it. Pages that cannot be shown as of a past day have no picker.
    """
    return {
        "data": known_data_version(request),
        "day_picker": getattr(request, "day_picker", None),
        "history_status": history_status(request),
    }
