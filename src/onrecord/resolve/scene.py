"""What is known while an article's statements are resolved one after the other."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date

from onrecord.models import Statement
from onrecord.resolve.entities import Cast, Entity
from onrecord.resolve.tables import Tables
from onrecord.resolve.text import Text


@dataclass(slots=True)
class Said:
    """A statement whose speaker is settled."""

    statement: Statement
    entity: Entity | None
    at: int  # its place in tokens
    plural: bool = False


@dataclass(slots=True)
class Scene:
    """All that is known while an article's statements are resolved one after the other."""

    view: Text
    cast: Cast
    tables: Tables
    day: date | None
    outlet: str | None
    said: list[Said] = field(default_factory=list)
    # Entities of the cast, then the speakers described so far.
    pool: list[Entity] = field(default_factory=list)
    outer: Said | None = None  # of the statement in hand
    own: set[int] = field(default_factory=set)  # tokens of the statement's content
    quoted: set[int] = field(default_factory=set)  # tokens of all that is quoted in the article
    cue: str = ""


def nearest(scene: Scene, at: int) -> list[Entity]:
    last = [(e.at[i - 1], e) for e in scene.pool if (i := bisect_left(e.at, at)) > 0]
    last.sort(key=lambda pair: -pair[0])
    return [e for _, e in last]
