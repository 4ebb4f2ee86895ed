from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.show.visible import one_line, visible


def test_control_and_direction_characters_are_written_out() -> None:
    assert visible("a\x1b]0;x\x07b") == "a\\x1b]0;x\\x07b"
    assert visible("\u202eevil\u2066") == "\\u202eevil\\u2066"
    assert visible("\x00\x9b31m\ud83d") == "\\x00\\x9b31m\\ud83d"


def test_plain_text_stays() -> None:
    text = "“Naïve”, said Žofie – 90 °C\n\t東京 👩‍🌾"
    assert visible(text) == text


def test_one_line() -> None:
    assert one_line("first\r\n\r\n  second\tthird ") == "first second third"


@given(st.text(st.characters()))
def test_nothing_gets_through(text: str) -> None:
    shown = one_line(text)
    shown.encode("utf-8")
    assert shown.isprintable() or not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 for c in shown)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
