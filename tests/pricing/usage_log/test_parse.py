from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricing.usage_log import parse as module
from pricing.usage_log.formats import UnreadableLog
from pricing.usage_log.parse import read_log

HEAD = "day,model,input\n"
ROW = "2026-05-01,m,1\n"


def test_it_works():
    log = read_log("day,model,input,output,cache_read\n2026-05-01,gpt-4o,5,6,2\n")
    (entry,) = log.entries
    assert (f"{entry.day}", entry.model, entry.requests) == ("2026-05-01", "gpt-4o", 1)
    assert entry.tokens == (5, 6, 2, 0, 0, 0, 0)
    assert (log.bad_rows, log.columns.missing) == (0, ())


def test_skips_unreadable_rows_and_keeps_their_lines():
    log = read_log(f"{HEAD}x,bad,1\n{ROW}2026-05-01,,1\n")
    assert [entry.model for entry in log.entries] == ["m"]
    assert log.bad_rows == 2
    assert log.shown == [(2, "unrecognized date"), (4, "model name missing or invalid")]


def test_keeps_only_the_first_unreadable_rows():
    log = read_log(HEAD + "x,m,1\n" * 30)
    assert (log.bad_rows, len(log.shown)) == (30, 20)


def test_rows_of_json_may_have_different_columns():
    log = read_log(
        '{"day": "2026-05-01", "model": "a", "input": 1}\n'
        '{"date": "2026-05-01", "model": "b", "prompt_tokens": 2}\n'
    )
    assert [(entry.model, entry.tokens[0]) for entry in log.entries] == [("a", 1), ("b", 2)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Paste a log"),
        (" \n\ufeff", "Paste a log"),
        ("a,b\n1,2", "No column was recognised for"),
        ("day,model,input\n", "no rows"),
        ("[]", "no rows"),
        ("[" + "{}," * 100_001, "more than 100,000 rows"),
        ("\n".join(f'{{"c{n}":1}}' for n in range(501)), "more than 500 different sets"),
    ],
)
def test_rejects_a_log_without_usable_rows(text, message):
    with pytest.raises(UnreadableLog) as error:
        read_log(text)
    assert message in error.value.message % error.value.params


def test_an_error_lists_missing_roles_and_the_first_columns():
    columns = ",".join(f"column-{n}" * 20 for n in range(100))
    with pytest.raises(UnreadableLog) as error:
        read_log(f"{columns}\n1")
    assert error.value.params["missing"] == ("day", "model", "input", "output")
    names = error.value.params["columns"]
    assert (len(names), len(names[0])) == (30, 40)


def test_rejects_too_many_rows(monkeypatch):
    monkeypatch.setattr(module, "MAX_ROWS", 3)
    assert len(read_log(HEAD + ROW * 3).entries) == 3
    with pytest.raises(UnreadableLog, match="more than"):
        read_log(HEAD + ROW * 4)


@given(st.text(max_size=300))
def test_accepts_any_text(text):
    for log in (text, f"day,model,input\n{text}", f'{{"day": "2026-05-01"{text}'):
        with suppress(UnreadableLog):
            read_log(log)
