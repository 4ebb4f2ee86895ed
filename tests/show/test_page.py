"""The page: whole, self-contained, linked both ways, and safe with hostile text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from conftest import TEXT, make_article, make_statement

from onrecord import Reading
from onrecord.models import Article, Statement
from onrecord.show.page import fragment, page, style

VOID = {"meta", "link", "br", "img"}


class Tags(HTMLParser):
    """Tags, attributes and text of a page; fails on tags that do not match."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[tuple[tuple[str, ...], str]] = []
        self.feed(html)
        self.close()
        assert not self.stack

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.stack.append(tag + "." + (dict(attrs).get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop().split(".")[0] == tag

    def handle_data(self, data: str) -> None:
        self.text.append((tuple(self.stack), data))

    def ids(self) -> list[str]:
        return [attributes["id"] or "" for _, attributes in self.tags if "id" in attributes]

    def article_text(self) -> str:
        return "".join(
            words
            for stack, words in self.text
            if "div.text" in stack and not any(tag.startswith("a.n") for tag in stack)
        )


def nested() -> tuple[Statement, Statement]:
    outer = make_statement(
        TEXT,
        "the minister had promised that the sluices would open by June",
        source="Amsel said"[:5],
        cue="said",
        speaker="Ruth Amsel",
        side="Talland",
        addressee="reporters",
    )
    inner = make_statement(
        TEXT,
        "that the sluices would open by June",
        source="the minister",
        cue="had promised",
        within=outer.id,
        nil="no minister is named",
    )
    return outer, inner


def hostile() -> Reading:
    evil = "</p><script>alert(1)</script><img src=x onerror=alert(1)> \" ' & &lt; \u202e\x00\x1b\ud800"
    text = f"“{evil}” said he.\n\n{evil}"
    statement = make_statement(
        text,
        text[: text.index(" said he")],
        source="he",
        cue="said",
        speaker=evil,
        side=evil,
        addressee=evil,
        said_on=evil,
        kind="direct",
    )
    nil = make_statement(text, "said", source="he", nil=evil, within=statement.id)
    article = make_article(
        text, id=evil, title=evil, outlet=evil, url="javascript:alert(1)//" + evil, byline=evil
    )
    return Reading(article, (statement, nil))


def squeeze(text: str) -> str:
    return " ".join(text.split())


def test_text_stays_whole_and_statements_are_listed() -> None:
    tags = Tags(page([Reading(make_article(), nested())]))
    assert squeeze(tags.article_text()) == squeeze(TEXT)
    words = squeeze("".join(words for stack, words in tags.text if any("card" in tag for tag in stack)))
    assert "Ruth Amsel (for Talland, person)" in words
    assert "“the minister”: not resolved: no minister is named" in words


def test_links_lead_both_ways_and_ids_are_unique() -> None:
    tags = Tags(page([Reading(make_article(), nested()), Reading(make_article(), nested())]))
    ids = tags.ids()
    assert len(ids) == len(set(ids))
    targets = {a["href"] for tag, a in tags.tags if tag == "a" and (a["href"] or "").startswith("#")}
    assert {target[1:] for target in targets if target} <= set(ids)
    assert {"#a1-s1", "#a1-t1", "#a2-s2", "#a2-t2"} <= targets


def test_details_show_on_hover_and_focus() -> None:
    tags = Tags(page([Reading(make_article(), nested())]))
    tips = {a["id"]: a["data-tip"] for tag, a in tags.tags if tag == "a" and "data-tip" in a}
    assert tips["a1-t1"] == "1  Ruth Amsel\nfor Talland, person\nindirect · to reporters\nconfidence 95%"
    assert (tips["a1-t2"] or "").endswith("within statement 1")
    assert "[data-tip]:hover::after" in style()
    assert "[data-tip]:focus::after" in style()


def test_nested_words_show_the_inner_statement() -> None:
    html = page([Reading(make_article(), nested())])
    assert re.search(
        r'class="g kx content inner" data-tip="2  [^"]*within statement 1">that the sluices', html
    )
    assert re.search(r'class="g k0 content" data-tip="1  [^"]*"> </span>', html)


def test_a_statement_over_two_paragraphs_is_marked_in_both() -> None:
    text = "“First half.\n\n“Second half,” he said."
    statement = make_statement(text, text[: text.index(" he said")], source="he", cue="said", speaker="A")
    html = page([Reading(make_article(text), (statement,))])
    paragraphs = re.findall(r"<p>(.*?)</p>", html[html.index('class="text"') :], re.S)[:2]
    assert all("content" in paragraph for paragraph in paragraphs)
    assert squeeze(Tags(html).article_text()) == squeeze(text)


def test_nothing_is_requested_and_nothing_runs() -> None:
    html = page([Reading(make_article(), nested()), hostile()])
    tags = Tags(html)
    assert not {tag for tag, _ in tags.tags} & {"script", "img", "link", "iframe", "object", "form", "base"}
    for _, attributes in tags.tags:
        assert not any(name.startswith("on") or name in ("src", "style") for name in attributes)
        assert not (attributes.get("href") or "").lower().startswith(("javascript", "data"))
    assert "url(" not in style()
    assert "@import" not in style()
    assert "default-src 'none'" in html


def test_hostile_text_is_shown_as_text() -> None:
    reading = hostile()
    html = page([reading])
    html.encode("utf-8")
    assert not set(html) & set("\u202e\x00\x1b")
    assert "\\u202e\\x00\\x1b\\ud800" in html
    assert "<script>alert(1)</script>" in Tags(html).article_text()


def test_landmarks_and_language() -> None:
    tags = Tags(page([Reading(make_article(language="en"), nested()), Reading(make_article(), ())]))
    names = [tag for tag, _ in tags.tags]
    assert tags.tags[0] == ("html", {"lang": "en"})
    assert names.count("main") == 1
    assert names.count("nav") == 1
    assert names.count("article") == 2
    labelled = {a["aria-labelledby"] for tag, a in tags.tags if tag in ("article", "section")}
    assert labelled <= set(tags.ids())
    assert names.count("h1") == 2


def test_five_deep_lists_are_nested_right() -> None:
    text = " ".join(f"a{i} said" for i in range(6)) + " no"
    statements: list[Statement] = []
    for i in range(6):
        content = text[text.index(f"a{i} said") + len(f"a{i} said") + 1 :]
        within = statements[-1].id if statements else None
        statements.append(make_statement(text, content, source=f"a{i}", within=within, speaker=f"A{i}"))
    last = make_statement(text, "no", source="a0", speaker="A0", cue="said")
    tags = Tags(page([Reading(make_article(text), (*statements, last))]))
    deepest = max(sum(tag == "ol." for tag in stack) for stack, _ in tags.text)
    assert deepest == 6
    assert squeeze(tags.article_text()) == text


@pytest.mark.parametrize("text", ["", "\n\n \n", "one line", "a\r\n\r\nb\n \n\nc"])
def test_odd_texts(text: str) -> None:
    tags = Tags(page([Reading(make_article(text, published=None, title=None), ())]))
    assert squeeze(tags.article_text()) == squeeze(text)
    assert any("No statements found." in words for _, words in tags.text)


def test_a_statement_without_words_or_with_one_place_for_two() -> None:
    bare = Statement("x", (), (), (), "indirect", 0.9)
    first = make_statement(TEXT, "June", cue="told", source="Ruth Amsel", speaker="A")
    second = make_statement(TEXT, "early", cue="told", source="Ruth Amsel", speaker="B")
    tags = Tags(page([Reading(make_article(), (bare, first, second))]))
    assert squeeze(tags.article_text()) == squeeze(TEXT)
    assert {"a1-t1", "a1-t2", "a1-t3"} <= set(tags.ids())


def test_unsure_ones_are_counted() -> None:
    unsure = make_statement(TEXT, "June", confidence=0.1)
    reading = Reading(make_article(), (unsure,))
    assert "1 unsure statement not shown." in page([reading])
    assert "not shown" not in page([reading], threshold=0)


def test_fragments_of_two_articles_share_no_id() -> None:
    one, two = (Tags(fragment(Reading(Article(text=text)))) for text in ("First.", "Second."))
    assert not set(one.ids()) & set(two.ids())
    assert one.tags[0] == ("div", {"class": "onrecord"})


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_contrast_is_wcag_aa(scheme: int) -> None:
    blocks = re.findall(r"\.onrecord \{\s*(--paper.*?)\}", style(), re.S)
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", blocks[scheme]))
    assert len(colours) == 25
    pairs = [("ink", f"k{i}") for i in "01234567x"] + [(f"e{i}", "paper") for i in "01234567x"]
    pairs += [("ink", "paper"), ("ink", "card"), ("soft", "paper"), ("soft", "card"), ("link", "paper")]
    pairs += [("warn", "card")]
    poor = {pair: contrast(*(colours[name] for name in pair)) for pair in pairs}
    assert {pair: value for pair, value in poor.items() if value < 4.5} == {}
