"""Who told whom, where: the way of each statement from its speaker to the outlet whose article carries it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from onrecord.models import Article, Span, Statement, overlap
from onrecord.reading import Reading
from onrecord.resolve.cites import Cite, Way, cites
from onrecord.resolve.credits import Credit, credits_of, same_outlet
from onrecord.resolve.outlets import citable, outlet_of
from onrecord.resolve.text import split

LinkKind = Literal["told", "relayed", "cited", "credited", "reprinted", "published"]
LAST = ("published", "reprinted")

BEHIND = 5  # sentences back in which a speaker may have named the outlet to which they go on speaking
# Who welcomes, rejects or demands something does not thereby report what it was that others said.
REPORTS = ("inform", "comment", "accuse", "predict")
# Under it a statement is marked unsure. Nested ones often are, and who relays whom then rests on two guesses.
SURE = 0.5
CROWD = 50  # statements or outlets in one sentence: more is no prose, and to pair them would take for ever
NEAR = 30  # characters between a statement and the report of it: "he said late on Friday, Reuters reported"
# Unlike verbs of telling, which are a statement's cue, these hold for all that is said in their sentence.
_TALK = re.compile(r"(?:in an?|interview\w*|speaking|talking|remarks|comments|appear\w+)\b", re.I)
_OCCASION = re.compile(
    r"\b(?:later|statement|tweet\w*|twitter|facebook|wrote|posted|conference|briefing|rally|speech|e-?mail|letter|"
    r"told|interview|debate|testified|ad)\b",
    re.I,
)
# Hearers and sources without a name of their own that are media all the same: "an Iranian broadcaster".
_MEDIA = re.compile(
    r"\b(?:media|newspapers?|broadcasters?|television|TV|radio|magazine|news agenc(?:y|ies)|tabloid|press reports?|"
    r"(?:news|state) (?:outlets?|channels?|sites?|websites?)|media reports?|daily)\b",
    re.I,
)
# Outlets that no table has: "Meridian Times", "news.example".
_LIKE_MEDIA = re.compile(
    r".\s(?:News|Times|Post|Journal|Herald|Gazette|Tribune|Daily|TV|Radio)$|^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}$"
)
_NO_MEDIA = re.compile(
    r"\b(?:conference|representatives|reporters?|journalists?|polls?|social media|regulator|watchdog)\b|"
    r"^(?:the |a )?(?:media|press|TV|television|radio|newspapers?|magazines?)$",
    re.I,
)
_SELF = frozenset({"i", "we", "us", "me", "our", "my"})
_BETWEEN = re.compile(
    r"^[\s,;:.“”\"‘’'()—–-]*(?:(?:on|late|early|earlier|last|this)\s+)*(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)?[\s,—–-]*$"
)


@dataclass(frozen=True, slots=True)
class Link:
    """One step from a speaker towards the reader: to whom the words came, and how.

    told: the speaker spoke to an outlet. relayed: another speaker reports it. cited: an outlet reported it. credited:
    the article owes its text to it. published: the article's outlet. reprinted: the same, of a text by another.
    """

    kind: LinkKind
    name: str  # of the outlet or actor that the words came to
    span: Span | None  # the words in the text that say so; None where the article's head does


@dataclass(frozen=True, slots=True)
class Path:
    """The way of one statement, from its speaker outwards to the article's outlet."""

    statement: str  # its id
    links: tuple[Link, ...]
    removes: (
        int  # how many others are named between speaker and outlet; 0 says that none is, not that none was
    )


@dataclass(frozen=True, slots=True)
class Chain:
    """How what an article carries came to it."""

    paths: tuple[Path, ...]  # one for each statement, in their order
    credits: tuple[Credit, ...]  # agencies that the article as a whole, or an unknown part of it, is owed to


def trace_chain(reading: Reading) -> Chain:
    """The chain of reporting of an article, as far as it says so itself.

    What rests on words near a statement is claimed for that statement alone, unless its hearer was found to go on. A
    wrong link is worse than none: where a sentence leaves open which of two speakers an outlet was told by, neither
    is linked.
    """
    credits = credits_of(reading.article)
    finder = _Finder(reading.article, reading.statements)
    last = _last_links(reading.article, credits)
    return Chain(tuple(finder.path(statement, last) for statement in reading.statements), credits)


def _last_links(article: Article, credits: Sequence[Credit]) -> tuple[Link, ...]:
    """From whoever wrote the text to the outlet; two agencies credited alike leave open whose a statement is."""
    whole = [credit for credit in credits if credit.whole]
    credited = tuple(Link("credited", c.name, c.span) for c in whole) if len(whole) == 1 else ()
    outlet = article.outlet or getattr(outlet_of(None, article.url), "name", None)
    if outlet is None:
        return credited
    return (*credited, Link("reprinted" if credited else "published", outlet, None))


def reprinted(path: Path, origin: str) -> Path:
    """The way of a statement in an article that is found to be a copy of one by another outlet, `origin`.

    The text does not say so itself (`copies` does); where it credits the origin, nothing is to be added.
    """
    if not path.links or any(same_outlet(link.name, origin) for link in path.links):
        return path
    *links, last = path.links
    return Path(
        path.statement,
        (*links, Link("published", origin, None), replace(last, kind="reprinted")),
        path.removes + 1,
    )


class _Finder:
    """The statements of one article with the outlets that it names, by the sentences that they stand in."""

    def __init__(self, article: Article, statements: Sequence[Statement]) -> None:
        self.text, self.outlet = article.text, article.outlet
        self.view = split(article.text)
        self.by_id = {statement.id: statement for statement in statements}
        self.said = defaultdict[int, list[Statement]](list)
        self.worded = defaultdict[int, list[Statement]](list)  # by the sentence of their source
        for statement in statements:
            self.said[self._sentence(_at(statement))].append(statement)
            for start, _ in statement.source:
                self.worded[self._sentence(start)].append(statement)
        self.cites = defaultdict[int, list[Cite]](list)
        self.bound: dict[tuple[str, Way], Link] = {}  # by the id of a statement
        for cite in cites(article.text):
            sentence = self._sentence(cite.span[0])
            if max(len(self.cites[sentence]), len(self.said.get(sentence, ()))) >= CROWD:
                continue
            self.cites[sentence].append(cite)
            for statement in self._bind(cite, sentence):
                self.bound.setdefault(
                    (statement.id, cite.way or "told"), Link(cite.way or "told", cite.name, cite.span)
                )

    def path(self, statement: Statement, last: Sequence[Link]) -> Path:
        links = list[Link]()
        for link in self._outwards(statement):
            known = any(same_outlet(link.name, other.name) for other in links)
            if not known and link.name != statement.speaker:
                links.append(link)
        for link in last:
            if link.kind in LAST or not any(same_outlet(link.name, other.name) for other in links):
                links.append(link)
        end = next((link.name for link in last if link.kind in LAST), None)
        removes = sum(link.kind not in LAST and not same_outlet(link.name, end) for link in links)
        return Path(statement.id, tuple(links), removes)

    def _outwards(self, statement: Statement) -> Iterator[Link]:
        """The links of a statement and of those that contain it, innermost first."""
        seen = set[str]()
        while statement.id not in seen:
            seen.add(statement.id)
            outer = self.by_id.get(statement.within or "")
            own = outer is None or self._own(statement, outer)
            told = self.bound.get((statement.id, "told")) or (self._hearer(statement) if own else None)
            cited = self.bound.get((statement.id, "cited"))
            yield from (link for link in (told, cited) if link)
            if outer is None:
                return
            if not own:
                kind = _passed_on(statement, outer)
                if kind is None or outer.speaker is None or same_outlet(outer.speaker, self.outlet):
                    return  # what the outer one was told, another said
                yield Link(kind, outer.speaker, next(iter((*outer.source, *outer.cue)), None))
            statement = outer

    def _own(self, statement: Statement, outer: Statement) -> bool:
        """Whether the outer statement's speaker speaks of themselves, or of those for whom they speak."""
        if statement.source and self.text[slice(*statement.source[0])].lower() in _SELF:
            return True
        return statement.speaker is not None and statement.speaker in (outer.speaker, outer.side)

    def _hearer(self, statement: Statement) -> Link | None:
        """The outlet that was found to be a statement's hearer, with its nearest words.

        Not who is asked to do something ("called on Fox News to apologise"), nor a name that does not stand there.
        """
        hearer = statement.addressee
        if not hearer or not (citable(hearer) or _LIKE_MEDIA.search(hearer) or _MEDIA.search(hearer)):
            return None
        if _NO_MEDIA.search(hearer):
            return None
        at, outlet = _at(statement), outlet_of(hearer)
        here = self._sentence(at)
        near = [
            cite
            for sentence in range(here - BEHIND, here + 2)
            for cite in self.cites.get(sentence, ())
            if cite.way != "cited"
            and same_outlet(cite.name, hearer)
            and self._may_hear(cite, statement, here)
        ]
        best = min(near, key=lambda cite: self._far(cite, at), default=None)
        asked = statement.act in ("demand", "ask", "threaten") and (best is None or best.way is None)
        if asked or (best is None and citable(hearer)):
            return None
        name = outlet.name if outlet and citable(hearer) else hearer
        return Link("told", name, best.span if best else self._worded(hearer, here))

    def _may_hear(self, cite: Cite, statement: Statement, here: int) -> bool:
        """Whether the naming of an outlet can be that of a statement's hearer.

        Not where the speaker names it in what they say, nor where only others speak in a sentence before or after.
        """
        sentence = self._sentence(cite.span[0])
        same = [s for s in self.said.get(sentence, ()) if s.speaker == statement.speaker]
        if any(overlap(cite.span, span) for s in (statement, *same) for span in s.content):
            return False
        if sentence == here:
            return True
        return not self._elsewhere(statement) and (bool(same) or not self.said.get(sentence))

    def _elsewhere(self, statement: Statement) -> bool:
        """Whether the words around a statement place it on another occasion: "later said in a statement"."""
        at = _at(statement)
        tokens = self.view.sentence(self._sentence(at))
        if not tokens:
            return False
        start, end = self.view.starts[tokens[0]], self.view.ends[tokens[-1]]
        return any(
            not any(overlap(word.span(), span) for span in statement.content)
            for word in _OCCASION.finditer(self.text, start, end)
        )

    def _worded(self, hearer: str, sentence: int) -> Span | None:
        """Where a sentence names a hearer that no table has."""
        tokens = self.view.sentence(sentence)
        if not tokens:
            return None
        at = self.text.find(hearer, self.view.starts[tokens[0]], self.view.ends[tokens[-1]])
        return (at, at + len(hearer)) if at >= 0 else None

    def _far(self, cite: Cite, at: int) -> tuple[bool, bool, int]:
        """How far an outlet's name is from a statement that it heard: its own sentence, then words of telling."""
        return self._sentence(cite.span[0]) != self._sentence(at), cite.way is None, abs(cite.span[0] - at)

    def _bind(self, cite: Cite, sentence: int) -> list[Statement]:
        """The statements that were told to, or reported by, an outlet in their own sentence."""
        near = [
            s
            for s in self.said.get(sentence, ())
            if not any(overlap(cite.span, span) for span in s.content) and not _is_media(s)
        ]
        if cite.way == "told":
            return self._told(cite, near)
        return self._reported(cite, near, sentence) if cite.way == "cited" else []

    def _told(self, cite: Cite, near: Sequence[Statement]) -> list[Statement]:
        """Whose cue tells it to the outlet; for a talk, whoever alone speaks in the sentence."""
        telling = [s for s in near if any(overlap(cite.phrase, span) for span in s.cue)]
        if telling or not _TALK.match(self.text, cite.phrase[0]):
            return telling
        return list(near) if len({s.speaker for s in near}) == 1 else []

    def _reported(self, cite: Cite, near: Sequence[Statement], sentence: int) -> list[Statement]:
        """The statement that the report is put next to, unless the report is a statement of its own."""
        free = [s for s in near if s.within is None]
        for report in self.worded.get(sentence, ()):
            if any(overlap(cite.span, span) for span in report.source):
                return [s for s in free if any(start <= _at(s) < end for start, end in report.content)]
        touching = [s for s in free if self._touches(cite, s)]
        return touching if len({s.speaker for s in touching}) == 1 else []

    def _touches(self, cite: Cite, statement: Statement) -> bool:
        start, end = cite.phrase
        for first, last in (*statement.source, *statement.cue, *statement.content):
            if overlap((start, end), (first, last)):
                return True
            between = self.text[last:start] if last <= start else self.text[end:first]
            if len(between) <= NEAR and _BETWEEN.match(between):
                return True
        return False

    def _sentence(self, offset: int) -> int:
        return self.view.sentences[self.view.at(offset)] if self.view.sentences else 0


def _at(statement: Statement) -> int:
    """Where a statement is attributed: its cue, else its source, else where its content starts."""
    spans = statement.cue or statement.source or statement.content
    return spans[0][0] if spans else 0


def _passed_on(statement: Statement, outer: Statement) -> LinkKind | None:
    """How a statement came from its speaker to that of the one that contains it; None where that is not sure."""
    if not outer.speaker or _NO_MEDIA.search(outer.speaker):
        return None
    if _is_media(outer):
        return "cited"
    sure = min(statement.confidence, outer.confidence) >= SURE and statement.speaker is not None
    return "relayed" if sure and outer.act in REPORTS else None


def _is_media(statement: Statement) -> bool:
    """Whether the speaker is an outlet or media in general; an office that publishes what it says is none."""
    name = statement.speaker
    if not name:
        return False
    known = outlet_of(name)
    return citable(name) or (
        known is None and (statement.speaker_type == "media" or bool(_LIKE_MEDIA.search(name)))
    )
