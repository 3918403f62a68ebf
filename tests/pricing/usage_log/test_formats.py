import json
import tracemalloc
from typing import Any

import pytest

from pricing.usage_log.formats import UnreadableLog, decode, read_rows


def test_it_works():
    rows = list(read_rows("day,model\n2026-05-01,a\n\n2026-05-02,b\n"))
    assert [(row.line, row.names, row.values) for row in rows] == [
        (2, ("day", "model"), ["2026-05-01", "a"]),
        (4, ("day", "model"), ["2026-05-02", "b"]),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_detects_the_delimiter(delimiter):
    (row,) = read_rows("day,model\n2026-05-01,m".replace(",", delimiter))
    assert row.values == ["2026-05-01", "m"]


def test_a_quoted_cell_may_span_lines():
    (row,) = read_rows('day,model\n"2026\n05",m')
    assert (row.line, row.values) == (3, ["2026\n05", "m"])


@pytest.mark.parametrize("indent", [None, 1])
def test_flattens_objects_of_json_lines_and_arrays(indent):
    item = {"model": "m", "usage": {"prompt": {"tokens": 9}, "choices": [1]}}
    text = json.dumps([item, item], indent=indent) if indent else f"{json.dumps(item)}\n" * 2
    rows = list(read_rows(text))
    assert [row.line for row in rows] == [1, 2]
    assert rows[0].names == ("model", "usage_prompt_tokens")
    assert rows[0].values == ["m", 9]


def test_an_unreadable_line_or_another_type_is_a_row_without_columns():
    rows = list(read_rows('{"a": 1}\n{broken\n\n[1]\n'))
    assert [(row.line, row.names) for row in rows] == [(1, ("a",)), (2, ()), (4, ())]


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "[1, 2",
        "[1 2]",
        "[1] 2",
        "[" * 100_000,
        '{"a":' * 100_000,
        'day,model,input\n"' + "x" * 200_000,
    ],
    ids=range(7),
)
def test_rejects_malformed_text(text):
    with pytest.raises(UnreadableLog, match="Unrecognized format"):
        list(read_rows(text))


@pytest.mark.parametrize(
    "text",
    [
        ",".join(f"c{n}" for n in range(501)) + "\n1",
        json.dumps({f"c{n}": n for n in range(501)}),
    ],
    ids=["CSV", "JSON"],
)
def test_rejects_too_many_columns(text):
    with pytest.raises(UnreadableLog, match="more than %\\(most\\)s columns") as error:
        list(read_rows(text))
    assert error.value.params == {"most": 500}


def test_drops_long_joined_names_before_they_fill_the_memory():
    deep: Any = 1
    for _level in range(900):
        deep = {"x": 1, "a" * 1000: deep}
    text = json.dumps({"day": "2026-05-01", "usage": deep})
    tracemalloc.start()
    (row,) = read_rows(text)
    _current, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert row.names == ("day", "usage_x")
    assert peak < 10 * len(text)  # bytes; with all names it would be over a hundred times as much


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_decodes_unicode(encoding):
    assert "通義千問" in decode("day,model\n2026-05-01,通義千問".encode(encoding))


@pytest.mark.parametrize(
    "body", ["通義".encode("big5"), b"\x1f\x8b\x08\xff", b"PK\x03\x04\xff", b"\xff\xfe\x00"]
)
def test_rejects_other_encodings(body):
    with pytest.raises(UnreadableLog, match="UTF-8"):
        decode(body)


@pytest.mark.parametrize(
    "text", ['{"a\\ud800": "b\\uDFFF", "n": 1}', '[{"a\\ud800": "b\\uDFFF", "n": 1}]']
)
def test_half_a_character_becomes_a_question_mark(text):
    (row,) = read_rows(text)
    assert (row.names, row.values) == (("a?", "n"), ["b?", 1])


def test_a_whole_character_in_two_escapes_stays():
    (row,) = read_rows('{"model": "\\ud83d\\ude00"}')
    assert row.values == ["\N{GRINNING FACE}"]
