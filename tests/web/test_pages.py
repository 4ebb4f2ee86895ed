"""Pages show what is in the Record, link to it, and give it out."""

from __future__ import annotations

import csv
import io
from urllib.parse import urljoin

import lxml.html
import pytest
from conftest import make_article
from starlette.testclient import TestClient
from store.conftest import add

from onrecord.store import Record
from onrecord.web.settings import Settings
from web.conftest import BASE, visitor

PAGES = ["/", "/search", "/search?q=sluices", "/search?q=gates&by=meaning", "/search?q=gate&by=articles", "/conditions",
         "/plans", "/due?as_of=2031-03-10", "/articles", "/articles/a1", "/articles/a3?version=1", "/actors",
         "/review", "/review?layer=conditions", "/review?layer=timelines", "/review?layer=plans", "/corrections",
         "/add", "/negotiation", "/negotiation?issue=nothing+like+it", "/shifts", "/conflicts?all=1", "/deal",
         "/deal?outcome=opens", "/deal?outcome=peace"]  # fmt: skip


def page(looking: TestClient, path: str, status: int = 200) -> lxml.html.HtmlElement:
    answer = looking.get(path)
    assert answer.status_code == status, answer.text
    return lxml.html.fromstring(answer.text)


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole_and_every_link_of_it_leads_somewhere(looking: TestClient, path: str) -> None:
    found = page(looking, path)
    assert len(found.xpath("//h1")) == 1
    ids = found.xpath("//@id")
    assert len(ids) == len(set(ids))
    for link in {urljoin(path, link) for link in found.xpath("//a/@href | //link/@href | //script/@src")}:
        if link.startswith("/"):
            assert looking.get(link, follow_redirects=True).status_code == 200, link


@pytest.mark.parametrize("path", ["/", "/search", "/search?q=x", "/conditions", "/plans", "/due", "/articles",
                                  "/actors", "/review", "/corrections", "/add", "/negotiation", "/shifts",
                                  "/conflicts", "/deal", "/deal?outcome=x"])  # fmt: skip
def test_pages_of_an_empty_record(record: Record, settings: Settings, path: str) -> None:
    with visitor(record, settings) as client:
        page(client, path)


def test_the_overview_shows_what_there_is(looking: TestClient) -> None:
    found = page(looking, "/")
    assert "3 articles, 4 statements" in words(found)
    assert "7 March 2031 to 20 March 2031" in words(found)
    assert "prices fall" in words(found)
    assert "prices rise" not in words(found)  # of an older version
    assert [words(h) for h in found.xpath("//*[@class='board']//h3")] == ["proposed"]
    assert found.xpath("//*[@data-brush]//svg[@data-first='2031-03-07']")


def test_filters_in_the_address_narrow_the_overview(looking: TestClient) -> None:
    found = page(looking, "/?act=demand&until=2031-03-10")
    (latest,) = found.xpath("//section[@aria-labelledby='latest']")
    assert "the crews be freed" in words(latest)
    assert len(latest.xpath(".//li[contains(@class,'entry')]")) == 1
    assert found.xpath("//select[@name='act']/option[@selected]/@value") == ["demand"]


def test_what_the_overview_shows_is_what_it_exports(looking: TestClient) -> None:
    found = page(looking, "/?act=demand")
    (link,) = found.xpath("//section[@aria-labelledby='latest']//a[text()='CSV']/@href")
    rows = list(csv.DictReader(io.StringIO(looking.get(link).content.decode("utf-8-sig"))))
    assert [row["content"] for row in rows] == ["the crews be freed by 2031-04-02"]
    (link,) = found.xpath("//section[@aria-labelledby='when']//a[text()='JSON']/@href")
    (row,) = looking.get(link).json()["items"]
    assert (row["lane"], row["demand, threaten"]) == ("Amsel side", 1)
    picture = looking.get(found.xpath("//a[text()='SVG']/@href")[0])
    assert picture.headers["content-type"].startswith("image/svg+xml")
    svg = lxml.html.etree.fromstring(picture.content)
    assert not svg.xpath("//@style | //*[local-name()='style' or local-name()='script']")


def test_the_article_marks_every_layer_in_place(looking: TestClient) -> None:
    found = page(looking, "/articles/a1")
    text = found.xpath("//div[@class='text']")[0]
    marked = {m.get("data-on"): m for m in text.xpath(".//span[@data-on]")}
    assert any(
        "m-s-content" in m.get("class") and m.text_content() == "the sluices stay shut"
        for m in marked.values()
    )
    assert any(
        "m-c-requires" in m.get("class") and "the ships leave" in m.text_content() for m in marked.values()
    )
    assert any(
        "m-t-text" in m.get("class") and "2031-04-02" in m.text_content() for m in text.xpath(".//span")
    )
    assert any("m-p-event" in m.get("class") for m in marked.values())
    assert text.text_content().replace("\n", "").count("Ruth Amsel") == 2
    for key in {key for m in text.xpath(".//@data-on") for key in m.split()}:
        assert found.xpath(f"//li[@id='r-{key}']"), key


def test_the_article_says_who_else_carried_it_and_its_versions(looking: TestClient) -> None:
    assert "Also carried by Karvonia Today, 8 March 2031" in words(page(looking, "/articles/a1"))
    found = page(looking, "/articles/a3?version=1")
    assert "prices rise" in words(found)
    assert "This is an older version" in words(found)
    assert (
        page(looking, "/articles/a3").xpath("//div[@class='text']")[0].text_content().count("prices fall")
        == 1
    )


def test_what_is_unsure_is_shown_when_it_is_asked_for(looking: TestClient) -> None:
    assert "Show 1 unsure" in words(page(looking, "/articles/a1"))
    found = page(looking, "/articles/a1?unsure=1")
    assert any(
        "perhaps nothing is decided" in words(li) for li in found.xpath("//li[contains(@class,'statements')]")
    )


def test_an_entry_leads_to_its_place(looking: TestClient) -> None:
    entry = looking.get("/api/v1/statements?act=offer").json()["items"][0]["id"]
    answer = looking.get(f"/entries/{entry}")
    assert answer.status_code == 303
    here = page(looking, answer.headers["location"].partition("#")[0]).xpath("//*[@id='here']")
    assert len(here) == 1


def test_the_actor_has_statements_conditions_and_plans(looking: TestClient) -> None:
    answer = looking.get("/actors?name=Amsel")
    assert answer.status_code == 303
    found = words(page(looking, answer.headers["location"]))
    for part in (
        "Ruth Amsel",
        "the sluices stay shut",
        "The strait opens",
        "A meeting in Selby",
        "Dates that it gave",
    ):
        assert part in found


def test_searching_while_one_types(looking: TestClient) -> None:
    whole = page(looking, "/search?q=sluic")
    assert [words(q) for q in whole.xpath("//blockquote")] == ["the sluices stay shut"]
    assert [words(m) for m in whole.xpath("//mark")] == ["sluices"]
    part = looking.get("/search?q=sluic", headers={"hx-request": "true"}).text
    assert "<html" not in part
    assert "stay shut" in part
    assert page(looking, '/search?q="').xpath("//p[@class='found']")  # not finished yet
    narrowed = page(looking, "/search?q=the&speaker=Teodor+Brask")
    assert not narrowed.xpath("//blockquote")
    facets = page(looking, "/search?q=the").xpath("//aside//a[text()='Ruth Amsel']/@href")
    assert len(facets) == 1
    assert len(page(looking, facets[0]).xpath("//blockquote")) == 2


def test_a_long_list_comes_in_pages(record: Record, settings: Settings) -> None:
    text = " ".join(f"Ruth Amsel said that number {i} is right." for i in range(120))
    add(record, make_article(text))
    seen: list[str] = []
    with visitor(record, settings) as client:
        path = "/search"
        for _ in range(3):
            found = page(client, path)
            seen += [words(q) for q in found.xpath("//blockquote")]
            path = (found.xpath("//a[@rel='next']/@href") or [""])[0]
        assert path == ""
    assert len(seen) == len(set(seen)) == 120


@pytest.mark.parametrize(
    ("path", "status", "words_"),
    [
        ("/articles/none", 404, "no article"),
        ("/articles/a1?page=9", 404, "no page 9"),
        ("/actors/none", 404, "no actor"),
        ("/?since=soon", 400, "since"),
        ("/?act=sing", 400, "no act"),
        ("/search?offset=-1", 400, "offset"),
        ("/search?q=" + "x" * 400, 400, "400 characters"),
        ("/add/none", 404, "nothing was added"),
        ("/nowhere", 404, "Not Found"),
    ],
)
def test_what_cannot_be_is_said_in_words(looking: TestClient, path: str, status: int, words_: str) -> None:
    answer = looking.get(path)
    assert answer.status_code == status
    assert words_ in answer.text
    assert "Traceback" not in answer.text
    assert BASE not in answer.text
