"""Refuses an article that cannot be read."""

from __future__ import annotations

import re

from onrecord.collect.given import LIMITS, megabytes
from onrecord.collect.language import detect_foreign
from onrecord.errors import EncodingError, LanguageError, NoArticleError, TooLargeError
from onrecord.models import Article

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# The shortest report of a statement is a subject, a verb and what was said: "Hello. “We never agreed,” she
# said." has six words; a name and a title have fewer.
MIN_WORDS = 5


def count_words(text: str, *, limit: int) -> int:
    """Words in `text`, counted up to `limit`."""
    found = 0
    for found, _ in enumerate(WORD.finditer(text), 1):
        if found >= limit:
            break
    return found


def check(article: Article) -> None:
    """Refuse what cannot be read: `article.text` is empty or nearly so, too large, or not English.

    Takes well under a millisecond: language is judged on a sample.

    Raises:
        NoArticleError: fewer than five words.
        TooLargeError: more than 2 MB of UTF-8.
        EncodingError: half of a surrogate pair, which no file can hold.
        LanguageError: not English; the message says which language it seems to be.
    """
    text = article.text
    _check_size(text)
    found = count_words(text, limit=MIN_WORDS)
    foreign = detect_foreign(text)
    # Chinese and Japanese write no spaces: a whole article may count as few words.
    if foreign is None and found < MIN_WORDS:
        raise NoArticleError(
            f"no article text (words found: {found}, needed: {MIN_WORDS}); give a whole report"
        )
    if foreign is not None:
        raise LanguageError(
            f"not English (it seems to be {foreign}); only English is read, give a translation"
        )


def _check_size(text: str) -> None:
    limit = LIMITS.text
    try:
        size = len(text) if len(text) > limit else len(text.encode())
    except UnicodeEncodeError as error:
        half = text[error.start]
        raise EncodingError(
            f"half of a surrogate pair ({half!a}) at character {error.start}; mend the encoding"
        ) from None
    if size > limit:
        raise TooLargeError(
            f"the text is larger than {megabytes(limit)}, the limit for one article; "
            "split it, or give a .jsonl file with an article on each line"
        )
