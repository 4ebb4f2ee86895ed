"""Citron's JSON (BBC R&D's quote extractor; its docs/data_format.md): a file for each article, `text` and `quotes`.

Offsets are code points, as ours. A quote has one cue, any number of sources and contents, and a confidence that Citron
writes as text of four digits. Citron knows no quote without a cue and its programs fail on one, so statements without
a cue are left out; of a cue in several stretches the longest stands for it. Names, sides, acts and the other layers
have no place in the form.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from onrecord.export.brat import file_name
from onrecord.export.files import together
from onrecord.export.tables import distinct
from onrecord.models import Span, Statement
from onrecord.reading import Reading


def write_citron(readings: Iterable[Reading], folder: Path) -> int:
    """Write `ID.json` for each reading into `folder`; gives their number.

    Raises:
        UsageError: they cannot be written, or an article comes twice.
    """
    number = 0
    for reading in distinct(readings):
        # Citron's own reader takes the file as UTF-8; escapes hold what that cannot.
        data = json.dumps(document(reading), ensure_ascii=False).encode("utf-8", "backslashreplace")
        with together(folder, [f"{file_name(reading.article.id)}.json"]) as (stream,):
            stream.write(data)
        number += 1
    return number


def document(reading: Reading) -> dict[str, Any]:
    """An article and its quotes."""
    text = reading.article.text
    return {"text": text, "quotes": [_quote(text, one) for one in reading.statements if one.cue]}


def _quote(text: str, statement: Statement) -> dict[str, Any]:
    def spans(found: Iterable[Span]) -> list[dict[str, Any]]:
        return [{"start": start, "end": end, "text": text[start:end]} for start, end in found]

    longest = max(statement.cue, key=lambda span: span[1] - span[0])
    return {
        "cue": spans([longest])[0],
        "sources": spans(statement.source),
        "contents": spans(statement.content),
        "coreferences": [],
        "confidence": f"{statement.confidence:.4f}",
        "id": statement.id,
    }
