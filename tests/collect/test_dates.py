from __future__ import annotations

from datetime import date

import pytest

from onrecord.collect import parse_date


@pytest.mark.parametrize(
    "written",
    ["2031-03-07", "2031-03-07T12:00:00Z", "2031-03-07T23:30:00-05:00", "2031-03-07 08:15", " 20310307 "],
)
def test_iso(written: str) -> None:
    assert parse_date(written) == date(2031, 3, 7)


@pytest.mark.parametrize(
    "written", ["7 March 2031", "03/07/2031", "2031-13-01", "2031-02-30", "2031", "", "tomorrow"]
)
def test_other_forms_are_named(written: str) -> None:
    with pytest.raises(ValueError, match="YYYY-MM-DD") as caught:
        parse_date(written)
    assert repr(written) in str(caught.value)
