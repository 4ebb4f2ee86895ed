from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.collect.decode import declared_charset, decode
from onrecord.errors import EncodingError

TEXT = "“We never agreed to that,” said René Müller.\n\nThe envoy left for Zürich – at once.\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace(" ", "\x00 ").encode(),
    ],
)
def test_every_encoding_gives_the_same_text(data: bytes) -> None:
    assert decode(data) == TEXT


def test_latin_1() -> None:
    assert decode("He met René in Zürich.".encode("latin-1")) == "He met René in Zürich."


def test_named_encoding_is_used_where_bytes_allow() -> None:
    assert decode("Łódź, he said".encode("iso-8859-2"), charset="iso-8859-2") == "Łódź, he said"
    assert decode(TEXT.encode(), charset="iso-8859-2") == TEXT


@pytest.mark.parametrize("charset", ["hex", "zlib", "rot13", "idna", "undefined", "no-such", ""])
def test_names_of_no_text_encoding_are_passed_over(charset: str) -> None:
    assert decode("René said no".encode("latin-1"), charset=charset) == "René said no"


def test_russian_in_its_own_encoding_is_guessed() -> None:
    russian = "Министр заявил в пятницу, что переговоры не начнутся раньше осени. " * 5
    assert decode(russian.encode("cp1251")) == russian


def test_utf8_that_was_cut_off_or_broken_stays_utf8() -> None:
    assert decode(TEXT.encode()[: TEXT.encode().index("ü".encode(), 60) + 1]).startswith(
        "“We never agreed to that,”"
    )
    assert decode("“No,” he said. “Never.”".encode() + b"\xff").startswith("“No,” he said. “Never.”")


def test_replacement_characters_do_not_make_it_another_encoding() -> None:
    assert decode("He said \ufffd no.".encode()) == "He said \ufffd no."


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 40,
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x002\x00\x00\x002\x08\x02\x00\x00\x00\x91]\x1f\xe6",
        b"\x7fELF\x02\x01\x01" + bytes(200),
        bytes(1000),
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xdf\xa4\xd2lZ\x01\x00\x00 \x05\x00\x00",
    ],
)
def test_binary(data: bytes) -> None:
    with pytest.raises(EncodingError, match="binary"):
        decode(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text = decode(data)
    except EncodingError:
        return
    assert "\x00" not in text
    assert "\r" not in text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"), max_size=200))
def test_utf8_comes_through_unchanged(text: str) -> None:
    assert decode(codecs.BOM_UTF8 + text.encode()) == text


def test_charset_of_a_page() -> None:
    assert declared_charset(b'<html><meta charset="windows-1251"><title>x') == "windows-1251"
    http_equiv = b'<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2">'
    assert declared_charset(http_equiv) == "iso-8859-2"
    assert declared_charset(b"<html><title>x") is None
