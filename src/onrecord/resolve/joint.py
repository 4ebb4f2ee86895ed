"""Joint names: "Armenia and Azerbaijan" are two actors, "Bosnia and Herzegovina" is one."""

from __future__ import annotations

import re

from onrecord.models import NO_TABLES, UserTables
from onrecord.resolve.name_runs import PARTICLES, table_kind
from onrecord.resolve.name_types import by_form
from onrecord.resolve.tables import Tables, load

BETWEEN = re.compile(r",\s+(?:and\s+)?|\s+and\s+")
LONGEST_PERSON = 4  # words


def members(name: str, *, tables: UserTables = NO_TABLES) -> tuple[str, ...]:
    """The names that a joint name is made of; the name itself where it is one, or where a part is not plainly a name.

    >>> members("Armenia and Azerbaijan"), members("Bosnia and Herzegovina")
    (('Armenia', 'Azerbaijan'), ('Bosnia and Herzegovina',))
    >>> members("Ruth Amsel, Karl Brandt and Russia")
    ('Ruth Amsel', 'Karl Brandt', 'Russia')
    """
    parts = BETWEEN.split(name)
    if len(parts) < 2:  # nearly all names, which are asked about by the million
        return (name,)
    known = load(user=tables)
    if table_kind(name, known) or not all(_is_name(part, known) for part in parts):
        return (name,)
    return tuple(dict.fromkeys(parts))


def _is_name(part: str, tables: Tables) -> bool:
    if table_kind(part, tables):
        return True
    words = part.split()
    if not 2 <= len(words) <= LONGEST_PERSON:
        return False
    capitals = all(word[0].isupper() or word in PARTICLES for word in words)
    return capitals and by_form(words, tables, None) in ("person", "maybe")
