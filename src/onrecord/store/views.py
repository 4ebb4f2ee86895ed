"""The flat views that people, spreadsheets, Datasette, R and pandas read; `docs/codebook.md` explains each column.

One row an entry, names and words written out, ISO dates, stable ids. `statements`, `conditions`, `requirements`,
`timelines` and `plans` hold what is shown by default; `all_*` hold everything with its `state`.
"""

from __future__ import annotations

import sqlalchemy as sa

_HEAD = "o.name AS outlet, o.country AS outlet_country, o.ownership AS outlet_ownership"
_JOINS = (
    "JOIN version v ON v.n = e.version JOIN article a ON a.n = v.article LEFT JOIN outlet o ON o.n = e.outlet"
)
_COMMON = "e.state, e.reviewed, e.confidence"
_ARTICLE = f"a.id AS article, v.title, a.url, {_HEAD}, e.published"

_ENTRIES = {
    "statements": (
        "statement",
        "e.source, e.cue, e.content, e.kind, e.act, e.act_confidence, coalesce(sa.name, e.speaker_name) AS speaker, "
        "e.speaker_name AS speaker_read, sa.id AS speaker_id, "
        "e.speaker_type, e.speaker_confidence, e.nil, e.side_name AS side, e.addressee_name AS addressee, e.said_on, "
        "e.within, e.removes, v.voice, e.source_spans, e.cue_spans, e.content_spans",
        " LEFT JOIN actor sa ON sa.n = e.speaker",
    ),
    "conditions": (
        "condition",
        "e.kind, e.outcome, (SELECT count(*) FROM requirement r WHERE r.condition = e.n) AS requirements, e.marker, "
        "e.by_name AS set_by, e.side_name AS side, e.statement, e.plan, e.outcome_spans, e.marker_spans",
        "",
    ),
    "timelines": (
        "timeline",
        'e.text, e.binds, e.kind, e.earliest, e.latest, e.anchor, e.anchor_text, e.type, e.value, e.by_name AS set_by, '
        "e.statement, e.text_spans, e.binds_spans, e.anchor_text_spans",
        "",
    ),
    "plans": (
        "plan",
        "e.type, e.event, e.status, e.earliest, e.latest, e.place, {participants} AS participants, e.evidence, "
        "e.mentions, e.event_spans, e.evidence_spans, e.mentions_spans",
        "",
    ),
}  # fmt: skip
_PARTICIPANTS = {
    "sqlite": "(SELECT group_concat(name, '; ') FROM (SELECT name FROM participant p WHERE p.plan = e.n ORDER BY seq))",
    "postgresql": "(SELECT string_agg(name, '; ' ORDER BY seq) FROM participant p WHERE p.plan = e.n)",
}


def views(dialect: str) -> dict[str, str]:
    """Name -> SELECT of each view, in the order of making them."""
    made = {}
    for name, (table, columns, joins) in _ENTRIES.items():
        columns = columns.format(participants=_PARTICIPANTS[dialect])
        made[f"all_{name}"] = f"SELECT e.id, {_ARTICLE}, {columns}, {_COMMON} FROM {table} e {_JOINS}{joins}"
        made[name] = f"SELECT * FROM all_{name} WHERE state = 'shown'"
    made["all_requirements"] = (
        "SELECT r.id, e.id AS condition, a.id AS article, o.name AS outlet, e.published, e.kind, e.outcome, "
        "r.words AS requirement, r.of_name AS required_of, e.by_name AS set_by, e.side_name AS side, e.marker, "
        f"r.span, {_COMMON} FROM requirement r JOIN condition e ON e.n = r.condition {_JOINS}"
    )
    made["requirements"] = "SELECT * FROM all_requirements WHERE state = 'shown'"
    made["articles"] = (
        f"SELECT a.id, v.id AS version, v.number AS version_number, v.title, a.url, {_HEAD}, v.published, v.byline, "
        "v.credit, v.language, v.voice, a.source, a.added_at, v.reader, v.text "
        "FROM article a JOIN version v ON v.article = a.n AND v.current = 1 LEFT JOIN outlet o ON o.n = a.outlet"
    )
    made["failures"] = "SELECT source, article, kind, message, tries, first_at, last_at FROM failure"
    return made


def make_views(connection: sa.Connection) -> None:
    """Make all views anew."""
    wanted = views(connection.dialect.name)
    for name in reversed(wanted):
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {name}")
    for name, select in wanted.items():
        connection.exec_driver_sql(f"CREATE VIEW {name} AS {select}")


# What the flat file holds, and which columns get an index there.
FLAT = {
    "articles": ("outlet", "published"),
    "statements": ("article", "speaker", "side", "act", "outlet", "published"),
    "conditions": ("article", "side", "published"),
    "requirements": ("condition", "required_of"),
    "timelines": ("article", "latest"),
    "plans": ("article", "status", "published"),
}
