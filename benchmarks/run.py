"""Measures everything that `docs/figures.md` says, prints it, and writes it there. `make bench` runs it."""

from __future__ import annotations

import argparse
import functools
from collections.abc import Mapping
from typing import Any

from benchmarks import pairs
from benchmarks.accuracy import SETS, TIME_SETS, accuracy, peers, read_set, scorers, times_accuracy
from benchmarks.calibration import curve, expected_error, judged_relations, judged_speakers
from benchmarks.errors import by_kind, by_wording
from benchmarks.keeping import actors_section, copies_section, record_section
from benchmarks.speed import speed, stages
from benchmarks.store import ROOT, SHARED, hash_of, once, reader_files
from benchmarks.tables import table
from benchmarks.tracing import tracing_section

STATEMENTS = {  # measure: (two human annotators, floor)
    "relation": (75.3, 73),
    "relation_quoted": (93.9, 90),
    "content exact": (69.0, 62),
    "content token": (91.6, 91.5),
    "cue exact": (71.6, 72.5),
    "source exact": (79.5, 79.5),
    "speaker": (95.9, 95),
}
TALKS = {  # measure: (two runs of labelling, floor)
    "relation": (94.5, 72),
    "kind": (99.2, 95),
    "speaker name": (91.0, 73),
    "side": (93.4, 76),
    "within": (85.6, 50),
    "said_on": (91.3, 65),
    "addressee": (83.5, 62),
}
STAKES = {  # measure: (two runs of labelling, floor)
    "act": (92.0, 66),
    "act macro": (91.0, 56),
    "whole": (74.5, 32),
    "condition": (78.6, 42),
    "condition found": (89.3, 58),
    "condition of": ("", 45),
    "timeline": (83.3, 52),
    "timeline found": (93.9, 72),
    "timeline binds": (91.9, 70),
    "timeline anchor": ("", 78),
    "plan": (90.4, 46),
    "plan status": (90.7, 62),
    "plan dates": (94.4, 60),
}
TIMES = {  # measure: (HeidelTime on TempEval-3's platinum set, floor)
    "strict": (81.8, 80),
    "relaxed": (90.7, 89),
    "type": ("", ""),
    "value": (77.6, 75),
}


Figures = Mapping[str, Mapping[str, float]]


def measured(figures: Figures, measure: str) -> tuple[str, str]:
    """F1 and "precision / recall" of a measure, as the tables show them."""
    own = figures[measure]
    return f"**{own['f']:.1f}**", f"{own['p']:.1f} / {own['r']:.1f}"


def beside(figures: Figures, measure: str) -> str:
    """F1 of a measure on another set; nothing where the set lacks it."""
    return f"{figures[measure]['f']:.1f}" if measure in figures else ""


def polnear() -> str:
    own, others = accuracy("polnear"), peers()
    rows = [
        (m, *(beside(others[p], m) for p in others), *measured(own, m), humans, floor)
        for m, (humans, floor) in STATEMENTS.items()
    ]
    return table(["F1", *others, "**onrecord**", "precision / recall", "two humans", "wanted"], rows)


def talks() -> str:
    own, seed = accuracy("talks"), accuracy("seed")
    rows = [(m, *measured(own, m), *wanted, beside(seed, m)) for m, wanted in TALKS.items()]
    return table(
        ["F1", "**onrecord**", "precision / recall", "labelled twice", "wanted", "seed article"], rows
    )


def stakes() -> str:
    own, passages, seed = accuracy("talks"), accuracy("passages"), accuracy("seed")
    rows = [
        (m, *measured(own, m), beside(passages, m), *wanted, beside(seed, m)) for m, wanted in STAKES.items()
    ]
    head = [
        "F1",
        "**onrecord**",
        "precision / recall",
        "passages",
        "labelled twice",
        "wanted",
        "seed article",
    ]
    return table(head, rows)


def times() -> str:
    own = times_accuracy()
    rows = [(m, *measured(own, m), *wanted) for m, wanted in TIMES.items()]
    return table(["F1", "**onrecord**", "precision / recall", "HeidelTime, other texts", "wanted"], rows)


@functools.cache
def found(name: str) -> dict[str, dict[str, Any]]:
    return read_set(name)


def confidences() -> dict[str, Any]:
    figures = {}
    for name in ("polnear", "talks"):
        rows, total = judged_relations(name, found(name))
        figures[f"relation, {name}"] = {"curve": curve(rows, total), "error": expected_error(rows)}
    rows, total = judged_speakers(found("talks"))
    figures["speaker name, talks"] = {"curve": curve(rows, total), "error": expected_error(rows)}
    return figures


def in_table() -> dict[str, Any]:
    """Precision and recall of speaker names, apart for names inside and outside the table of dated roles."""
    from onrecord.resolve import in_table as known_to_tables

    score_statements, score_talks = scorers()
    counts = {True: [0, 0, 0], False: [0, 0, 0]}
    for key, article in score_statements.load(SHARED / SETS["talks"]).items():
        gold, statements = article["statements"], found("talks")[key].get("statements") or []
        pairs, _, _ = score_statements.match(gold, statements, score_statements.tokens_of(article["text"]))
        for g, p in pairs:
            if gold[g]["speaker_type"] != "person":
                continue
            count = counts[known_to_tables(gold[g]["speaker"])]
            named = bool(statements[p]["speaker"])
            right = named and score_talks.same_names(gold[g]["speaker"], statements[p]["speaker"], True)
            for i, hit in enumerate((right, named, True)):
                count[i] += bool(hit)
    return {
        ("in the table" if known else "not in the table"): {
            "statements": n,
            "precision": round(100 * right / max(named, 1), 1),
            "recall": round(100 * right / n, 1),
        }
        for known, (right, named, n) in counts.items()
    }


def free_text() -> str:
    """What free text alone tells of two statements being at odds."""
    found = once("pairs", pairs.hashes(), pairs.measure)
    crossed, story = found["crossed"], found["story"]
    names = ("always inconsistent", "shipped", "shipped, the likeliest class")
    head = ["", "macro-F1", "accuracy", "F1 consistent", "F1 inconsistent", "F1 unrelated"]
    recalls = table(["recall, %", *map(str, pairs.RECALLS)], [("precision, %", *crossed["precision"])])
    return "\n".join(
        [
            f"Five-fold cross-validation over {found['labelled']} pairs, folds drawn {pairs.DRAWS} times: mean and "
            "standard deviation. Wanted: macro-F1 55, accuracy 72.\n",
            table(head, [(name, *crossed[name]) for name in names]),
            "Inconsistent pairs, the likeliest first:\n",
            recalls,
            f"Expected calibration error of that chance {crossed['calibration'][0]}; log-loss "
            f"{crossed['log-loss'][0]}. Of the first {pairs.TOP} of {story['pairs']} pairs of two sides' words on one "
            f"issue of the story, {story['among the first']} are labelled conflicts ({story['conflicts']} of all).\n",
            table(["pairs a second, one thread", "measured"], sorted(found["speed"].items())),
        ]
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--record-again", action="store_true", help="measure a million statements anew (an hour)"
    )
    again = options.parse_args().record_again
    sets = [*SETS.values(), *(f"time/{name}.jsonl" for name in TIME_SETS)]
    data = hash_of([*(SHARED / path for path in sets), *(SHARED / "score").glob("*.py")])
    hashes = {**reader_files(), "data": data}
    parts = [
        "# Figures\n\nPrinted by `make bench`; every figure is taken on dev, with the scripts in `../shared/score`.\n",
        f"Weights {hashes['weights']}, reader {hashes['reader']}, data {data}.\n",
        "## Attribution, PolNeAR dev\n",
        polnear(),
        "Peers' spans come from `../shared/peers`; agreement of two humans from PolNeAR's authors' second labels.\n",
        "## Speakers, sides, days: talks dev\n",
        talks(),
        "## Acts, conditions, timelines, plans: talks dev and passages dev\n",
        stakes(),
        "The passages were drawn because they look like conditions or dates; only these two layers are labelled.\n",
        "## Time expressions: a fifth of TimeBank, AQUAINT and MEANTIME, left out of training\n",
        times(),
        "## Persons inside and outside the table of roles (talks dev, name of the speaker)\n",
    ]
    apart = once("in table", hashes, in_table)
    parts.append(
        table(["", "statements", "precision", "recall"], [(k, *v.values()) for k, v in apart.items()])
    )
    parts.append("## What is missed, and who is not named (talks dev)\n")
    kinds = once("by kind", hashes, lambda: by_kind(found("talks")))
    parts.append(table(["statements", "labelled", "content and source right, %"], kinds))
    wordings = once("by wording", hashes, lambda: by_wording(found("talks")))
    parts.append(table(["the source is", "matched", "speaker given, %", "of those right, %"], wordings))
    parts.append("## Confidence: what is shown, and how much of it is right, as the threshold moves\n")
    for name, figures in once("confidence", hashes, confidences).items():
        rows = [tuple(point.values()) for point in figures["curve"]]
        parts.append(f"**{name}**: expected calibration error {figures['error']}\n")
        parts.append(table(["threshold", "shown", "precision", "recall"], rows))
    parts += tracing_section()
    parts += ["## Conflicts in free text: pairs of political statements\n", free_text()]
    parts.append(
        "## Speed and size\n\nPolNeAR dev (84 articles) from end to end, on two cores, start included.\n"
    )
    parts.append(
        table(
            ["", "measured", "wanted"],
            [
                (k, v, w)
                for (k, v), w in zip(
                    once("speed", hashes, speed).items(), ("≥ 6000", "≤ 1.5", "≤ 600", "< 400"), strict=True
                )
            ],
        )
    )
    shares = once("stages", hashes, stages)
    parts.append(table(["stage", "share of the time, %"], shares.items()))
    parts += [*copies_section(), *actors_section(), *record_section(again=again)]
    text = "\n".join(parts)
    print(text)
    (ROOT / "docs" / "figures.md").write_text(text, encoding="utf8")


if __name__ == "__main__":
    main()
