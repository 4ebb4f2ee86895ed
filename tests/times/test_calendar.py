"""Arithmetic on days."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.times.calendar import add, length


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("P6M", (6.0, "M")),
        ("P1.5Y", (1.5, "Y")),
        ("PT30M", (30.0, "TM")),
        ("PT24H", (24.0, "H")),
        ("P1Y6M", None),
        ("PT2D", None),
        ("2031-03", None),
    ],
)
def test_lengths(value, found):
    assert length(value) == found


def test_a_length_added():
    number, unit = length("P1M")
    assert add(date(2031, 1, 31), number, unit) == date(2031, 2, 28)
    assert add(date(2031, 1, 31), *length("PT24H")) == date(2031, 2, 1)
