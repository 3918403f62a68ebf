"""The age of the data, for files that leave the site: CSV, Markdown, feeds and llms.txt.

Pages show a banner when the data is old. A file is opened without it, perhaps weeks later.
"""

from django.template.loader import render_to_string

from catalog.http import DataVersion


def data_age_text(data: DataVersion | None) -> str:
    """Return a sentence with the day of the data, and with its age when it is old; "" without."""
    return render_to_string("_data_age.txt", {"data": data}).strip()


def dated_filename(stem: str, data: DataVersion | None) -> str:
    """Return the name of a CSV file, with the day of its data."""
    return f"{stem}-{data.day}.csv" if data else f"{stem}.csv"
