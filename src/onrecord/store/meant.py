"""What short phrases mean, kept by their words: made when an article is read, else when they are asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from onrecord.extract.meaning import SIZE, meanings
from onrecord.store import schema
from onrecord.store.bulk import chunks


def key_of(words: str) -> int:
    """A hash of words that fits a column of integers."""
    hashed = hashlib.sha256(words.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(hashed[:8], "big", signed=True)


def keep(connection: sa.Connection, phrases: Iterable[tuple[str, bytes]]) -> None:
    """Keep what phrases mean, those that are known aside."""
    rows = [
        {"words": key, "data": data} for key, data in {key_of(words): data for words, data in phrases}.items()
    ]
    if rows:
        make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
        connection.execute(make(schema.meant).on_conflict_do_nothing(), rows)


def meant(connection: sa.Connection, phrases: Sequence[str]) -> npt.NDArray[np.int8]:
    """What phrases mean, int8 [phrases, SIZE]; what is not known is made and kept."""
    m = schema.meant
    keys = {words: key_of(words) for words in phrases}
    known: dict[int, bytes] = {}
    for some in chunks(set(keys.values())):
        rows = connection.execute(sa.select(m.c.words, m.c.data).where(m.c.words.in_(some)))
        known.update((row.words, row.data) for row in rows)
    if missing := sorted(words for words, key in keys.items() if key not in known):
        made = [(words, place.tobytes()) for words, place in zip(missing, meanings(missing), strict=True)]
        keep(connection, made)
        known.update((keys[words], data) for words, data in made)
    joined = b"".join(known[keys[words]] for words in phrases)
    return np.frombuffer(joined, np.int8).reshape(-1, SIZE)
