from datetime import date

import pytest

from pricing.usage_log.columns import read_columns
from pricing.usage_log.entries import UnreadableRow, read_entry

DAY = date(2026, 5, 1)


def read(header, row, days=None):
    columns = read_columns(header.split(","))
    return read_entry(columns, row.split(","), {} if days is None else days)


def tokens(header, row):
    return read(header, row).tokens


def test_it_works():
    entry = read("day,model,provider,requests,input,output", "2026-05-01, GPT-5 ,OpenAI,3,10,5")
    assert entry == (DAY, "GPT-5", "openai", 3, (10, 5, 0, 0, 0, 0, 0), frozenset())


def test_subtracts_cached_and_reasoning_tokens_from_their_wholes():
    header = (
        "created_at,model_permaslug,tokens_prompt,tokens_completion,tokens_reasoning,tokens_cached"
    )
    assert tokens(header, "2026-05-01,x,100,50,20,70") == (30, 30, 70, 0, 20, 0, 0)


def test_a_part_larger_than_its_whole_is_counted_beside_it():
    header = "date,model,prompt_tokens,completion_tokens,cache_read_input_tokens"
    assert tokens(header, "2026-05-01,x,10,5,70") == (10, 5, 70, 0, 0, 0, 0)


def test_subtracts_audio_tokens_that_the_prompt_includes():
    header = "date,model,prompt_tokens,completion_tokens,prompt_tokens_details.audio_tokens"
    assert tokens(header, "2026-05-01,x,10,5,4") == (6, 5, 0, 0, 0, 4, 0)


def test_adds_cache_writes_of_both_times_to_live():
    header = (
        "usage_date_utc,model_version,usage_input_tokens_no_cache,"
        "usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,"
        "usage_input_tokens_cache_read,usage_output_tokens"
    )
    assert tokens(header, "2026-05-01,x,1,2,3,4,5") == (1, 5, 4, 5, 0, 0, 0)


def test_a_short_row_has_zeros():
    entry = read("day,model,input,output,requests", "2026-05-01,x,1")
    assert (entry.tokens[:2], entry.requests) == ((1, 0), 1)


@pytest.mark.parametrize(
    "day",
    ["2026-05-01", "2026-05-01T23:59:59Z", "2026-05-01 00:00:00+00", "1777593600", "1777593600000"],
)
def test_reads_dates_times_and_timestamps(day):
    assert read("day,model,input", f"{day},m,1").day == DAY


def test_caches_days():
    days = {}
    read("day,model,input", "2026-05-01T01:00:00Z,m,1", days)
    assert days == {"2026-05-01": DAY}
    days["2026-05-01"] = date(2026, 1, 1)
    assert read("day,model,input", "2026-05-01T02:00:00Z,m,1", days).day == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("count", "number"),
    [
        *(("", 0), (" ", 0), (None, 0), (0, 0), (7, 7), (7.0, 7), ("8.0", 8), ("1,000", 1000)),
        ("1000000000000", 10**12),
    ],
)
def test_reads_counts(count, number):
    columns = read_columns(["day", "model", "input"])
    entry = read_entry(columns, ["2026-05-01", "m", count], {})
    assert entry.tokens[0] == number


@pytest.mark.parametrize(
    "count", ["-1", "NaN", "1e9", "1" + "0" * 30, "\u0661", "1.5", "1000000000001", True, [], 0.5]
)
def test_rejects_other_counts(count):
    with pytest.raises(UnreadableRow, match="isn’t a valid whole number"):
        read_entry(read_columns(["day", "model", "input"]), ["2026-05-01", "m", count], {})


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2026-13-01,m,1", "unrecognized date"),
        ("99999999999999999999,m,1", "unrecognized date"),
        ("0001-01-01,m,1", "unrecognized date"),
        (",m,1", "unrecognized date"),
        ("2026-05-01,,1", "model name missing"),
        ("2026-05-01," + "m" * 301 + ",1", "model name missing"),
        ("2026-05-01,a\0b,1", "model name missing"),
    ],
)
def test_rejects_a_row_without_day_or_model(row, reason):
    with pytest.raises(UnreadableRow, match=reason):
        read("day,model,input", row)


def test_rejects_a_row_of_a_header_without_required_columns():
    with pytest.raises(UnreadableRow, match="missing column"):
        read("day,input", "2026-05-01,1")


@pytest.mark.parametrize(
    "time, day",
    [
        ("2026-05-15T23:30:00-08:00", date(2026, 5, 16)),
        ("2026-05-15T23:30:00.123456-0800", date(2026, 5, 16)),
        ("2026-05-15 23:30 -08", date(2026, 5, 16)),
        ("2026-05-16T01:30:00+05:30", date(2026, 5, 15)),
        ("2026-05-15T23:30:00Z", date(2026, 5, 15)),
        ("2026-05-15T23:30:00", date(2026, 5, 15)),
        ("2026-05-15 - 2026-05-16", date(2026, 5, 15)),
    ],
)
def test_the_day_is_that_of_utc(time, day):
    days = {}
    for row in (f"{time},x,1", "2026-05-15,x,1", f"{time},x,1"):
        assert read("day,model,input", row, days).day == (day if time in row else date(2026, 5, 15))


@pytest.mark.parametrize("time", ["2026-05-15T99:30:00-08:00", "9999-12-31T23:30:00-08:00"])
def test_a_time_that_cannot_be_is_unreadable(time):
    with pytest.raises(UnreadableRow):
        read("day,model,input", f"{time},x,1")


def test_reads_what_asked_for_a_mode():
    entry = read("day,model,input,service_tier,batch", "2026-05-01,m,1,priority,false")
    assert entry.asks == {("service_tier", "priority")}
    entry = read("day,model,input,usage.speed", "2026-05-01,m,1")
    assert entry.asks == frozenset()  # the row has no such cell
