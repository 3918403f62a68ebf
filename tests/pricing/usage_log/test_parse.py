import json
import tracemalloc
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricing.usage_log import parse as log_read
from pricing.usage_log.parse import LogRefused, decode, read_log

DAY = date(2026, 5, 1)


def tokens(text):
    return [entry.tokens for entry in read_log(text).entries]


def test_it_works():
    log = read_log("day,model,input,output,cache_read\n2026-05-01,gpt-4o,5,6,2\n")
    (entry,) = log.entries
    assert (entry.day, entry.model, entry.requests) == (DAY, "gpt-4o", 1)
    assert entry.tokens == (5, 6, 2, 0, 0, 0, 0)


def test_overlaps_are_taken_out():
    head = (
        "created_at,model_permaslug,tokens_prompt,tokens_completion,tokens_reasoning,tokens_cached"
    )
    assert tokens(f"{head}\n2026-05-01,x,100,50,20,70\n") == [(30, 30, 70, 0, 20, 0, 0)]


def test_a_part_larger_than_the_whole_lies_beside_it():
    head = "date,model,prompt_tokens,completion_tokens,cache_read_input_tokens"
    assert tokens(f"{head}\n2026-05-01,x,10,5,70\n") == [(10, 5, 70, 0, 0, 0, 0)]


def test_cache_writes_of_both_lives_are_added():
    head = (
        "usage_date_utc,model_version,usage_input_tokens_no_cache,"
        "usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,"
        "usage_input_tokens_cache_read,usage_output_tokens"
    )
    assert tokens(f"{head}\n2026-05-01,x,1,2,3,4,5\n") == [(1, 5, 4, 5, 0, 0, 0)]


def test_json_lines_and_lists():
    row = {
        "created": 1777593600,
        "model": "gpt-5",
        "usage": {"prompt_tokens": 9, "completion_tokens": 3, "choices": [1]},
    }
    for text in (json.dumps(row) + "\n" + json.dumps(row), json.dumps([row, row], indent=1)):
        log = read_log(text)
        assert [entry.day for entry in log.entries] == [DAY, DAY]
        assert log.entries[0].tokens[:2] == (9, 3)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters(delimiter):
    text = "day,model,input,output\n2026-05-01,m,1,2".replace(",", delimiter)
    assert tokens(text) == [(1, 2, 0, 0, 0, 0, 0)]


@pytest.mark.parametrize(
    "day",
    ["2026-05-01", "2026-05-01T23:59:59Z", "2026-05-01 00:00:00+00", "1777593600", "1777593600000"],
)
def test_days(day):
    assert read_log(f"day,model,input\n{day},m,1").entries[0].day == DAY


@pytest.mark.parametrize(
    "row",
    [
        "2026-13-01,m,1",
        "99999999999999999999,m,1",
        "0001-01-01,m,1",
        ",m,1",
        "2026-05-01,,1",
        "2026-05-01,m,-1",
        "2026-05-01,m,NaN",
        "2026-05-01,m,1e9",
        "2026-05-01,m,1" + "0" * 30,
        "2026-05-01,m,\u0661",
    ],
)
def test_a_bad_row_is_left_out_and_named(row):
    log = read_log(f"day,model,input\n{row}\n2026-05-01,good,1\n")
    assert [entry.model for entry in log.entries] == ["good"]
    assert log.bad_rows == 1
    assert log.shown[0][0] == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Paste a log"),
        (" \n\ufeff", "Paste a log"),
        ("hello", "neither CSV nor JSON"),
        ("a,b\n1,2", "No column was recognised for: day, model, input, output"),
        ("day,model,input\n", "no rows"),
        ("[" * 100_000, "neither CSV nor JSON"),
        ('day,model,input\n"' + "x" * 200_000, "neither CSV nor JSON"),
        (",".join(f"c{n}" for n in range(501)) + "\n1", "more than 500 columns"),
        ("[1, 2", "neither CSV nor JSON"),
        ("[1 2]", "neither CSV nor JSON"),
        ("[1] 2", "neither CSV nor JSON"),
        ("[]", "no rows"),
        ("[" + "{}," * 100_001, "more than 100,000 rows"),
        ("\n".join(f'{{"c{n}":1}}' for n in range(501)), "more than 500 different sets"),
    ],
)
def test_what_is_no_log_is_refused(text, words):
    with pytest.raises(LogRefused) as refused:
        read_log(text)
    assert words in refused.value.message % refused.value.params


def test_names_joined_over_many_levels_are_not_all_made():
    deep: Any = 1
    for _level in range(900):
        deep = {"x": 1, "a" * 1000: deep}
    text = json.dumps({"day": "2026-05-01", "model": "m", "input": 1, "usage": deep})
    tracemalloc.start()
    log = read_log(text)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(log.entries) == 1
    assert most < 10 * len(text)  # bytes; all the names would be over a hundred times as much


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(log_read, "MOST_ROWS", 3)
    row = "2026-05-01,m,1\n"
    assert len(read_log("day,model,input\n" + row * 3).entries) == 3
    with pytest.raises(LogRefused, match="more than"):
        read_log("day,model,input\n" + row * 4)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(encoding):
    assert "通義千問" in decode("day,model\n2026-05-01,通義千問".encode(encoding))


@pytest.mark.parametrize(
    "body", ["通義".encode("big5"), b"\x1f\x8b\x08\xff", b"PK\x03\x04\xff", b"\xff\xfe\x00"]
)
def test_other_encodings_are_refused(body):
    with pytest.raises(LogRefused, match="UTF-8"):
        decode(body)


@given(st.text(max_size=300))
def test_no_text_breaks_it(text):
    for log in (text, f"day,model,input\n{text}", f'{{"day": "2026-05-01"{text}'):
        with suppress(LogRefused):
            read_log(log)
