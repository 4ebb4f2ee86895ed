"""Labelled articles -> arrays over words, and batches of windows."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.extract.features import distance, place, surroundings
from onrecord.extract.layers import CONDITION, PLAN, STATEMENT, TIMELINE
from onrecord.extract.quotes import CLOSING, OPENING, quote_states
from onrecord.extract.words import Words, split, windows, word_range
from onrecord.resolve.text import split as split_sentences
from training.forms import events, markers, time_phrases
from training.layers import IGNORE, Trigger, paint, tags, triggers, wider

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
OWN = Path(__file__).parent / "labels"  # see the model card
OUTSIDE, CUE_BEGIN, CUE_INSIDE = range(3)
ROLE_O, SOURCE_B, SOURCE_I, CONTENT_B, CONTENT_I = range(5)
CORENLP = {
    "PERSON": 0,
    "ORGANIZATION": 1,
    "LOCATION": 2,
    "CITY": 2,
    "COUNTRY": 2,
    "STATE_OR_PROVINCE": 2,
    "MISC": 3,
}
# The basic dependencies of the automatic parses; what stands after a colon is left out.
RELATIONS = (
    "acl", "advcl", "advmod", "amod", "appos", "aux", "auxpass", "case", "cc", "ccomp", "compound", "conj",
    "cop", "csubj", "csubjpass", "dep", "det", "discourse", "dobj", "expl", "iobj", "mark", "mwe", "neg",
    "nmod", "nsubj", "nsubjpass", "nummod", "parataxis", "punct", "root", "xcomp",
)  # fmt: skip
FORMS = ((CONDITION, "conditions", markers), (TIMELINE, "timelines", time_phrases), (PLAN, "plans", events))
TIMES = ("timebank", "aquaint", "meantime")
MEANTIME_SENTENCES = 4  # with the headline and the date, which stand before the first
OTHER_MARKS = 0.15  # share of articles that are shown with other quotation marks


@dataclass
class Labelled:
    """An article with labels over its words, and its triggers: cues, markers, times and events.

    `relations` and `heads` are each word's syntactic relation and the word that it depends on (the root: itself).
    `false` are words that have the form of a trigger and are none.
    """

    id: str
    text: str
    words: Words
    cues: np.ndarray
    names: np.ndarray
    spans: np.ndarray
    relations: np.ndarray
    heads: np.ndarray
    tags: np.ndarray
    wider: np.ndarray
    triggers: list[Trigger] = field(default_factory=list)
    false: list[Trigger] = field(default_factory=list)


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def label(article: dict[str, Any], *, nests: bool, silver: dict[str, Any] | None) -> Labelled:
    """Labels of one article.

    Args:
        nests: The labels hold nested statements. Where they don't (PolNeAR), words inside a content say nothing
            about cues, and are ignored.
        silver: The automatic names and parses of the same article, if there are any.
    """
    words = split(article["text"])
    statements = article.get("statements")
    cues = np.full(len(words), IGNORE if statements is None else 0, dtype=np.int64)
    names = np.full(len(words), IGNORE if silver is None else 0, dtype=np.int64)
    relations, heads = (np.full(len(words), IGNORE, dtype=np.int64) for _ in range(2))
    found: list[Trigger] = []
    parts = [
        (s, *([word_range(words, span) for span in s[part]] for part in ("cue", "source", "content")))
        for s in statements or ()
    ]
    if not nests:
        for _, _, _, content in parts:
            for low, high in content:
                cues[low:high] = IGNORE
    for statement, cue, source, content in parts:
        cue = [r for r in cue if r[1] > r[0]]
        if not cue or any((t.at, t.first, t.second) == (cue[0], (*source,), (*content,)) for t in found):
            continue
        paint(cues, cue[:1], CUE_BEGIN)
        acts = {"act": statement["act"]} if "act" in statement else {}
        found.append(Trigger(STATEMENT, cue[0], tuple(source), tuple(content), acts))
    if silver:
        for sentence in silver["sentences"]:
            _label_names(words, sentence, names)
            _label_syntax(words, sentence, relations, heads)
    spans = np.full(len(words), IGNORE if statements is None else 0, dtype=np.int64)
    for one in sorted(found, key=lambda one: sum(high - low for low, high in one.second or ())):
        paint(spans, one.first or (), SOURCE_B)
        paint(spans, one.second or (), CONTENT_B)  # the longer content later: what is nested stands inside it
    found += triggers(words, article)
    return Labelled(
        article["id"],
        article["text"],
        words,
        cues,
        names,
        spans,
        relations,
        heads,
        tags(words, article),
        wider(words, article),
        found,
        list(_false(words, article, found)),
    )


def _false(words: Words, article: dict[str, Any], found: Sequence[Trigger]) -> Iterator[Trigger]:
    """Words that have the form of a condition's marker, a timeline or a plan's event, and trigger none."""
    for layer, key, spans in FORMS:
        if key in article:
            taken = [t.at for t in found if t.layer == layer]
            for span in spans(article["text"]):
                low, high = word_range(words, span)
                if high > low and not any(low < e and s < high for s, e in taken):
                    yield Trigger(layer, (low, high), None, None)


def _label_names(words: Words, sentence: dict[str, Any], names: np.ndarray) -> None:
    tags = sentence["ner"]
    for i, tag in enumerate(tags):
        if tag in CORENLP:
            low, high = word_range(words, (sentence["start"][i], sentence["end"][i]))
            goes_on = i > 0 and tags[i - 1] == tag
            names[low:high] = 2 * CORENLP[tag] + 2
            if not goes_on:
                names[low : low + 1] = 2 * CORENLP[tag] + 1


def _label_syntax(words: Words, sentence: dict[str, Any], relations: np.ndarray, heads: np.ndarray) -> None:
    """Labels the words that start where a token of the parse starts; of the others nothing is known."""
    at = np.searchsorted(words.start, sentence["start"])
    known = [i < len(words) and words.start[i] == s for i, s in zip(at, sentence["start"], strict=True)]
    for i, (head, relation) in enumerate(zip(sentence["head"], sentence["dep"], strict=True)):
        if known[i]:
            relations[at[i]] = RELATIONS.index(relation.split(":")[0])
            if head == 0 or known[head - 1]:
                heads[at[i]] = at[head - 1] if head else at[i]


def load(name: str) -> list[Labelled]:
    """Labelled articles of `polnear/train`, `talks/dev` and so on."""
    articles = read_jsonl(SHARED / f"{name}.jsonl")
    silver_path = SHARED / f"{name}.corenlp.jsonl.gz"
    silver = {a["id"]: a for a in read_jsonl(silver_path)} if silver_path.exists() else {}
    nests = name.startswith("talks")
    return [label(a, nests=nests, silver=silver.get(a["id"])) for a in articles]


def read_reports() -> list[dict[str, Any]]:
    """Reports on invented negotiations, written for training and labelled in all layers."""
    return read_jsonl(OWN / "reports.jsonl")


def read_passages() -> list[dict[str, Any]]:
    """Passages written for training, and passages of PolNeAR's train articles and of those with times.

    Labelled are conditions, timelines, plans and the acts of some statements. Of the latter passages the repository
    holds no words: each entry names its article and the half-open range of its text, and its offsets count from there.
    """
    texts = {a["id"]: a for a in [*read_jsonl(SHARED / "polnear" / "train.jsonl"), *load_times(held=False)]}
    cut = [_cut_from(texts[entry["article"]], entry) for entry in read_jsonl(OWN / "polnear.jsonl")]
    return read_jsonl(OWN / "passages.jsonl") + cut


def load_reports() -> list[Labelled]:
    """`read_reports`, labelled."""
    return [label(article, nests=True, silver=None) for article in read_reports()]


def load_passages() -> list[Labelled]:
    """`read_passages`, labelled; where statements stand is not learnt from them, since not all are labelled."""
    found = [label(entry, nests=False, silver=None) for entry in read_passages()]
    for passage in found:
        passage.cues[:] = passage.spans[:] = IGNORE
    return found


def _cut_from(article: dict[str, Any], entry: dict[str, Any]) -> dict[str, Any]:
    start, end = entry["at"]
    statements = [
        {
            "act": act,
            **{
                part: [[s - start, e - start] for s, e in article["statements"][int(number)][part]]
                for part in ("source", "cue", "content")
            },
        }
        for number, act in entry["acts"].items()
    ]
    return {
        **entry,
        "id": f"{entry['article']}:{start}",
        "text": article["text"][start:end],
        "statements": statements,
    }


def held_out(article: dict[str, Any]) -> bool:
    """Whether an article with time expressions is kept from training and measured on: one in five, by its id."""
    return zlib.crc32(article["id"].encode()) % 5 == 0


def load_times(*, held: bool) -> list[dict[str, Any]]:
    """TimeBank, AQUAINT and MEANTIME: those that are measured on, or the others.

    MEANTIME's annotators went through the first sentences of each article only: the rest of its text is left out.
    """
    articles = [a for name in TIMES for a in read_jsonl(SHARED / "time" / f"{name}.jsonl")]
    short = {a["id"] for a in read_jsonl(SHARED / "time" / "meantime.jsonl")}
    return [_cut(a) if a["id"] in short else a for a in articles if held_out(a) == held]


def _cut(article: dict[str, Any]) -> dict[str, Any]:
    view = split_sentences(article["text"])
    end = (
        view.ends[view.sentence(MEANTIME_SENTENCES - 1)[-1]]
        if len(view.heads) >= MEANTIME_SENTENCES
        else None
    )
    return {**article, "text": article["text"][:end]}


# Other houses' marks: an article in them must read the same.
MARKS = (('"', '"'), ("«", "»"), ("„", "“"), ("‘", "’"), ("“", "”"), ("”", "”"))


def other_marks(article: Labelled, rng: np.random.Generator) -> Labelled:
    """The same article with its quotation marks in another form; offsets stay, since marks are single characters."""
    opening, closing = MARKS[rng.integers(len(MARKS))]
    states = quote_states(article.text)
    text = list(article.text)
    for states_of, mark in ((OPENING, opening), (CLOSING, closing)):
        for i in np.flatnonzero(states == states_of).tolist():
            text[i] = mark
    words = split("".join(text))
    return replace(article, words=words) if len(words) == len(article.words) else article


@dataclass
class Batch:
    """Windows padded to one length. Words of all windows stand in one row, `word_at` says where in windows x pieces.

    Shapes: ids, case, quote, mask [windows, pieces]; word_at, cues, names, spans, relations, heads [words] (a head
    is the piece of the window that its word starts with); segment, seg_quote, seg_distance, seg_place, roles [cues,
    longest segment], with -1 as padding of `segment`.
    """

    ids: np.ndarray
    case: np.ndarray
    quote: np.ndarray
    mask: np.ndarray
    word_at: np.ndarray
    cues: np.ndarray
    names: np.ndarray
    spans: np.ndarray
    relations: np.ndarray
    heads: np.ndarray
    segment: np.ndarray
    seg_quote: np.ndarray
    seg_distance: np.ndarray
    seg_place: np.ndarray
    roles: np.ndarray


def role_labels(low: int, high: int, trigger: Trigger) -> np.ndarray:
    """Labels of the words low..high around a trigger; IGNORE where its arguments are not labelled."""
    if trigger.first is None or trigger.second is None:
        return np.full(high - low, IGNORE, dtype=np.int64)
    labels = np.zeros(high - low, dtype=np.int64)
    for begin, ranges in ((SOURCE_B, trigger.first), (CONTENT_B, trigger.second)):
        paint(
            labels,
            [(max(s, low) - low, min(e, high) - low) for s, e in ranges if min(e, high) > max(s, low)],
            begin,
        )
    return labels


def batch(items: Sequence[tuple[Labelled, tuple[int, int]]]) -> Batch:
    """One batch from (article, window) pairs."""
    lengths = [int(a.words.first[e] - a.words.first[s]) for a, (s, e) in items]
    shape = (len(items), max(lengths))
    ids, case, quote = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    mask = np.zeros(shape, dtype=bool)
    rows: list[list[np.ndarray]] = []
    segments = []
    base = 0
    for row, (article, (start, end)) in enumerate(items):
        words = article.words
        low, high = int(words.first[start]), int(words.first[end])
        ids[row, : high - low] = words.ids[low:high]
        case[row, : high - low] = words.case[low:high]
        quote[row, : high - low] = words.piece_quote[low:high]
        mask[row, : high - low] = True
        head = article.heads[start:end]
        inside = (head >= start) & (head < end)
        heads = np.where(inside, words.first[head.clip(start, end)] - low, IGNORE)
        labels = (article.cues, article.names, article.spans, article.relations)
        rows.append(
            [
                row * shape[1] + words.first[start:end] - low,
                *(one[start:end] for one in labels),
                heads,
            ]
        )
        for trigger in article.triggers:
            at = trigger.at
            if trigger.layer != STATEMENT or trigger.first is None:
                continue
            if start <= at[0] and at[1] <= end:
                s, e = surroundings(words, (start, end), at)
                segments.append(
                    (
                        np.arange(s, e) - start + base,
                        words.quote[s:e],
                        distance(s, e, at),
                        place(words, s, e, at),
                        role_labels(s, e, trigger),
                    )
                )
        base += end - start
    longest = max((len(s[0]) for s in segments), default=1)
    padded = [np.full((len(segments), longest), fill, dtype=np.int64) for fill in (-1, 0, 0, 0, IGNORE)]
    for i, segment in enumerate(segments):
        for array, values in zip(padded, segment, strict=True):
            array[i, : len(values)] = values
    over_words = [np.concatenate(row) for row in zip(*rows, strict=True)]
    return Batch(ids, case, quote, mask, *over_words, *padded)


def epoch(articles: Sequence[Labelled], *, size: int, rng: np.random.Generator) -> Iterator[Batch]:
    """All windows of all articles once, in batches."""
    return map(batch, groups(articles, size=size, rng=rng))


def groups(
    articles: Sequence[Labelled], *, size: int, rng: np.random.Generator
) -> Iterator[list[tuple[Labelled, tuple[int, int]]]]:
    """All windows of all articles once, in groups of windows of like length, in random order."""
    items = []
    for article in articles:
        shown = other_marks(article, rng) if rng.random() < OTHER_MARKS else article
        items += [(shown, window) for window in windows(shown.words, begin=int(rng.integers(0, 6)))]
    rng.shuffle(items)  # type: ignore[arg-type]
    pools = [items[i : i + size * 16] for i in range(0, len(items), size * 16)]
    batches = []
    for pool in pools:
        pool.sort(key=lambda item: item[1][1] - item[1][0])
        batches += [pool[i : i + size] for i in range(0, len(pool), size)]
    for i in rng.permutation(len(batches)):
        yield batches[i]
