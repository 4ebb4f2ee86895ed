"""Statements are found by what they mean; with an index as without it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import make_article

from onrecord.collect import Collected
from onrecord.errors import UsageError
from onrecord.extract.meaning import SIZE, meanings
from onrecord.pipeline import for_record
from onrecord.store import Record, nearness
from onrecord.store.adding import Item, add_all
from onrecord.store.engine import reading, writing
from store.conftest import read_one

TEXT = (
    "Ruth Amsel said that the gates of the dam remain closed. Teodor Brask said that wheat has become cheaper. "
    "Ruth Amsel demanded that the sailors be released. Teodor Brask said that the two leaders may meet in spring."
)


@pytest.fixture
def filled(record: Record) -> Record:
    article = make_article(TEXT)
    with writing(record.engine) as connection:
        add_all(connection, [Item(Collected(article, None, "a"), for_record(read_one(article)))], "fast")
    return record


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("the sluices stay shut", "the gates of the dam remain closed"),
        ("let the crews go", "the sailors be released"),
        ("prices of grain fell", "wheat has become cheaper"),
        ("a summit of the presidents", "the two leaders may meet in spring"),
    ],
)
def test_other_words_that_mean_the_same(filled: Record, asked: str, words: str) -> None:
    first = filled.search(asked, meaning=True)[0]
    assert first["content"] == words
    assert 0 < first["likeness"] <= 1


def test_what_is_not_shown_is_not_found(filled: Record) -> None:
    (first, *_) = filled.search("let the crews go", meaning=True)
    filled.review(first["id"], "reject", by="mia")
    assert first["id"] not in {row["id"] for row in filled.search("let the crews go", meaning=True)}


def test_nothing_to_look_for(filled: Record) -> None:
    with pytest.raises(UsageError, match="nothing to look for"):
        filled.search(" ?! ", meaning=True)


def test_places_do_not_depend_on_what_is_placed_beside_them() -> None:
    texts = [
        "the gates remain closed",
        "a much longer statement about wheat, rain and the price of bread in spring",
    ]
    together, alone = meanings(texts), meanings(texts[:1])
    likeness = together[0].astype(float) @ alone[0] / (np.linalg.norm(together[0]) * np.linalg.norm(alone[0]))
    assert likeness > 0.99
    assert meanings([]).shape == (0, SIZE)


def test_an_index_finds_what_looking_through_all_finds(
    filled: Record, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = filled.search("let the crews go", meaning=True)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(nearness, "MANY", 1)
    monkeypatch.setattr(nearness, "TAIL", 1)
    filled.tune()
    with reading(filled.engine) as connection:
        (file,) = nearness._files(nearness._path(connection))
    assert file.stat().st_size > 0
    assert filled.search("let the crews go", meaning=True) == before


def test_the_index_may_be_opened_before_anything_is_read() -> None:
    if not nearness._installed():
        pytest.skip("usearch is not here")
    code = (
        "from onrecord.store import nearness; nearness._new();"
        "from onrecord.extract.meaning import meanings; print(meanings(['the gates']).shape)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.stdout == f"(1, {SIZE})\n"
