"""Citron's JSON and schema.org: what they hold, in their terms."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from onrecord.export.citron import document, write_citron
from onrecord.export.schema_org import news_article, write_schema_org
from onrecord.reading import Reading

from .readings import make_reading, numbered, readings

# Types and properties of schema.org that may stand in it.
THING = {"@type", "@id", "name", "identifier", "url"}
WORK = THING | {
    "@context", "headline", "datePublished", "inLanguage", "publisher", "author", "sourceOrganization", "hasPart",
    "isPartOf", "text", "creator", "dateCreated", "temporal",
}  # fmt: skip
TERMS = {
    "NewsArticle": WORK,
    "Quotation": WORK | {"spokenByCharacter"},
    "Claim": WORK | {"appearance"},
    "Person": THING | {"affiliation"},
    **dict.fromkeys(("Organization", "GovernmentOrganization", "NewsMediaOrganization"), THING),
}


def nodes(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [node for one in value for node in nodes(one)]
    if not isinstance(value, dict):
        return []
    return [value, *(node for one in value.values() for node in nodes(one))]


@settings(max_examples=40)
@given(readings())
def test_only_terms_of_schema_org(reading: Reading) -> None:
    found = nodes(news_article(reading))
    for node in found:
        assert node.keys() == {"@id"} or node.keys() <= TERMS[node["@type"]]
        assert all(value not in (None, "", []) for name, value in node.items() if name != "text")
        assert not any(char.isspace() for char in node.get("@id", ""))
    assert sum(node.get("@type") in ("Quotation", "Claim") for node in found) == len(reading.statements)


def test_who_said_what_in_schema_org(tmp_path: Path) -> None:
    reading = make_reading()
    outer, inner = reading.statements
    heard = replace(outer, speaker_type="government", kind="mixed", said_on="2031-03-06/2031-03-07")
    write_schema_org(
        [replace(reading, statements=(outer, inner)), replace(reading, statements=(heard,))], tmp_path / "s"
    )
    first, second = (json.loads(line) for line in (tmp_path / "s").read_text("utf-8").splitlines())
    assert (first["@type"], first["headline"]) == ("NewsArticle", "Envoy leaves early")
    assert first["publisher"] == {"@type": "Organization", "name": "Harbour Post"}
    claim, quotation = first["hasPart"]
    assert claim["@type"] == "Claim"
    assert claim["text"] == reading.words(outer.content)
    assert claim["creator"] == {
        "@type": "Person",
        "name": "Ruth Amsel",
        "affiliation": {"@type": "Organization", "name": "Talland"},
    }
    assert claim["appearance"] == {"@id": first["@id"]}
    assert quotation["isPartOf"] == {"@id": claim["@id"]}
    assert "spokenByCharacter" not in quotation
    (other,) = second["hasPart"]
    assert other["spokenByCharacter"] == {"@type": "GovernmentOrganization", "name": "Ruth Amsel"}
    assert other["temporal"] == "2031-03-06/2031-03-07"


@settings(max_examples=40)
@given(readings())
def test_citron_spans_are_words_of_the_text(reading: Reading) -> None:
    found = document(reading)
    assert len(found["quotes"]) == sum(bool(statement.cue) for statement in reading.statements)
    for quote in found["quotes"]:
        for span in (quote["cue"], *quote["sources"], *quote["contents"]):
            assert found["text"][span["start"] : span["end"]] == span["text"] != ""
        assert 0 <= float(quote["confidence"]) <= 1


def test_citron_files(tmp_path: Path) -> None:
    assert write_citron(numbered(3), tmp_path) == 3
    found = json.loads((tmp_path / "a1.json").read_text("utf-8"))
    (quote,) = found["quotes"]  # the other statement has no cue
    assert quote["cue"]["text"] == "said"
    assert [span["text"] for span in quote["sources"]] == ["Ruth Amsel"]
    assert quote["confidence"] == "0.9123"


@pytest.mark.parametrize("url", ["not an address", "javascript:alert(1)", None])
def test_an_article_without_an_address_has_a_name(url: str | None) -> None:
    name = news_article(make_reading(url=url, id="x y/é"))["@id"]
    assert name == "urn:x-onrecord:article:x%20y%2F%C3%A9"
