"""The offers of a day as JSON lines: each line is an item of the API's /offers. Pure."""

import msgspec

from api.bundles.catalogue import DayCatalogue


def write_json_lines(catalogue: DayCatalogue) -> bytes:
    return msgspec.json.Encoder().encode_lines([offer.item for offer in catalogue.offers])
