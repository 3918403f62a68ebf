"""Percent-escapes in ids: decoded once, and left where they cannot be."""

import pytest

from catalog.identity.model_ids import decoded_id


@pytest.mark.parametrize(
    "text, decoded",
    [
        ("openai/gpt-5", "openai/gpt-5"),
        ("openai%2Fgpt-5", "openai/gpt-5"),
        ("openai%2fgpt-5%3Afree", "openai/gpt-5:free"),
        ("openai%252Fgpt-5", "openai%2Fgpt-5"),
        ("%E9%80%9A", "\N{CJK UNIFIED IDEOGRAPH-901A}"),
        ("100%", "100%"),
        ("a%zzb", "a%zzb"),
        ("a%ffb", "a%ffb"),
        ("", ""),
    ],
)
def test_decodes_once(text: str, decoded: str) -> None:
    assert decoded_id(text) == decoded
