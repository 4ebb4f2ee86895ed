"""The pages and the API on which a negotiation is followed, over the demo coverage."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date

import lxml.html
import pytest
from starlette.testclient import TestClient

import onrecord
from onrecord.collect import Given
from onrecord.web.settings import Settings, addresses
from web.conftest import DEMO, visitor


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("traces")
    hosts, origins = addresses("127.0.0.1", 8765)
    settings = Settings(str(folder / "demo.db"), hosts, origins, inbox=folder / "inbox", name="mia")
    with onrecord.open(folder / "demo.db") as record:
        list(record.add(str(DEMO / "coverage.jsonl"), str(DEMO / "sallow-bay.html")))
        list(
            record.add(
                str(DEMO / "first-step.txt"), given=Given(outlet="Meridian Wire", published=date(2031, 4, 3))
            )
        )
        with visitor(record, settings) as client:
            yield client


def page(client: TestClient, path: str) -> lxml.html.HtmlElement:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return lxml.html.fromstring(answer.text)


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_sides_stand_side_by_side(demo: TestClient) -> None:
    found = page(demo, "/negotiation")
    heads = [words(one) for one in found.xpath("//table[@class='positions']//thead//th")]
    assert heads[0] == "Issue"
    assert {"Karvonia", "Lusenia"} <= set(heads)
    assert "date moved from 2031-06-25 to 2031-10-14" in words(found)
    assert "a condition that the other refuses" in words(found)
    assert "overdue Karvonia" in words(found)


def test_every_position_leads_to_its_words_in_the_article(demo: TestClient) -> None:
    found = page(demo, "/negotiation")
    links = found.xpath("//table[@class='positions']//td/a/@href")
    assert links
    for link in links[:5]:
        assert page(demo, link).xpath("//*[@id='here']")


def test_an_issue_that_is_not_there_is_said(demo: TestClient) -> None:
    assert "no issue 'quantum chess'" in words(page(demo, "/negotiation?issue=quantum+chess"))


def test_the_way_to_a_deal_and_what_conceding_opens(demo: TestClient) -> None:
    found = page(demo, "/deal?outcome=open+the+sluices")
    assert "A circle:" in words(found)
    assert found.xpath("//*[local-name()='svg']//*[local-name()='rect']")
    boxes = found.xpath("//input[@name='if']/@value")
    after = page(demo, "/deal?outcome=open+the+sluices&" + "&".join(f"if={key}" for key in boxes))
    assert "Nothing that is on the record stands before it once that is conceded" in words(after)
    assert len(after.xpath("//input[@name='if'][@checked]")) == len(boxes)


def test_an_outcome_that_nothing_is_required_for_is_said(demo: TestClient) -> None:
    assert "nothing is required for 'quantum chess'" in words(page(demo, "/deal?outcome=quantum+chess"))


@pytest.mark.parametrize("path", ["issues", "positions", "shifts", "conflicts", "requirements"])
def test_the_api_gives_what_was_traced_in_pages(demo: TestClient, path: str) -> None:
    rows = demo.get(f"/api/v1/{path}?limit=1").json()
    assert len(rows["items"]) == 1
    whole = demo.get(f"/api/v1/{path}?limit=500").json()
    assert rows["items"][0] == whole["items"][0]
    table = demo.get(f"/api/v1/{path}?format=csv&limit=500")
    assert table.headers["content-type"].startswith("text/csv")
    assert len(list(csv.DictReader(io.StringIO(table.text.removeprefix("\ufeff"))))) == len(whole["items"])


def test_the_api_says_what_is_wrong(demo: TestClient) -> None:
    answer = demo.get("/api/v1/deal?outcome=quantum+chess")
    assert answer.status_code == 400
    assert "quantum chess" in answer.json()["detail"]
    assert demo.get("/api/v1/deal?outcome=open+the+sluices").json()["circles"]


def test_the_picture_is_given_out(demo: TestClient) -> None:
    answer = demo.get("/deal.svg?outcome=open+the+sluices")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert answer.text.startswith("<svg")
