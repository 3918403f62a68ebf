from pricing.usage_log.csv_export import HEAD, log_csv_rows
from tests.pricing.usage_log.samples import JULY, make_history, make_report

HISTORIES = {"gpt-5": make_history(), "free": make_history("x/free", "x", usd="")}
ROWS = [
    *("2026-05-20,gpt-5,1000000,0", "2026-06-20,gpt-5,1000000,2", "2026-06-20,who?,7,0"),
    "2026-06-20,free,7,0",
]


def records(report):
    """Return the rows below the header, with the cells that are filled."""
    head, *rows = log_csv_rows(report)
    assert head == HEAD
    assert {len(row) for row in rows} <= {len(HEAD)}
    return [
        {name: cell for name, cell in zip(HEAD, row, strict=True) if cell is not None}
        for row in rows
    ]


def test_it_works():
    may, june, total, elsewhere, unpriced, unmatched = records(
        make_report(ROWS, HISTORIES, [("meta/llama", 2)])
    )
    assert (may["part"], may["month"], may["requests"], may["usd"]) == ("log", "2026-05", 1, 5)
    assert (june["month"], june["output_tokens"]) == ("2026-06", 2)
    assert (total["part"], total["input_tokens"]) == ("log, all months", 2_000_000)
    assert (elsewhere["model_id"], elsewhere["usd"], elsewhere["requests"]) == ("meta/llama", 2, 2)
    assert unpriced == {"part": "without a price", "model_id": "free", "rows_left_out": 1}
    assert unmatched == {"part": "not a model here", "model_id": "who?", "rows_left_out": 1}


def test_counts_rows_outside_the_history():
    rows = ["2025-01-01,gpt-5,1,0", "2026-07-01,gpt-5,1,0", "2026-07-02,gpt-5,1,0"]
    report = make_report(rows, {"gpt-5": make_history(until=JULY)})
    total = next(row for row in records(report) if row["part"] == "log, all months")
    assert (total["rows_before_our_history"], total["rows_while_withdrawn"]) == (1, 2)


def test_a_log_without_a_priced_row():
    (unmatched,) = records(make_report(["2026-06-20,who?,7,0"], {}))
    assert unmatched["model_id"] == "who?"
