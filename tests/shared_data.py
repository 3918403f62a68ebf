"""Real data beside the repository, not part of it: a test without its data skips and names it."""

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared" / "data"
HISTORY = SHARED / "history"


def needs(path: Path) -> pytest.MarkDecorator:
    """Mark tests that skip unless `path`, below SHARED, exists."""
    named = path.relative_to(SHARED)
    return pytest.mark.skipif(not path.exists(), reason=f"needs ../shared/data/{named}, see README")
