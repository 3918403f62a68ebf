"""The files of a bundle: one table, from which they are made and listed."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from api.bundles.catalogue import DayCatalogue
from api.bundles.formats.csv_table import write_csv
from api.bundles.formats.json_lines import write_json_lines
from api.bundles.formats.litellm import write_litellm
from api.bundles.formats.llm_prices import write_current, write_historical
from api.bundles.formats.opencode import write_opencode
from api.bundles.formats.openrouter import write_openrouter
from api.bundles.formats.sqlite import write_sqlite

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Format:
    """One file of a bundle; `limits` says what its shape leaves out or cannot say."""

    file: str
    title: str | Promise
    media_type: str
    write: Callable[[DayCatalogue], bytes]
    limits: str | Promise

    @property
    def is_text(self) -> bool:
        """Whether it is worth compressing: Parquet is compressed within."""
        return self.media_type != PARQUET


PARQUET = "application/vnd.apache.parquet"


def _write_parquet(catalogue: DayCatalogue) -> bytes:
    # pyarrow takes 42 MB: only in a process that makes a bundle, not in all that serve one.
    from api.bundles.formats.parquet import write_parquet  # noqa: PLC0415

    return write_parquet(catalogue)


FORMATS = (
    Format(
        "models.dev.json",
        "models.dev",
        JSON,
        lambda catalogue: catalogue.payload,
        _("The file that models.dev served that day, byte for byte, without our corrections."),
    ),
    Format(
        "offers.csv",
        "CSV",
        "text/csv; charset=utf-8",
        write_csv,
        _(
            "For spreadsheets: text that could run as a formula starts with an apostrophe, so use "
            "another file for exact IDs."
        ),
    ),
    Format(
        "offers.jsonl",
        "JSON Lines",
        "application/jsonl",
        write_json_lines,
        _("Each line is an item of the API’s /offers."),
    ),
    Format(
        "offers.parquet",
        "Parquet",
        PARQUET,
        _write_parquet,
        _("Prices are exact decimals with nine places. Context tiers are a list in each row."),
    ),
    Format(
        "catalog.sqlite",
        "SQLite",
        "application/vnd.sqlite3",
        write_sqlite,
        _(
            "Offers, context tiers and providers as tables. Prices are REAL, which keeps all 15 "
            "digits of a price."
        ),
    ),
    Format(
        "model_prices_and_context_window.json",
        "LiteLLM",
        JSON,
        write_litellm,
        _(
            "Only offers with token prices and free ones: LiteLLM would charge $0 for any other. "
            "No tiers for reasoning and audio."
        ),
    ),
    Format(
        "llm-prices-current.json",
        "llm-prices",
        JSON,
        write_current,
        _(
            "Offers with token prices and free ones: input, output and cached input only. A "
            "context tier is an entry of its own."
        ),
    ),
    Format(
        "llm-prices-historical.json",
        _("llm-prices with history"),
        JSON,
        write_historical,
        _("All prices up to that day, from our first day on record."),
    ),
    Format(
        "opencode.json",
        "opencode",
        JSON,
        write_opencode,
        _(
            "Only the tier above 200,000 tokens, no reasoning or audio prices. opencode reads what "
            "isn’t reported as “no”, and a missing cost as $0."
        ),
    ),
    Format(
        "openrouter.json",
        "OpenRouter",
        JSON,
        write_openrouter,
        _("One entry per offer, as PROVIDER/ID. No context tiers."),
    ),
)
BY_FILE = {one.file: one for one in FORMATS}
