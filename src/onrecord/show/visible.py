"""Foreign text made safe to show: nothing in it may steer a terminal or turn a line around."""

from __future__ import annotations

import re

# Control characters without tab and line feed; the bidirectional marks, embeddings, overrides and isolates
# (Unicode Standard Annex 9); line and paragraph separators; lone surrogates, which no encoding can write.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code == 0x0D:
        return " "  # of "\r\n": no news to a reader
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def visible(text: str) -> str:
    r"""`text` with control and direction characters written out as escapes; tabs and line feeds stay.

    >>> visible("all\x1b[2J clear")
    'all\\x1b[2J clear'
    """
    return _HIDDEN.sub(_escape, text)


def one_line(text: str) -> str:
    """`visible`, with each run of white space as one space."""
    return " ".join(visible(text).split())
