"""Time expressions -> TIMEX3 types and values, and the calendar days that they name.

`numbers` reads numbers, `grammar` finds expressions in running text, `normal` gives each its value, `calendar` turns
values into days, `reading` goes through an article. One code for what was said and for what is to come.
"""

from __future__ import annotations

from onrecord.times.calendar import bounds, period_end
from onrecord.times.grammar import find
from onrecord.times.normal import resolve_timex
from onrecord.times.reading import times
from onrecord.times.rules import Base

__all__ = ["Base", "bounds", "find", "period_end", "resolve_timex", "times"]
