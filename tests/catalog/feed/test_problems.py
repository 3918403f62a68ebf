"""Problems: English text, and the parts that a translation needs."""

import json

import pytest

from catalog.feed.fields import UnreadableField
from catalog.feed.payload import PayloadRefused


@pytest.mark.parametrize("problem", [PayloadRefused, UnreadableField])
def test_text_and_parts(problem):
    raised = problem("{field}: {length:,} characters", field="{x}", length=1234)
    assert str(raised) == "{x}: 1,234 characters"
    assert raised.parts == {
        "msgid": "{field}: {length:,} characters",
        "arguments": {"field": "{x}", "length": 1234},
    }
    assert json.loads(json.dumps(raised.parts)) == raised.parts


def test_text_without_arguments_may_contain_braces():
    assert str(PayloadRefused("refused {x}")) == "refused {x}"
