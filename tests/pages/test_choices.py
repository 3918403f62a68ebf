"""Options of a small form above a table."""

from pages.choices import options


def test_a_choice_without_an_alternative_is_not_offered():
    names = {"eu": "EU", "us": "US", "silent": "Not stated"}
    assert options(names, ["silent", "silent"], "") == []
    assert [(o.value, o.count, o.chosen) for o in options(names, ["us", "eu", "us"], "us")] == [
        ("eu", 1, False),
        ("us", 2, True),
    ]
    assert [o.value for o in options(names, ["us"], "eu")] == ["eu", "us"]
