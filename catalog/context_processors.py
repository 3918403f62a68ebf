"""What every template may use."""

from django.http import HttpRequest

from catalog.http import DataVersion, known_data_version


def data(request: HttpRequest) -> dict[str, DataVersion | None]:
    """Add `data`: the day and the age of the data that the page shows.

    Never queries: the page's view asked already, for its ETag. The admin's pages did not, and do
    not show it.
    """
    return {"data": known_data_version(request)}
