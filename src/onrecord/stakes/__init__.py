"""What is at stake: drafts of conditions, timelines and plans -> entries with names, dates and links.

`carriers` finds the statement that carries an entry, `plans` reads plans and joins mentions of one, `events` dates
events that times are counted from, `timelines` bounds times, `conditions` says who sets what and who must act.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.extract import Draft
from onrecord.models import Article, Condition, Event, Plan, Statement, Time, Timeline
from onrecord.resolve import Who
from onrecord.stakes.carriers import Carriers
from onrecord.stakes.conditions import conditions
from onrecord.stakes.events import Events
from onrecord.stakes.plans import dated, plans
from onrecord.stakes.timelines import timelines

__all__ = ["Stakes", "weigh"]


@dataclass(frozen=True)
class Stakes:
    """The entries beside statements, each list in the order of the text."""

    conditions: tuple[Condition, ...] = ()
    timelines: tuple[Timeline, ...] = ()
    plans: tuple[Plan, ...] = ()


def weigh(
    article: Article,
    drafts: Sequence[Draft],
    statements: Sequence[Statement],
    times: Sequence[Time],
    who: Who,
    *,
    events: Sequence[Event] = (),
) -> Stakes:
    """Conditions, timelines and plans of an article.

    Args:
        drafts: Their words, as the network found them.
        statements: With their speakers.
        times: All time expressions, with values.
        who: Names actors.
        events: Dated events beside those of the table.
    """
    carriers = Carriers(statements)
    planned = plans(article, drafts, who)
    # Twice: plans are dated by timelines, and timelines may be counted from plans.
    for _ in range(2):
        found = timelines(article, drafts, carriers, Events(article, planned, events))
        planned = dated(article, planned, found, times)
    return Stakes(conditions(article, drafts, carriers, planned, who), found, planned)
