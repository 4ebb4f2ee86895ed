"""What the network is asked for each layer: which words trigger an entry, its two arguments, its classes.

One role reader serves all layers: it looks at one trigger at a time (a statement's cue, a condition's marker, a
timeline's time expression, a plan's event) and marks two kinds of spans around it.
"""

from __future__ import annotations

from itertools import accumulate

LAYERS = ("statement", "condition", "timeline", "plan")
STATEMENT, CONDITION, TIMELINE, PLAN = range(4)
ARGUMENTS = (
    ("source", "content"),
    ("outcome", "requires"),
    ("binds", "anchor_text"),
    ("participants", "place"),
)

# What the role reader says of a trigger as a whole; each a group of columns, in this order.
ACTS = ("inform", "comment", "offer", "commit", "propose", "demand", "reject", "threaten", "accuse", "deny", "praise",
        "predict", "ask")  # fmt: skip
CONDITION_KINDS = ("precondition", "threat", "offer", "waiver")
TIMELINE_KINDS = ("on", "deadline", "duration", "start")
ANCHORS = ("publication", "calendar", "event", "none", "time")
PLAN_TYPES = (
    "other",
    "talks",
    "meeting",
    "vote",
    "ceasefire",
    "deployment",
    "visit",
    "signing",
    "exchange",
    "call",
)
STATUSES = ("proposed", "scheduled", "agreed", "under_way", "held", "being_arranged", "cancelled", "ruled_out",
            "postponed")  # fmt: skip
CLASSES = {  # name: (layer, values)
    "act": (STATEMENT, ACTS),
    "condition": (CONDITION, CONDITION_KINDS),
    "timeline": (TIMELINE, TIMELINE_KINDS),
    "anchor": (TIMELINE, ANCHORS),
    "type": (PLAN, PLAN_TYPES),
    "status": (PLAN, STATUSES),
}
_ends = tuple(accumulate(len(values) for _, values in CLASSES.values()))
COLUMNS = {name: slice(end - len(CLASSES[name][1]), end) for name, end in zip(CLASSES, _ends, strict=True)}
WIDTH = _ends[-1]
# The reader of conditions, timelines and plans also says whether a trigger is one: a column for each layer.
REAL = WIDTH
STAKES_WIDTH = WIDTH + len(LAYERS)

# The tags that the encoder gives words besides cues and names: each outside, then begin and inside of each value.
TIME_TYPES = ("DATE", "DURATION", "TIME", "SET")
TAGS = {"time": TIME_TYPES, "condition": ("marker",), "timeline": ("text",), "plan": ("event",)}
_tag_ends = tuple(accumulate(1 + 2 * len(values) for values in TAGS.values()))
TAG_COLUMNS = {
    name: slice(end - 1 - 2 * len(TAGS[name]), end) for name, end in zip(TAGS, _tag_ends, strict=True)
}
TAG_WIDTH = _tag_ends[-1]
