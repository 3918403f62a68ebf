from datetime import date
from decimal import Decimal

import pytest

from catalog.domain.prices import Prices
from pricing.tariff import build_tariff
from pricing.usage_log.bill import price_entries, total_cost
from pricing.usage_log.columns import read_columns
from pricing.usage_log.counting import (
    AS_DETECTED,
    Counting,
    OtherReading,
    counted,
    other_readings,
)
from pricing.usage_log.parse import read_log
from pricing.usage_log.price_history import build_price_history

MAY = date(2026, 5, 1)
PRICES = Prices(Decimal(10), Decimal(20), cache_read=Decimal(1), reasoning=Decimal(40))
HISTORIES = {
    ("gpt", ""): build_price_history(
        "openai/gpt", "openai", None, [(MAY, None, build_tariff(PRICES, ()))]
    )
}
HEAD = "day,model,input,output,cache_read,reasoning\n"
ROW = "2026-05-02,gpt,1000000,1000000,400000,100000\n"


def read(text=HEAD + ROW, counting=AS_DETECTED):
    log = read_log(text, counting)
    cost = price_entries(log.entries, HISTORIES).total.cost
    return log, cost, other_readings(log.entries, log.columns, HISTORIES, cost)


def test_it_works():
    _log, cost, others = read()
    # 1M input at 10, 1M output at 20, 0.4M cached at 1, 0.1M reasoning at 40
    assert cost == Decimal("34.4")
    assert others == [
        OtherReading(cost - 4, cached=True, inside=True),
        OtherReading(cost - 2, cached=False, inside=True),
    ]


@pytest.mark.parametrize(
    "counting, cost",
    [
        (Counting(cached=True), "30.4"),
        (Counting(reasoning=True), "32.4"),
        (Counting(cached=True, reasoning=True), "28.4"),
        (Counting(cached=False, reasoning=False), "34.4"),
    ],
)
def test_the_reader_says_how_tokens_are_counted(counting, cost):
    log, total, others = read(counting=counting)
    assert total == Decimal(cost)
    said = (counting.cached is not None) + (counting.reasoning is not None)
    assert len(others) == 2 - said
    assert log.columns.prompt_is_sure is (counting.cached is not None)


def test_a_reading_that_the_reader_takes_has_the_total_that_was_shown():
    _log, cost, (cached, reasoning) = read()
    assert read(counting=Counting(cached=cached.inside))[1] == cached.cost
    assert read(counting=Counting(reasoning=reasoning.inside))[1] == reasoning.cost
    assert (cached.value, reasoning.value) == ("inside", "inside")
    _log, cost, (back, *_rest) = read(counting=AS_DETECTED)
    assert back.cost < cost


@pytest.mark.parametrize(
    "head, prompt_is_sure, output_is_sure",
    [
        ("day,model,input,output", True, True),
        ("day,model,input,output,cache_read", False, True),
        ("day,model,input,output,reasoning", True, False),
        ("day,model,input_tokens,output_tokens,cached_tokens,reasoning_tokens", False, False),
        ("day,model,prompt_tokens,completion_tokens,cached_tokens,reasoning_tokens", True, True),
        ("day,model,uncached_input_tokens,output,cache_read", True, True),
        ("day,model,input_tokens,output_tokens,input_cached_tokens,num_model_requests", True, True),
        ("day,model,tokens_prompt,tokens_completion,tokens_cached,tokens_reasoning", True, True),
    ],
)
def test_a_known_format_is_not_asked_about(head, prompt_is_sure, output_is_sure):
    columns = read_columns(head.split(","))
    assert (columns.prompt_is_sure, columns.output_is_sure) == (prompt_is_sure, output_is_sure)


def test_nothing_is_asked_where_it_makes_no_difference():
    assert read(HEAD + "2026-05-02,gpt,1000000,1000000,0,0\n")[2] == []
    assert read(HEAD + "2026-05-02,who?,1000000,1000000,5,5\n")[2] == []


def test_a_part_that_is_larger_than_its_whole_is_beside_it():
    _log, cost, others = read(HEAD + "2026-05-02,gpt,10,10,400000,100000\n")
    assert others == []
    assert cost > 0


def test_counted_as_detected_is_as_it_was():
    columns = read_columns(HEAD.strip().split(","))
    assert counted(columns, AS_DETECTED) == columns


def test_the_total_is_that_of_the_bill():
    log, cost, _others = read(HEAD + ROW * 3 + ROW.replace("gpt", "who?"))
    assert total_cost(log.entries, HISTORIES) == cost


def test_counts_what_was_written_to_a_cache_for_an_hour():
    head = "day,model,input,output,cache_creation.ephemeral_1h_input_tokens\n"
    log, _cost, _others = read(head + "2026-05-02,gpt,1,1,70\n2026-05-02,gpt,1,1,\n")
    assert log.long_writes == 70
