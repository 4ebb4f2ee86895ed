"""Bytes -> text."""

from __future__ import annotations

import codecs
import re

from onrecord.errors import EncodingError

# The longer marks first: that of UTF-16 begins that of UTF-32.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What no text holds, in any encoding that keeps ASCII. Tab, line ends, form feed and escape do occur, and so
# do NULs where a broken tool has been at work.
CONTROLS = bytes(c for c in range(1, 32) if c not in b"\t\n\v\f\r\x1b") + b"\x7f"
CONTROL_SHARE, NUL_SHARE = 0.02, 0.3  # binary formats have some 10 and 30 percent
SAMPLE = 1 << 16
META = re.compile(rb"<meta[^>]{0,200}?charset\s{0,8}=\s{0,8}[\"']?\s{0,8}([\w-]{2,40})", re.IGNORECASE)


def decode(data: bytes, *, charset: str | None = None) -> str:
    """Text in any encoding that can be told: UTF-8, UTF-16, UTF-32, Windows-1252 and what is in use
    elsewhere.

    Line ends become LF; NULs and byte order marks are dropped. Latin-1 is read as Windows-1252, as browsers
    do.

    Args:
        charset: What a server or a page says that it is; a byte order mark and valid UTF-8 are believed
            first.

    Raises:
        EncodingError: binary, or no encoding fits.

    >>> decode(b"\\xef\\xbb\\xbfHe said no.\\r\\n")
    'He said no.\\n'
    """
    text = _marked(data) or _unmarked_utf16(data)
    if text is None:
        text = _eight_bit(data, charset)
    return text.replace("\x00", "").replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n")


def declared_charset(data: bytes) -> str | None:
    """The encoding that a page's `<meta>` names, in the first bytes as the HTML standard asks."""
    found = META.search(data[:4096])
    return found[1].decode("ascii", "replace") if found else None


def _marked(data: bytes) -> str | None:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    return None


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a byte order mark: in English every other byte is NUL."""
    sample = data[: SAMPLE & ~1]
    half = len(sample) // 2
    low, high = sample[1::2].count(0), sample[0::2].count(0)
    if half and max(low, high) > 0.7 * half and min(low, high) < 0.05 * half:
        return data.decode("utf-16-le" if low > high else "utf-16-be", "replace")
    return None


def _eight_bit(data: bytes, charset: str | None) -> str:
    sample = data[:SAMPLE]
    controls = len(sample) - len(sample.translate(None, CONTROLS))
    if controls > CONTROL_SHARE * len(sample) or sample.count(0) > NUL_SHARE * len(sample):
        raise EncodingError("binary, not text; give text, HTML, PDF or JSON Lines")
    text = _utf8(data)
    if text is not None:
        return text
    return _named(data, charset) or _western(data) or _guessed(data)


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    # A broken sequence or two among many good ones, or one where a file was cut off, make it no other
    # encoding.
    broken = text.count("\ufffd")
    good = len(text) - broken - sum(map(str.isascii, text))
    cut = text.endswith("\ufffd")
    return text if good > 4 * (broken - cut) else None


def _named(data: bytes, charset: str | None) -> str | None:
    try:
        codec = codecs.lookup(charset or "")
    except LookupError:
        return None
    if codec.name in ("utf-8", "ascii", "iso8859-1") or not _is_text(codec):
        return None
    try:
        return data.decode(codec.name)
    except UnicodeError:
        return None


def _is_text(codec: codecs.CodecInfo) -> bool:
    """False for the codecs that turn bytes into bytes, such as "hex" and "zlib"."""
    return bool(getattr(codec, "_is_text_encoding", True)) and codec.name not in (
        "idna",
        "punycode",
        "undefined",
    )


def _western(data: bytes) -> str | None:
    """Windows-1252, of which Latin-1 is a part, where few letters are accented: English with some names.

    Before any guess, since statistics on three accented letters find Central European and Mac encodings.
    """
    sample = data[:SAMPLE]
    accented = len(sample) - len(sample.translate(None, bytes(range(128, 256))))
    if accented > 0.15 * len(sample):
        return None
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return None


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes

    # An even cut, so that two-byte encodings stay whole; more than this says nothing new.
    best = from_bytes(data[:SAMPLE]).best()
    if best is None:
        raise EncodingError("no encoding fits; save it as UTF-8")
    return data.decode(best.encoding, "replace")
