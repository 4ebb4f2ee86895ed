"""One pass over an article's statements, outer ones first, each speaker settled with those before it in mind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import get_args

from onrecord.models import Article, Mention, SpeakerType, Statement, Time
from onrecord.resolve.affiliation import describe_people
from onrecord.resolve.audiences import find_audiences
from onrecord.resolve.candidates import Candidate, antecedent, candidates, parse_source
from onrecord.resolve.carry import Cue, Floor, Option, Told, Weighed, cue_of
from onrecord.resolve.days import day_nil, day_options
from onrecord.resolve.entities import Entity, build_cast
from onrecord.resolve.hearers import hearer_nil, hearer_options
from onrecord.resolve.names import find_names
from onrecord.resolve.nps import Phrase
from onrecord.resolve.rank import FieldKey, Model, calibrated, chances, nil_features, shipped_model
from onrecord.resolve.scene import Said, Scene
from onrecord.resolve.sides import joint, side_options
from onrecord.resolve.tables import Tables
from onrecord.resolve.text import split
from onrecord.resolve.ties import ties_of
from onrecord.resolve.when import named_days

ANTECEDENT = 0.75  # chance of the one person who was called so and spoke, at least


@dataclass(frozen=True, slots=True)
class Choice:
    """What the ranker weighed for one statement."""

    phrase: Phrase
    key: str
    candidates: list[Candidate]
    nil: list[str]


class Pass:
    """The work on one article."""

    def __init__(
        self,
        article: Article,
        mentions: Sequence[Mention],
        times: Sequence[Time],
        tables: Tables,
        model: Model | None = None,
    ):
        self.article = article
        self.tables = tables
        self.model = model or shipped_model()
        self.view = split(article.text)
        names = find_names(self.view, mentions, tables)
        cast = build_cast(self.view, names, tables, article.published, article.outlet)
        described = describe_people(self.view, cast, tables, article.published)
        self.told = [(one.entity.name, one.told) for one in described]
        self.ties = [
            ties_of(self.view, cast, one.entity, one.parts, one.told, tables, article.published)
            for one in described
        ]
        for ties in self.ties if self.model.weights else ():
            # Who holds a role on the day speaks for those whose role it is.
            if not tables.roles_on(ties.entity.name, article.published):
                ties.entity.side = self.heaviest(list(ties.options.values()), ties.nil)
        self.scene = Scene(
            self.view, cast, tables, article.published, article.outlet, pool=list(cast.entities)
        )
        self.settled: dict[str, Said] = {}
        self.times = list(named_days(article.text, times, article.published))
        self.floor = Floor(find_audiences(self.scene))

    def run(self, statements: Sequence[Statement]) -> tuple[Statement, ...]:
        """The statements, speakers filled in, in the order given."""
        if not self.view.words:
            return tuple(statements)
        done = {}
        self.mark_quoted(statements)
        order = self.order(statements)
        for place in order:
            done[place] = self.choose(statements[place], self.weigh(statements[place]))
        self.open_floor()
        for place in order:
            done[place] = self.attach(done[place])
        return tuple(done[place] for place in range(len(statements)))

    def mark_quoted(self, statements: Sequence[Statement]) -> None:
        """Tell the scene which tokens are quoted speech."""
        for statement in statements:
            if statement.kind == "direct" and statement.within is None:
                for start, end in statement.content:
                    self.scene.quoted.update(self.view.tokens(start, end))

    def order(self, statements: Sequence[Statement]) -> list[int]:
        """Places in the order of work: by the text, but an outer statement before those within it."""
        known = {s.id: s for s in statements}

        def depth(statement: Statement) -> int:
            steps, at = 0, statement
            while at.within in known and steps < len(statements):
                at, steps = known[at.within], steps + 1
            return steps

        def root(statement: Statement) -> int:
            at = statement
            for _ in statements:
                if at.within not in known:
                    break
                at = known[at.within]
            return self.place_of(at)

        return sorted(
            range(len(statements)),
            key=lambda p: (root(statements[p]), depth(statements[p]), self.place_of(statements[p])),
        )

    def place_of(self, statement: Statement) -> int:
        """The token at which a statement stands: its source, else its cue, else its content."""
        spans = statement.source or statement.cue or statement.content
        return self.view.first(spans[0][0]) if spans else 0

    def weigh(self, statement: Statement) -> Choice:
        """The candidates for a statement's speaker, with their features."""
        scene = self.scene
        scene.outer = self.settled.get(statement.within or "")
        scene.own = {i for start, end in statement.content for i in self.view.tokens(start, end)}
        cue = [
            self.view.words[i].lower() for start, end in statement.cue for i in self.view.tokens(start, end)
        ]
        scene.cue = cue[-1] if cue else "-"
        phrase = parse_source(scene, statement)
        key = phrase.kind if phrase.kind != "noun" else "n:" + phrase.noun[0]
        found = candidates(scene, phrase, self.place_of(statement))
        return Choice(phrase, key, found, nil_features(key, found))

    def ranked(self, choice: Choice) -> list[tuple[float, Candidate]]:
        """The candidates with their chances, the likeliest first."""
        shares = chances(self.model, choice.candidates, choice.nil)
        meant = antecedent(self.scene, choice.phrase, choice.candidates)
        if meant is not None and shares[meant] < ANTECEDENT:
            rest = (1 - ANTECEDENT) / max(1 - shares[meant], 1e-9)
            shares = [ANTECEDENT if i == meant else share * rest for i, share in enumerate(shares)]
        return sorted(zip(shares, choice.candidates, strict=True), key=lambda pair: -pair[0])

    def sides(self, statement: Statement, choice: Choice) -> tuple[list[Option], list[str]]:
        """The options for the speaker's side, and the features of none."""
        return side_options(
            self.scene, choice.phrase, choice.key, self.ranked(choice), self.place_of(statement)
        )

    def heaviest(self, options: list[Option], nil: list[str]) -> str | None:
        """The likeliest value, None where that it has none is likelier than each."""
        shares = chances(self.model, options, nil)
        best = max(zip(shares, options, strict=True), key=lambda pair: pair[0], default=None)
        return best[1].value if best is not None and best[0] > 1 - sum(shares) else None

    def choose(self, statement: Statement, choice: Choice) -> Statement:
        """The statement with the best candidate as its speaker, if we are sure enough of it."""
        ranked = self.ranked(choice)
        side = self.heaviest(*self.sides(statement, choice))
        if not ranked:
            self.settle(statement, None, choice.phrase)
            return replace(statement, nil="nobody in the text fits", side=side)
        share, best = ranked[0]
        if joint(best.entity) and share >= self.model.threshold:
            side = best.entity.side  # both sides, by the rule for joint speakers
        sure = calibrated(self.model, share) * self.dominance(choice, best.entity)
        self.settle(statement, best.entity, choice.phrase)
        kind = likeliest([(chance, speaker_type(c.entity)) for chance, c in ranked])
        if sure < self.model.threshold:
            names = list(dict.fromkeys(c.entity.name for _, c in ranked[:2]))
            reason = "no source worded" if choice.phrase.kind == "none" else "unsure: " + " or ".join(names)
            return replace(
                statement, nil=reason, speaker_confidence=sure, side=side, speaker_type=cast_type(kind)
            )
        # Whom the table knows to hold an office that day speaks for it, however the source is worded.
        if side is None and self.tables.roles_on(best.entity.name, self.article.published):
            side = best.entity.side
        return replace(
            statement,
            speaker=best.entity.name,
            speaker_type=cast_type(speaker_type(best.entity)),
            speaker_confidence=sure,
            side=side,
        )

    def dominance(self, choice: Choice, entity: Entity) -> float:
        """How far one of several people of a surname leads in mentions so far: 1 where there is no other."""
        name = choice.phrase.name
        rivals = self.scene.cast.rivals.get(name.first, ()) if name is not None else ()
        if name is None or not rivals:
            return 1.0
        own, others = (sum(at < name.first for e in es for at in e.at) for es in ((entity,), rivals))
        return own / (own + others) if own else 0.0

    def open_floor(self) -> None:
        """Note who speaks where, once all speakers are settled; hearers and days build on it."""
        self.floor.said = sorted(self.settled.values(), key=lambda said: said.at)
        for said in self.floor.said:
            if said.entity is not None:
                self.floor.voices.setdefault(self.view.sentences[said.at], set()).add(said.entity.name)

    def recall(self, statement: Statement) -> None:
        """Bring the scene back to where a statement was made."""
        self.scene.outer = self.settled.get(statement.within or "")
        self.scene.own = {i for start, end in statement.content for i in self.view.tokens(start, end)}

    def attach(self, statement: Statement) -> Statement:
        """The statement with its addressee and day."""
        said = self.settled[statement.id]
        hearer = self.pick(self.hearers(statement), "to")
        day = self.pick(self.days(statement), "on")
        self.remember(said, hearer, day)
        return replace(statement, addressee=hearer, said_on=day)

    def cue_of(self, statement: Statement) -> Cue | None:
        return cue_of(self.scene, statement, self.settled[statement.id])

    def hearers(self, statement: Statement) -> Weighed:
        """The options for to whom it was said; its speaker must be settled."""
        cue = self.cue_of(statement)
        if cue is None:
            return Weighed([], [])
        self.recall(statement)
        options = hearer_options(self.scene, cue, self.floor, self.likely)
        return Weighed(options, hearer_nil(cue, options))

    def likely(self, phrase: Phrase, at: int) -> list[tuple[Entity, float]]:
        """The two entities that a phrase most likely means, by the weights for sources."""
        self.scene.said = [said for said in self.floor.said if said.at < at]
        found = candidates(self.scene, phrase, at)
        key = phrase.kind if phrase.kind != "noun" else "n:" + phrase.noun[0]
        shares = chances(self.model, found, nil_features(key, found))
        ranked = sorted(zip(shares, found, strict=True), key=lambda pair: -pair[0])
        return [(c.entity, share) for share, c in ranked[:2] if share > 0.2]

    def days(self, statement: Statement) -> Weighed:
        """The options for when it was said; its speaker must be settled."""
        cue = self.cue_of(statement)
        if cue is None:
            return Weighed([], [])
        options = day_options(self.scene, cue, self.floor.told, self.times)
        return Weighed(options, day_nil(cue, self.floor.told, options))

    def remember(self, said: Said, hearer: str | None, day: str | None) -> None:
        self.floor.told.append(Told(said, hearer, day, self.view.sentences[said.at]))

    def pick(self, weighed: Weighed, key: FieldKey) -> str | None:
        """The value that is likeliest, if likely enough; options of the same value add up."""
        shares = chances(self.model, weighed.options, weighed.nil)
        totals: dict[str, float] = {}
        for share, option in zip(shares, weighed.options, strict=True):
            totals[option.value] = totals.get(option.value, 0.0) + share
        value = max(totals, key=lambda v: totals[v], default=None)
        return value if value is not None and totals[value] >= self.model.fields_at[key] else None

    def settle(self, statement: Statement, entity: Entity | None, phrase: Phrase) -> None:
        """Remember who spoke, so that "he" and "the spokesman" can be they."""
        at = self.place_of(statement)
        said = Said(statement, entity, at, plural=phrase.kind == "they" or phrase.noun[1] == "p")
        self.settled[statement.id] = said
        self.scene.said.append(said)
        if entity is None or not phrase.tokens:
            return
        if not any(e is entity for e in self.scene.pool):
            self.scene.pool.append(entity)
        if at not in entity.at:
            entity.at.append(at)
            entity.at.sort()
        if phrase.head:
            entity.words.add(phrase.head)


def speaker_type(entity: Entity) -> str:
    return "organisation" if entity.type == "place" else entity.type


def cast_type(kind: str | None) -> SpeakerType | None:
    return kind if kind in get_args(SpeakerType) else None  # type: ignore[return-value]


def likeliest(shares: Sequence[tuple[float, str | None]]) -> str | None:
    """The value on which most of the chance falls; it can be plain where the name is not."""
    totals: dict[str | None, float] = {}
    for share, value in shares:
        totals[value] = totals.get(value, 0.0) + share
    return max(totals, key=lambda v: totals[v])
