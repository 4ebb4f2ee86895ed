"""A user's own tables: actors, roles, events, spellings and outlets, in one TOML file or a folder of CSV files."""

from __future__ import annotations

import csv
import difflib
import io
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar, get_args

from onrecord.collect.events import event_of
from onrecord.collect.rows import Row, read_text
from onrecord.errors import UsageError
from onrecord.models import Actor, Outlet, Role, SpeakerType, UserTables, folded

USER = "user"
TYPES = tuple(name for name in get_args(SpeakerType) if name != "unnamed")
# The tables and their keys, those that must be there first.
KEYS = {
    "actors": ("name", "type", "aliases"),
    "roles": ("actor", "role", "side", "of", "from", "to"),
    "events": ("words", "from", "to"),
    "outlets": ("name", "country", "ownership", "ownership_by", "ownership_on", "hosts"),
    "spellings": ("written", "shown"),
}
HOST = re.compile(r"(?i)[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
SPELLING = re.compile(r"""\s*(?:"([^"\\]+)"|'([^']+)'|([\w-]+))\s*=""")  # the key of a line of TOML
Made = TypeVar("Made")


def load_tables(path: str | Path) -> UserTables:
    """A user's tables: a TOML file, or a folder of CSV files named after the tables, such as actors.csv.

    In TOML, entries stand under ``[[actors]]`` (name, type, aliases), ``[[roles]]`` (actor, role, side or of, from,
    to), ``[[events]]`` (words, from, to), ``[[outlets]]`` (name, country, ownership, ownership_by, ownership_on,
    hosts), and spellings as ``Kyiv = "Kiev"`` under ``[spellings]``: the name as onrecord has it, and as it is to be
    shown. In CSV the same names head the columns (for spellings: written, shown), and lists are parted by "|".

    Raises:
        UsageError: it cannot be read, or an entry is wrong; the message names file, line where it can be told, and key.
    """
    path = Path(path)
    rows = _from_folder(path) if path.is_dir() else _from_toml(path)
    tables = UserTables(
        actors=_all(rows["actors"], _actor),
        roles=_all(rows["roles"], _role),
        events=_all(rows["events"], event_of),
        spellings=_all(rows["spellings"], _spelling),
        outlets=_all(rows["outlets"], _outlet),
    )
    _refuse_twice(tables, rows)
    return tables


def _all(rows: Iterable[Row], make: Callable[[Row], Made]) -> tuple[Made, ...]:
    return tuple(make(row) for row in rows)


def _actor(row: Row) -> Actor:
    kind = row.text("type")
    if kind not in TYPES:
        row.refuse(f"'type' is {kind!r}; it is one of {', '.join(TYPES)}")
    return Actor(row.text("name"), kind, row.texts("aliases"), by=USER)  # type: ignore[arg-type]


def _role(row: Row) -> Role:
    start, end = row.period("from"), row.period("to")
    if start and end and end < start[: len(end)]:
        row.refuse(f"ends on {end}, before it begins on {start}")
    side, of = row.optional("side"), row.optional("of")
    if side and of:
        row.refuse("both 'side' and 'of'; the side is that of the body in 'of', so give one")
    return Role(row.text("actor"), row.text("role"), side, start, end, of, own=True)


def _spelling(row: Row) -> tuple[str, str]:
    return row.text("written"), row.text("shown")


def _outlet(row: Row) -> Outlet:
    hosts = row.texts("hosts")
    for host in hosts:
        if not HOST.fullmatch(host):
            row.refuse(f"'hosts' holds {host!r}; write a host alone, such as 'harbourpost.example'")
    ownership, by = row.optional("ownership"), row.optional("ownership_by")
    if ownership and not by:
        row.refuse("'ownership' without 'ownership_by'; write who says so")
    on = row.day("ownership_on")
    return Outlet(
        row.text("name"),
        row.optional("country"),
        ownership,
        ownership_by=by,
        ownership_on=on.isoformat() if on else None,
        hosts=tuple(host.lower() for host in hosts),
    )


def _refuse_twice(tables: UserTables, rows: Mapping[str, list[Row]]) -> None:
    """A name that means two actors, or one that is written twice, is a slip that would else decide by order."""
    owner: dict[tuple[str, bool], str] = {}
    for actor, row in zip(tables.actors, rows["actors"], strict=True):
        for name in {folded(name) or name: name for name in (actor.name, *actor.aliases)}.values():
            key = (folded(name) or name, actor.type == "person")
            if key in owner:
                row.refuse(f"{name!r} means {owner[key]!r} already; give it to one of them")
            owner[key] = actor.name
    for table in ("spellings", "outlets"):
        seen: set[str] = set()
        for row in rows[table]:
            name = row.text(KEYS[table][0])
            if name in seen:
                row.refuse(f"{name!r} is there already; leave one of them out")
            seen.add(name)


def _from_toml(path: Path) -> dict[str, list[Row]]:
    text = read_text(path, "tables")
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"tables: '{path}' is no TOML: {error}; mend it there") from None
    except RecursionError:
        raise UsageError(
            f"tables: '{path}' is nested too deeply; tables hold texts, lists and dates"
        ) from None
    for name in found:
        if name not in KEYS:
            raise UsageError(f"tables: '{path}': no table {name!r}; {_there_are(name, KEYS)}")
    rows = {name: _entries(found.get(name, []), name, path, text) for name in KEYS if name != "spellings"}
    return rows | {"spellings": _toml_spellings(found.get("spellings", {}), path, text)}


def _entries(entries: object, name: str, path: Path, text: str) -> list[Row]:
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise UsageError(f"tables: '{path}': {name!r} is no list of entries; head each with [[{name}]]")
    heads = [
        number
        for number, line in enumerate(text.split("\n"), start=1)
        if re.match(rf"\s*\[\[\s*{name}\s*\]\]", line)
    ]
    rows = []
    for number, entry in enumerate(entries, start=1):
        # Entries may be written in other ways, of which the parser does not tell the line.
        line = f", line {heads[number - 1]}" if len(heads) == len(entries) else ""
        rows.append(_known(Row(entry, f"tables: '{path}'{line}: {name} {number}"), name))
    return rows


def _toml_spellings(found: object, path: Path, text: str) -> list[Row]:
    if not isinstance(found, dict):
        raise UsageError(
            f"tables: '{path}': 'spellings' is no table; write Kyiv = \"Kiev\" under [spellings]"
        )
    lines: dict[str, list[int]] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if key := SPELLING.match(line):
            lines.setdefault(next(filter(None, key.groups())), []).append(number)
    rows = []
    for written, shown in found.items():
        at = lines.get(written, [])
        place = f"tables: '{path}'{f', line {at[0]}' if len(at) == 1 else ''}: spellings"
        rows.append(Row({"written": written, "shown": shown}, f"{place}: {written!r}"))
    return rows


def _from_folder(folder: Path) -> dict[str, list[Row]]:
    files = {name: folder / f"{name}.csv" for name in KEYS}
    if not any(path.is_file() for path in files.values()):
        wanted = ", ".join(path.name for path in files.values())
        raise UsageError(f"tables: '{folder}' holds none of {wanted}; give a TOML file or such a folder")
    return {name: _from_csv(path, name) if path.is_file() else [] for name, path in files.items()}


def _from_csv(path: Path, name: str) -> list[Row]:
    reader = csv.DictReader(io.StringIO(read_text(path, "tables"), newline=""), restkey="", restval="")
    rows = []
    try:
        if KEYS[name][0] not in (reader.fieldnames or ()):
            raise UsageError(
                f"tables: '{path}' has no column {KEYS[name][0]!r}; it needs {', '.join(KEYS[name])}"
            )
        for values in reader:
            row = Row(values, f"tables: '{path}', line {reader.line_num}")
            if values.get(""):
                row.refuse(
                    f"more cells than columns: {values['']!r}; put cells with commas in quotation marks"
                )
            rows.append(_known(row, name))
    except csv.Error as error:
        raise UsageError(f"tables: '{path}', line {reader.line_num}: {error}; mend it there") from None
    return rows


def _known(row: Row, name: str) -> Row:
    """The row, if it has no keys but those of its table."""
    values = {key: value for key, value in row.values.items() if key != ""}
    for key in values:
        if key not in KEYS[name]:
            row.refuse(f"no key {key!r} in {name}; {_there_are(key, KEYS[name])}")
    return replace(row, values=values)


def _there_are(given: str, names: Iterable[str]) -> str:
    near = difflib.get_close_matches(given, list(names), n=1)
    return f"did you mean {near[0]!r}?" if near else f"there are {', '.join(names)}"
