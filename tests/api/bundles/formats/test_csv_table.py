"""The CSV of a bundle."""

import csv
import io

from api.bundles.formats.csv_table import write_csv
from tests.api.bundles.factories import CONTENT, catalogue_of


def rows() -> dict[str, dict[str, str]]:
    text = write_csv(catalogue_of(CONTENT)).decode("utf-8-sig")
    return {row["provider_model_id"]: row for row in csv.DictReader(io.StringIO(text))}


def test_each_offer_is_a_row():
    gpt = rows()["gpt-5"]
    assert (gpt["provider"], gpt["name"], gpt["family"]) == ("openai", "GPT-5", "gpt")
    assert (gpt["input_price"], gpt["output_price"]) == ("1.25", "10")
    assert (gpt["context"], gpt["tool_calling"]) == ("16384", "false")
    assert gpt["input_modalities"] == "text"


def test_what_is_not_reported_is_empty():
    unknown = rows()["gpt-x"]
    names = ("input_price", "output_price", "context", "tool_calling", "tiers", "knowledge")
    assert [unknown[name] for name in names] == [""] * 6
    assert unknown["price_state"] == "unknown"


def test_zero_is_a_figure():
    assert rows()["zero"]["input_price"] == "0"


def test_tiers_are_json():
    assert rows()["gpt-5"]["tiers"].startswith('[{"above":200000,"prices":{"input":"2.5"')


def test_an_id_that_looks_like_a_formula_is_text():
    assert "'@cf/x" in rows()


def test_a_catalogue_without_offers_has_a_head():
    text = write_csv(catalogue_of(CONTENT, offers=[])).decode()
    assert text.count("\r\n") == 1
