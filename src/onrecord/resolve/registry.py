"""The actors that are known so far, and who of them a name means: one Peskov over all articles, however spelled.

A name is kept as an actor of its own, and that it means another one is a merge, which says why and can be taken back.
A wrong merge is worse than none: what is not plain stays apart, and is named as a likely merge.

Where the order of names counts. The first name of an actor stays its canonical one, unless the tables know better. A
surname or initials alone can only mean who is known already. A name without middle initials goes to whoever bears it
already; to none where two do. `enter_all` takes names in an order of its own, full names first and frequent ones
before rare ones, so that the same names give the same actors.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import islice

from onrecord.models import NO_TABLES, RULES, Actor, Merge, SpeakerType, UserTables, digest, folded, kind_of
from onrecord.resolve.bodies import body_key, described_key, initials_of
from onrecord.resolve.joint import members
from onrecord.resolve.likeness import MERGE, SPELLED, PersonName, apart, like, person_name
from onrecord.resolve.merges import resolve_merges, said_different
from onrecord.resolve.namer import namer
from onrecord.resolve.spelling import heard, short_forms, skeleton

# A surname alone means who bears it and was in the reports so many days before or after.
NEAR = timedelta(days=90)
KNOWN, BY_TABLES, ONE_WORDING, NEAR_SURNAME, UNSURE = 1.0, 0.98, 0.96, 0.85, 0.5
OTHERS = 5  # likely merges that a match names
MOST = 50  # actors that are held against a name for each thing that they share; where there are more, none is sure
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name in a report."""

    name: str
    type: SpeakerType | None = None
    on: date | None = None  # the report's day


@dataclass(frozen=True, slots=True)
class Match:
    """Whom a name means, how likely, and why."""

    actor: Actor | None  # None where no one is known by it
    score: float  # 0 to 1
    why: str
    own: Actor  # the name as an actor of its own: `actor` itself, or what is merged into it
    others: tuple[Actor, ...] = ()  # whom it may mean as well, or instead

    def merge(self, at: datetime) -> Merge | None:
        """The rule's merge that the match rests on; None where the name is the actor's own."""
        if self.actor is None or self.actor.id == self.own.id:
            return None
        return Merge(self.own.id, self.actor.id, RULES, at, self.why)


@dataclass(slots=True)
class _Known:
    """An actor of the registry, with the names that mean it."""

    actor: Actor
    first: date | None
    last: date | None
    names: dict[Key, PersonName] = field(default_factory=dict)  # one of each sound

    def near(self, day: date | None) -> bool:
        if day is None or self.first is None or self.last is None:
            return False
        return self.first - NEAR <= day <= self.last + NEAR

    def touch(self, day: date | None) -> None:
        if day is not None:
            self.first = min(self.first or day, day)
            self.last = max(self.last or day, day)


class Registry:
    """An index over known actors."""

    def __init__(
        self, actors: Iterable[Actor] = (), merges: Sequence[Merge] = (), *, tables: UserTables = NO_TABLES
    ) -> None:
        """
        Args:
            actors: Those that are known, each name that was merged into another among them.
            merges: Who of them stands for whom, and who is said to be different.
            tables: A user's; their actors are known first, their aliases mean them whatever the rules say.

        Raises:
            UsageError: the merges contradict each other (see `resolve_merges`).
        """
        self._tables = tables
        self._namer = namer(tables)
        self._known: dict[str, _Known] = {}
        self._exact: dict[tuple[str, str], str] = {}  # kind and folded name -> id
        # What names share -> ids, in the order in which they came.
        self._index: dict[Key, dict[str, None]] = {}
        # Name as written -> the match of one that no later name changes.
        self._settled: dict[tuple[str, str | None], Match] = {}
        into = resolve_merges(merges)
        self._different: dict[str, set[str]] = {}
        for one, other in said_different(merges):
            self._different.setdefault(one, set()).add(into.get(other, other))
        given = [*tables.actors, *actors]
        for actor in given:
            if actor.id not in into and actor.id not in self._known:
                self._known[actor.id] = _Known(actor, None, None)
        for actor in given:
            self._load(actor, into.get(actor.id, actor.id))

    def _load(self, actor: Actor, id: str) -> None:
        known = self._known.setdefault(id, _Known(replace(actor, id=id), None, None))
        known.touch(actor.first)
        known.touch(actor.last)
        own = Actor(actor.name, actor.type)
        if actor.id != own.id and actor.by == RULES:
            return  # a surname that was taken for someone once: it does not always mean them
        for name in (actor.name, *actor.aliases):
            self._learn(name, actor.type, id)

    def actors(self) -> Iterator[Actor]:
        """The actors at the end of all chains, with the first and last day that names of theirs were seen on."""
        for known in self._known.values():
            days = (known.first, known.last)
            actor = known.actor
            yield actor if days == (actor.first, actor.last) else replace(actor, first=days[0], last=days[1])

    def find(self, name: str, type: SpeakerType | None = None, *, on: date | None = None) -> Match:
        """Whom a name means, of those that are known; nothing is added.

        Args:
            type: What bears the name; None: whatever fits.
            on: The report's day, by which a surname alone is told.
        """
        settled = self._settled.get((name, type))
        if settled is not None:
            return settled
        match = self._match(name, self._kind(name, type), on)
        known = match.actor is not None and match.actor.id in self._known
        return match if known else replace(match, actor=None, score=0.0)

    def enter(self, name: str, type: SpeakerType | None = None, *, on: date | None = None) -> Match:
        """The same, and whoever is not known yet is added; `actor` is never None."""
        settled = self._settled.get((name, type))
        if settled is not None and settled.actor is not None:
            self._known[settled.actor.id].touch(on)
            return settled
        kind = self._kind(name, type)
        match = self._match(name, kind, on)
        actor = match.actor or match.own
        if match.actor is None:
            match = replace(match, actor=actor, score=KNOWN if actor.sure else UNSURE)
        known = self._known.get(actor.id)
        if known is None:
            known = self._known[actor.id] = _Known(actor, None, None)
            self._learn(actor.name, actor.type, actor.id)
        known.touch(on)
        if kind != "person" or self._whole(person_name(name)):
            self._learn(match.own.name, kind, actor.id)
            self._settled[name, type] = match
        return match

    def enter_all(self, sightings: Sequence[Sighting]) -> list[Match]:
        """Matches in the order given; names are entered in an order of their own, so that theirs does not count."""
        times = Counter((s.name, s.type) for s in sightings)
        found: dict[int, Match] = {}

        def rank(place: int) -> tuple[int, int, str, str, str]:
            s = sightings[place]
            part = person_name(s.name) if s.type in ("person", None) else None
            late = 0 if part is None or part.full else 1 if part.given else 2
            return late, -times[s.name, s.type], s.name, s.type or "", str(s.on or "")

        for place in sorted(range(len(sightings)), key=rank):
            s = sightings[place]
            found[place] = self.enter(s.name, s.type, on=s.on)
        return [found[place] for place in range(len(sightings))]

    def _match(self, name: str, type: SpeakerType, on: date | None) -> Match:
        """Whom a name means, perhaps someone of the tables whom the registry does not know yet."""
        kind = kind_of(type)
        parts = person_name(name)
        own = Actor((parts.whole or name) if kind == "person" else name, type)
        id = self._exact.get((kind, folded(own.name) or own.name))
        if kind == "person" and not self._whole(parts) and id in (None, own.id):
            return self._unsure(own, parts, on, known=id is not None)
        if id is not None:
            return Match(self._known[id].actor, KNOWN, "known by this name", own)
        named = self._namer.actor(name, type)
        if named is not None and named.id == own.id:
            own = named  # as the tables spell it
        elif named is not None:
            id = self._exact.get((kind, folded(named.name)), named.id)
            if not self._barred(own.id, id):
                actor = self._known[id].actor if id in self._known else named
                return Match(actor, BY_TABLES, f"the tables have it as {named.name!r}", own)
        if kind == "person":
            return self._person(own, parts)
        return self._body(own, kind)

    def _whole(self, name: PersonName) -> bool:
        """Whether a person's name tells who it is: more than a surname or initials, or known to the tables so."""
        return name.full or self._namer.tables.person(name.whole) in self._namer.tables.roles

    def _person(self, own: Actor, name: PersonName) -> Match:
        """A full name that is new: someone known under another spelling, or a new actor."""
        liked = self._liked(own, name, _strong_keys(name))
        sure = [(score, why, id) for score, why, id in liked if score >= MERGE]
        if len(sure) == 1 or (len(sure) > 1 and sure[0][0] >= SPELLED > sure[1][0]):
            score, why, id = sure[0]
            return Match(self._known[id].actor, score, why, own, self._others(id for _, _, id in liked[1:]))
        if sure:
            why = "several are known by such a name"
            return Match(None, 0.0, why, replace(own, sure=False), self._others(id for _, _, id in sure))
        liked += self._liked(own, name, _weak_keys(name))
        return Match(None, 0.0, "a new name", own, self._others(id for _, _, id in liked))

    def _liked(self, own: Actor, name: PersonName, keys: Iterable[Key]) -> list[tuple[float, str, str]]:
        """Score, reason and id of those who share a key with a name and are alike, the likeliest first."""
        found = []
        shared = dict.fromkeys(id for key in keys for id in islice(self._index.get(key, ()), MOST))
        roles = self._namer.tables.roles
        for id in shared:
            known = self._known[id]
            if self._barred(own.id, id) or (own.name in roles and known.actor.name in roles):
                continue  # a person or the tables know them apart
            if any(apart(name, other) for other in known.names.values()):
                continue
            likes = [likeness for other in known.names.values() if (likeness := like(name, other))]
            if likes:
                best = max(likes, key=lambda likeness: likeness.score)
                found.append((best.score, best.why, id))
        return sorted(found, key=lambda row: -row[0])

    def _unsure(self, own: Actor, name: PersonName, on: date | None, *, known: bool) -> Match:
        """A surname or initials alone: the one who bears it, if there is one and reports are near in time."""
        key = ("initial", name.surname, name.firsts[:1]) if name.given else ("surname", name.surname)
        ids = [id for id in islice(self._index.get(key, ()), OTHERS + 2) if self._may_be(name, id)]
        if len(ids) == 1 and self._known[ids[0]].near(on):
            taken = replace(own, id=digest(own.id, ids[0]), sure=False)
            if not self._barred(taken.id, ids[0]) and not self._barred(own.id, ids[0]):
                why = f"the one {name.whole} of the record, in reports less than {NEAR.days} days apart"
                return Match(self._known[ids[0]].actor, NEAR_SURNAME, why, taken)
        why = "a surname alone" if not name.given else "initials alone"
        own = replace(own, sure=False)
        return Match(
            self._known[own.id].actor if known else None,
            UNSURE if known else 0.0,
            why,
            own,
            self._others(ids),
        )

    def _may_be(self, name: PersonName, id: str) -> bool:
        """Whether someone may be called "Mrs." or "Jr.", as the surname alone is."""
        names = self._known[id].names.values()
        sexes = {self._namer.tables.sexes.get(other.whole.split()[0]) for other in names if other.full}
        return not (name.sex and sexes and sexes <= {"m", "f"} and name.sex not in sexes)

    def _body(self, own: Actor, kind: str) -> Match:
        key = described_key(own.name) if kind == "unnamed" else body_key(own.name)
        ids = [id for id in self._index.get((kind, key), ()) if not self._barred(own.id, id)]
        if len(ids) == 1:
            return Match(self._known[ids[0]].actor, ONE_WORDING, "the same words, written differently", own)
        short = initials_of(own.name) or own.name.lower()
        likely = [*ids, *self._index.get(("initials", short), ())] if kind == "body" else ids
        return Match(None, 0.0, "a new name", own, self._others(likely))

    def _barred(self, own: str, id: str) -> bool:
        """Whether a person says that the two are different."""
        return id in self._different.get(own, ())

    def _others(self, ids: Iterable[str]) -> tuple[Actor, ...]:
        return tuple(self._known[id].actor for id in islice(dict.fromkeys(ids), OTHERS))

    def _kind(self, name: str, type: SpeakerType | None) -> SpeakerType:
        """What bears a name; two persons named together are none of the two."""
        if len(members(name, tables=self._tables)) > 1:
            return "group"
        return type or self._type_of(name)

    def _type_of(self, name: str) -> SpeakerType:
        """What bears a name, by who is known."""
        thing = self._namer.bodies.thing(name)
        if thing is None:
            for kind in ("person", "body", "unnamed"):
                id = self._exact.get((kind, folded(name)))
                if id is not None:
                    return self._known[id].actor.type
            parts = person_name(name)
            if not parts.given and ("surname", parts.surname) in self._index:
                return "person"
        return self._namer.type_of(name)

    def _learn(self, name: str, type: SpeakerType, id: str) -> None:
        """Note that a name means an actor."""
        kind = kind_of(type)
        exact = (kind, folded(name) or name)
        if exact in self._exact:
            return
        self._exact[exact] = id
        keys: list[Key] = []
        if kind == "person":
            parts = person_name(name)
            heard_as = (parts.letters, parts.spelt, parts.turned, parts.middle, parts.suffix)
            if heard_as not in self._known[id].names:
                self._known[id].names[heard_as] = parts
                keys = [*_strong_keys(parts), *_weak_keys(parts), *_surname_keys(parts)]
        else:
            keys.append((kind, described_key(name) if kind == "unnamed" else body_key(name)))
            if kind == "body":
                keys.append(("initials", initials_of(name) or name.lower()))
        for key in keys:
            self._index.setdefault(key, {})[id] = None


def _strong_keys(name: PersonName) -> Iterator[Key]:
    """What names share that may be one person's beyond doubt."""
    if not name.full:
        return
    yield "letters", name.letters
    if name.spelt:
        yield "letters", name.spelt
    yield "turned", name.turned
    yield "first", name.surname, name.first


def _weak_keys(name: PersonName) -> Iterator[Key]:
    """What names share that are shown as likely merges."""
    if not name.full:
        return
    for form in sorted(short_forms(name.given[0])):
        yield "short", name.surname, form
    yield "bones", skeleton(name.surname), name.first
    yield "last", name.surname, name.given[-1]


def _surname_keys(name: PersonName) -> Iterator[Key]:
    """How someone with a full name may be called later."""
    if not name.full:
        return
    yield "surname", name.surname
    yield "initial", name.surname, name.firsts[:1]
    last = heard(name.written.split()[-1])
    if last != name.surname and not name.family_first:
        yield "surname", last  # "Mistura" of "de Mistura"
