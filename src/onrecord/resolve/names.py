"""Finds names in a text by their capitals and the tables, and joins them with the tagger's mentions.

It reads titles off names ("U.S. Secretary of State John Kerry" is a name with a title) and works alone, with less
recall, where there are no mentions.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.models import Mention
from onrecord.resolve.tables import FAMILY_FIRST_NAMES, Tables
from onrecord.resolve.text import Text

PARTICLES = frozenset(["de", "der", "den", "del", "della", "di", "da", "dos", "du", "la", "le", "van", "von", "vom", "zu", "zur", "bin", "bint", "ibn", "al", "el", "ul", "ud", "y"])
TITLES = frozenset(
    ["mr", "mrs", "ms", "miss", "dr", "sir", "dame", "lord", "lady", "prof", "professor", "president", "vice", "prime", "minister", "secretary", "chancellor", "premier", "king", "queen", "prince", "princess", "pope", "sheikh", "emir", "sultan", "senator", "sen", "representative", "rep", "congressman", "congresswoman", "governor", "gov", "mayor", "general", "gen", "brigadier", "brig", "colonel", "col", "lt", "lieutenant", "major", "maj", "captain", "capt", "admiral", "adm", "sergeant", "sgt", "marshal", "commander", "ambassador", "envoy", "spokesman", "spokeswoman", "spokesperson", "chief", "executive", "ceo", "cfo", "coo", "chairman", "chairwoman", "chair", "director", "president-elect", "commissioner", "judge", "justice", "attorney", "deputy", "assistant", "under", "undersecretary", "foreign", "defence", "defense", "finance", "economy", "interior", "energy", "trade", "oil", "health", "justice", "home", "treasury", "transport", "culture", "speaker", "leader", "advisor", "adviser", "negotiator", "analyst", "candidate", "republican", "democrat", "democratic", "secretary-general", "officer", "cto", "general's", "first", "second", "lady", "former", "ex", "national", "security", "press", "founder", "co-founder", "economist", "head", "affairs", "strategist", "administrator", "special", "counselor", "councillor", "rev", "reverend", "archbishop", "bishop", "cardinal", "ayatollah", "imam", "rabbi", "mullah", "supreme", "high", "representative", "associate", "senior"]
)
# Words by which a run of capitals is a body, never a person.
ORG_WORDS = frozenset(
    ["ministry", "institute", "institution", "organisation", "organization", "department", "committee", "council", "bank", "office", "center", "centre", "academy", "university", "college", "house", "court", "board", "commission", "federation", "union", "association", "agency", "society", "foundation", "chamber", "party", "group", "corp", "corporation", "inc", "co", "ltd", "llc", "plc", "ag", "sa", "gmbh", "nv", "holdings", "capital", "partners", "fund", "management", "electronics", "technologies", "technology", "systems", "airlines", "airways", "motors", "energy", "oil", "gas", "petroleum", "media", "news", "times", "post", "army", "force", "forces", "guard", "guards", "corps", "brigade", "battalion", "regiment", "front", "movement", "coalition", "alliance", "congress", "senate", "parliament", "assembly", "observatory", "service", "authority", "administration", "bureau", "network", "church", "club", "league", "team", "campaign", "company", "companies", "industries", "international", "securities", "pharmaceuticals", "networks", "communications", "studios", "entertainment", "embassy", "consulate", "police", "hospital", "school", "command", "staff", "headquarters", "summit", "treaty", "accord", "act", "plan", "conference", "forum", "initiative", "project", "program", "programme", "journal", "tribune", "herald", "gazette", "press", "tv", "radio", "square", "street", "tower", "sea", "river", "park", "island", "islands", "airport", "bridge", "valley", "province", "region", "county", "city", "strip", "gulf", "stream", "palace", "peninsula", "highway", "border"]
)
FIRM_WORDS = frozenset(
    "shares shareholders shareholder board executives employees workers drivers customers spokesman spokeswoman "
    "spokesperson chief ceo inc corp ag ltd co plc sa nv stock plant factory brand".split()
)
KINDS = {"person": "person", "organisation": "org", "place": "place", "group": "group"}
OFFICE_WORDS = frozenset(["ministry", "department", "embassy", "office", "agency", "service", "commission", "council", "committee", "staff"])
VERBS = frozenset(["said", "says", "told", "added", "wrote", "tweeted", "asked"])
JOINERS = frozenset({"of", "for"})
DEPARTMENTS = frozenset(
    ["State", "Defense", "Defence", "Energy", "Commerce", "Labor", "Labour", "Interior", "Treasury", "Transportation", "Homeland", "Security", "Health", "Agriculture", "Justice", "Education", "War", "Veterans", "Affairs", "Staff", "Foreign", "Economy", "Finance", "Trade", "Environment", "the"]
)
# Capitalised at the head of a sentence, these start no name.
COMMON = frozenset(
    ["the", "a", "an", "this", "that", "these", "those", "he", "she", "it", "they", "we", "i", "you", "his", "her", "its", "their", "our", "my", "your", "who", "what", "when", "where", "why", "how", "which", "while", "but", "and", "or", "if", "in", "on", "at", "by", "for", "from", "to", "of", "with", "as", "after", "before", "since", "until", "although", "though", "however", "meanwhile", "also", "then", "there", "here", "not", "no", "yes", "all", "some", "many", "most", "both", "each", "every", "other", "others", "another", "such", "so", "yet", "still", "even", "only", "just", "more", "less", "few", "several", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "earlier", "later", "last", "next", "asked", "speaking", "under", "over", "during", "despite", "because", "according", "despite", "amid", "without", "within", "against", "between", "through", "about", "among", "once", "now", "today", "yesterday", "tomorrow", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "mr", "mrs", "ms", "is", "are", "was", "were", "be", "been", "being", "do", "does", "did", "have", "has", "had", "will", "would", "can", "could", "should", "may", "might", "must", "let", "see", "i'm", "we're", "it's", "don't", "reporting", "editing", "additional", "writing", "photo", "video", "file", "analysts", "officials", "sources", "critics", "experts", "rebels", "people", "investors", "republicans", "democrats", "conservatives", "protesters", "activists", "supporters", "opponents", "allies", "talks", "negotiators", "diplomats", "well", "indeed", "instead", "perhaps", "maybe", "thus", "hence", "nor", "neither", "either", "including", "given", "like", "unlike", "around", "well"]
)
# These start a name only where capitals follow ("Southern California Gas"), not in "Western diplomats".
LEANING = frozenset(["western", "eastern", "northern", "southern", "central", "european", "muslim", "christian", "jewish", "islamic", "arab", "african", "asian", "kurdish", "sunni", "shiite", "latin"])
COMPOUND = re.compile(r"-(?:based|backed|led|held|owned|run|[a-z]+(?:ing|ed))$")  # "London-based", "Loss-making"
TICKER = re.compile(r"[A-Z0-9]{2,}\.[A-Zp_DE]{1,5}")
MONTHS_DAYS = frozenset(
    ["January", "February", "March", "April", "June", "July", "August", "September", "October", "November", "December", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
)
SENTENCE_HEAD_MARKS = frozenset("\"“‘'(—–-:•*")


@dataclass(slots=True)
class Name:
    """A name in the text, in tokens, with the title words before it."""

    first: int  # first token of the name itself
    last: int  # last token
    text: str
    type: str  # "person", "state", "people" (Russian), "body", "outlet", "org", "place", "group"
    title: int  # first token of the title, `first` where there is none

    @property
    def length(self) -> int:
        return self.last - self.first + 1


def find_names(view: Text, mentions: Sequence[Mention], tables: Tables) -> list[Name]:
    """The names of a text in order; the tagger's types count before our own."""
    told = {}
    votes: dict[str, Counter[str]] = {}
    for mention in mentions:
        tokens = view.tokens(mention.start, mention.end)
        if tokens and _capital(view.words[tokens[0]]):
            told[tokens[0]] = (tokens[-1], mention.type)
            votes.setdefault(_written(view, tokens[0], tokens[-1]), Counter())[mention.type] += 1
    lower = {word for word in view.words if word[0].islower()}
    heads = set(view.heads)
    inside = {w for i, w in enumerate(view.words) if i not in heads and w[0].isupper() and view.words[i - 1] not in SENTENCE_HEAD_MARKS}
    names: list[Name] = []
    at = 0
    while at < len(view.words):
        known = _known(view, at, tables)
        if known is not None:
            names.append(known)
            at = known.last + 1
            continue
        if _dateline(view, at):
            names.append(Name(at, at, view.words[at], "place", at))
            at += 1
            continue
        if not _starts(view, at, lower, inside, told, tables):
            at += 1
            continue
        end = _run_end(view, at, tables)
        names.extend(_cut(view, at, end, tables, told))
        at = end + 1
    _retype(names, view, tables, {text: _elected(vote) for text, vote in votes.items()})
    return names


def _known(view: Text, at: int, tables: Tables) -> Name | None:
    """The longest body, outlet or state of more than one word that stands in the tables and starts here."""
    longest = tables.longest.get(view.words[at], 0)
    for size in range(min(longest, len(view.words) - at), 1, -1):
        written = _written(view, at, at + size - 1)
        kind = _table_kind(written, tables)
        if kind and kind != "person":
            return Name(at, at + size - 1, written, kind, at)
    return None


def _dateline(view: Text, at: int) -> bool:
    """Whether the token is the place in capitals that an agency's report starts with."""
    word = view.words[at]
    if view.paragraphs[at] > 1 or not (word.isupper() and word.isalpha() and len(word) > 2) or at > 3:
        return False
    follows = view.words[at + 1] if at + 1 < len(view.words) else "."
    if not (follows[0].isupper() or follows in ("/", "-", "–", "—", ",", "(")):
        return False
    return at == view.heads[view.sentences[at]] or _dateline(view, at - 1) or view.words[at - 1] == "/"


def _elected(vote: Counter[str]) -> str:
    """The type that nearly all votes name; a body where they differ, since firms are mistaken for people."""
    kind, count = vote.most_common(1)[0]
    return kind if count * 5 >= vote.total() * 4 else "organisation"


def _capital(word: str) -> bool:
    return word[0].isupper() or (word[:3] in ("al-", "el-", "d'A") and len(word) > 3)


def _starts(
    view: Text, at: int, lower: set[str], inside: set[str], told: dict[int, tuple[int, str]], tables: Tables
) -> bool:
    word = view.words[at]
    if at in told and word.lower() not in LEANING and word.lower() not in COMMON and not COMPOUND.search(word):
        return True
    if word == "May" and at:
        return _may(view, at, inside)
    if not _capital(word) or word in MONTHS_DAYS or COMPOUND.search(word):
        return False
    follows = view.words[at + 1] if at + 1 < len(view.words) else "."
    if word.lower() in COMMON:
        return word in ("Mr", "Mrs", "Ms")
    if word in ("Jr", "Sr"):
        return False
    if word.lower() in LEANING:
        return _capital(follows) and follows.lower() not in COMMON and follows not in tables.peoples
    head = at == 0 or view.sentences[at] != view.sentences[at - 1] or view.words[at - 1] in SENTENCE_HEAD_MARKS
    if head and not (_capital(follows) and follows.lower() not in COMMON):
        # A capital that only the start of the sentence asks for.
        return word.lower() not in lower and (word in inside or _listed(word, tables) or follows in VERBS)
    if head and word.lower() in lower:
        return _capital(follows)
    return word != "I"


def _may(view: Text, at: int, inside: set[str]) -> bool:
    """Whether "May" is a person: no date around it, and someone of that name in the text."""
    before, after = view.words[at - 1].lower(), view.words[at + 1] if at + 1 < len(view.words) else "."
    if before in ("in", "since", "of", "last", "early", "late", "by", "until", "from", "through", "this", "next", "mid", "on"):
        return False
    return "Theresa" in inside and not after[0].isdigit() and after != ","


def _listed(word: str, tables: Tables) -> bool:
    return word in tables.things or word in tables.peoples or word in tables.seats or word in tables.famous or (
        word in tables.sexes
    )


def _run_end(view: Text, at: int, tables: Tables) -> int:
    """The last token of the run of capitals that starts at `at`."""
    words, end, org = view.words, at, words_low(view.words[at]) in ORG_WORDS
    while end + 1 < len(words) and view.sentences[end + 1] == view.sentences[at]:
        word = words[end + 1]
        gap = view.starts[end + 1] - view.ends[end]
        if word in tables.longest and _known(view, end + 1, tables) is not None:
            break
        if TICKER.fullmatch(word):
            break
        if _capital(word) and gap <= 1 and (word not in MONTHS_DAYS or (word == "May" and words[end] in tables.sexes)) and word != "I" and not COMPOUND.search(word):
            if words_low(word) in COMMON and words_low(word) not in TITLES and word not in ("May", "European"):
                break
            end += 1
            org = org or words_low(word) in ORG_WORDS
            continue
        if (word == "." and words[end] in ("Mr", "Mrs", "Ms", "Dr", "Gen", "Sen", "Rep", "Gov", "Lt", "Col", "Maj", "St")) or (
            word == "." and len(words[end]) == 1 and end + 2 < len(words) and _capital(words[end + 2])
        ):
            end += 1
            continue
        step = _bridge(words, end, org)
        if not step:
            break
        end += step
    while end > at and words[end] in (".", "of", "for"):
        end -= 1
    return end


def words_low(word: str) -> str:
    return word.lower()


def _bridge(words: list[str], end: int, org: bool) -> int:
    """How many tokens lead over small words to the next capital: "von der Leyen", "Ministry of Defence"."""
    word = words[end + 1]
    nxt = words[end + 2] if end + 2 < len(words) else ""
    third = words[end + 3] if end + 3 < len(words) else ""
    if word in PARTICLES and nxt:
        if nxt[0].isupper():
            return 2
        if nxt in PARTICLES and third[:1].isupper():
            return 3
    title = words[end].lower() in ("secretary", "minister", "secretary-general", "speaker")
    if word in JOINERS and (org or title) and nxt:
        if nxt[0].isupper() and (org or nxt in DEPARTMENTS):
            return 2
        if nxt == "the" and third[:1].isupper() and org:
            return 3
    if word in ("&",) and nxt[:1].isupper():
        return 2
    return 0


def _cut(view: Text, at: int, end: int, tables: Tables, told: dict[int, tuple[int, str]]) -> list[Name]:
    """One run of capitals as names: titles and peoples go before a person, else the run is one name."""
    words = view.words[at : end + 1]
    whole = _written(view, at, end)
    kind = _table_kind(whole, tables)
    if kind:
        return [Name(at, end, whole, kind, at)]
    after = _after_title(words)
    named = next((i for i in range(at + after, end) if i in told and told[i] == (end, "person")), None)
    if named is not None and named > at + after:
        return [*_cut_before(view, at, named - 1, tables), Name(named, end, _written(view, named, end), "person", at)]
    if after == len(words):
        # A title alone ("the Prime Minister"), or with the people or body that it belongs to.
        return _cut_before(view, at, end, tables)
    if after:
        first = at + after
        rest = _written(view, first, end)
        kind = _table_kind(rest, tables) or "person"
        return [*_cut_before(view, at, first - 1, tables), Name(first, end, rest, kind, at)]
    if len(words) > 1 and (words[0] in tables.peoples or words[0] in tables.things) and (
        words[1] in tables.sexes or _written(view, at + 1, end) in tables.roles
    ):
        return [*_cut_before(view, at, at, tables), Name(at + 1, end, _written(view, at + 1, end), "person", at)]
    given = _given(words, tables)
    if given:
        first = at + given
        return [*_cut_before(view, at, first - 1, tables), Name(first, end, _written(view, first, end), "person", at)]
    return [Name(at, end, whole, _guess(words, tables, told.get(at)), at)]


def _given(words: Sequence[str], tables: Tables) -> int:
    """Where a given name stands inside a run that does not start with one: 1 in "Brexiteer Ruth Amsel"."""
    if words[0] in tables.sexes or words[0].lower() in ORG_WORDS or words[-1].lower() in ORG_WORDS:
        return 0
    for i, word in enumerate(words[1:-1], 1):
        if word in tables.sexes and words[i - 1] not in JOINERS and words[i - 1] not in (".", "&"):
            return i
    return 0


def _cut_before(view: Text, at: int, end: int, tables: Tables) -> list[Name]:
    """The peoples, states and bodies that stand in a title: "U.S." and "Sharp" in "U.S. Secretary", "Sharp CEO"."""
    out, i = [], at
    while i <= end:
        for stop in range(min(end, i + 5), i - 1, -1):
            written = _written(view, i, stop)
            kind = _table_kind(written, tables)
            if kind:
                out.append(Name(i, stop, written, kind, i))
                i = stop
                break
        else:
            stop = i
            while stop <= end and view.words[stop].lower() not in TITLES and _capital(view.words[stop]):
                stop += 1
            while i < stop and view.words[i] in DEPARTMENTS and i and view.words[i - 1] in ("of", "for"):
                i += 1
            if stop > i and view.words[i].lower() not in COMMON and view.words[i] not in ("Mr", "Mrs", "Ms", "Dr"):
                out.append(Name(i, stop - 1, _written(view, i, stop - 1), "org", i))
                i = stop - 1
        i += 1
    return out


def _after_title(words: Sequence[str]) -> int:
    """How many words of the run are title; all of them where no name follows."""
    last = 0
    if words[-1].lower() in OFFICE_WORDS or words[0] in ("Ministry", "Department", "Office"):
        return 0
    for i, word in enumerate(words):
        low = word.lower()
        if low in TITLES and not (low in ("major", "king", "justice", "chair", "head") and i == len(words) - 1 and i):
            last = i + 1
            if i + 2 < len(words) and words[i + 1] == "of":
                last = i + 3
                while last < len(words) and words[last] in DEPARTMENTS:
                    last += 1
        elif word == "." and last == i:
            last = i + 1
    return last


def _written(view: Text, first: int, last: int) -> str:
    return " ".join(view.text[view.starts[first] : view.ends[last]].replace("’", "'").split())


def _table_kind(written: str, tables: Tables) -> str | None:
    thing = tables.things.get(written)
    if thing is not None:
        return "outlet" if thing.type == "media" else "state" if thing.name == thing.side and thing.type == "government" else "body"
    if written in tables.peoples:
        return "people"
    if written in tables.seats:
        return "state"
    if written in tables.roles or (written in tables.spellings and " " in written):
        return "person"
    return None


def _guess(words: Sequence[str], tables: Tables, told: tuple[int, str] | None) -> str:
    low = [word.lower() for word in words]
    if any(word in ORG_WORDS for word in low) or any(word.isupper() and len(word) > 1 for word in words):
        return "org"
    if len(words) == 1:
        return "single"
    if words[0] in tables.sexes:
        return "person"
    if told:
        return KINDS[told[1]]
    if words[0] in FAMILY_FIRST_NAMES or any(w in PARTICLES for w in low[1:-1]):
        return "person"
    if len(words) < 4 and not any(w in JOINERS for w in low) and words[0] not in tables.peoples:
        return "maybe"  # two or three plain capitals: most often a person
    return "org"


def _retype(names: list[Name], view: Text, tables: Tables, votes: dict[str, str]) -> None:
    """Settle what form alone left open, by titles, by the other names of the text, by the tagger's votes."""
    people = [name for name in names if name.type == "person" and name.length > 1]
    last_words = {name.text.split()[-1] for name in people}
    families = {name.text.split()[0] for name in people if name.text.split()[0] in FAMILY_FIRST_NAMES}
    bodies = {name.text for name in names if name.type == "org"} | {
        name.text.split()[0] for name in names if name.type == "org" and name.length > 1
    }
    bodies |= _firms(names, view)
    for name in names:
        if name.type == "single":
            known = name.text in last_words or name.text in families or name.text in tables.famous
            vote = KINDS.get(votes.get(name.text, ""), "org")
            if known or name.text in tables.sexes and vote != "place":
                name.type = "person"
            else:
                name.type = "org" if vote == "person" and name.text in bodies else vote
        elif name.type == "maybe":
            pair = name.text.split()
            if len(pair) == 2 and pair[1] in last_words and pair[0] not in tables.sexes:
                name.type, name.title = "person", min(name.title, name.first)
                name.first, name.text = name.last, pair[1]
                continue
            after = view.words[name.last + 1 : name.last + 3]
            marked = after[:1] == [","] and (after[1:] and (after[1].isdigit() or after[1] in ("who", "a", "an", "the")))
            plain = not votes and not _the_before(view, name.first)
            name.type = "person" if marked or _speech_follows(view, name.last) or plain else "org"


def _firms(names: Sequence[Name], view: Text) -> set[str]:
    """The lone names that the text treats as a firm: "Amsel's shareholders", "an Amsel spokesman", "Amsel ( AMS.N )"."""
    out = set()
    for name in names:
        after = view.words[name.last + 1 : name.last + 4]
        if name.type != "single" or len(after) < 3:
            continue
        if after[0] in ("'s", "’s"):
            after = after[1:]
        if after[0].lower() in FIRM_WORDS or (after[0] == "(" and TICKER.fullmatch(after[1])):
            out.add(name.text)
    return out


def _the_before(view: Text, first: int) -> bool:
    return first > 0 and view.words[first - 1].lower() in ("the", "in", "at", "near")


def _speech_follows(view: Text, last: int) -> bool:
    return last + 1 < len(view.words) and view.words[last + 1] in VERBS
