"""The JSON lines of a bundle."""

import json

from api.bundles.formats.json_lines import write_json_lines
from tests.api.bundles.factories import CONTENT, catalogue_of


def test_each_offer_is_a_line():
    lines = write_json_lines(catalogue_of(CONTENT)).decode().splitlines()
    offers = [json.loads(line) for line in lines]
    assert [offer["provider_model_id"] for offer in offers[:2]] == ["gpt-5", "gpt-x"]
    assert offers[0]["prices"]["input"] == "1.25"
    assert offers[1]["prices"]["input"] is None


def test_it_ends_with_a_line_break():
    assert write_json_lines(catalogue_of(CONTENT)).endswith(b"}\n")
    assert write_json_lines(catalogue_of(CONTENT, offers=[])) == b""
