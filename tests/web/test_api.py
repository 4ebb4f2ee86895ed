"""The API: the same answers as the shell's, in pages, with validators; corrections that are not written over."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from conftest import make_article
from starlette.testclient import TestClient
from store.conftest import add

from onrecord.store import Record
from onrecord.web.settings import Settings
from web.conftest import visitor

API = "/api/v1"


def items(client: TestClient, path: str) -> list[dict[str, Any]]:
    answer = client.get(API + path)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/statements?side=Amsel+side&act=demand", "the crews be freed by 2031-04-02"),
        ("/statements?speaker=Prenn", "prices fall"),
        ("/statements?about=gate*", "one gate opens"),
        ("/statements?outlet=Karvonia+Today&act=offer", "one gate opens"),
        ("/search?q=sluices&until=2031-03-07", "the sluices stay shut"),
        ("/search?q=%22crews+be+freed%22", "the crews be freed by 2031-04-02"),
    ],
)
def test_questions_by_filters(looking: TestClient, path: str, words: str) -> None:
    assert [row["content"] for row in items(looking, path)] == [words]


def test_the_other_layers(looking: TestClient) -> None:
    (condition,) = items(looking, "/conditions?of=Karvonia")
    assert condition["requires"][0]["words"] == "the ships leave"
    (timeline,) = items(looking, "/due?as_of=2031-03-10")
    assert (timeline["latest"], timeline["state"]) == ("2031-04-02", "ahead")
    (passed,) = items(looking, "/due?as_of=2031-05-01&passed=true")
    assert (passed["latest"], passed["state"]) == ("2031-04-02", "overdue")
    assert items(looking, "/due?as_of=2031-05-01") == []
    assert [row["place"] for row in items(looking, "/plans?status=proposed&participant=Brask")] == ["Selby"]
    assert {row["id"] for row in items(looking, "/articles")} == {"a1", "a2", "a3"}
    assert [row["name"] for row in items(looking, "/actors?name=Prenn")] == ["Olga Prenn"]
    assert looking.get(API + "/counts").json()["statements"] == 4


def test_an_article_and_its_reading(client: TestClient, filled: Record) -> None:
    article = client.get(API + "/articles/a3").json()
    assert (article["text"], [v["number"] for v in article["versions"]]) == (
        "Olga Prenn said that prices fall.",
        [1, 2],
    )
    assert "prices rise" in client.get(API + "/articles/a3?version=1").json()["text"]
    assert client.get(API + "/articles/a3/reading").json() == json.loads(
        json.dumps(filled.reading("a3").whole())
    )


def test_pages_follow_each_other_without_gap_and_double(record: Record, settings: Settings) -> None:
    text = " ".join(f"Ruth Amsel said that number {i} is right." for i in range(25))
    add(record, make_article(text))
    with visitor(record, settings) as client:
        for path in ("/statements", "/search?q=number", "/articles"):
            whole = items(client, f"{path}{'&' if '?' in path else '?'}limit=100")
            seen, following = [], f"{API}{path}{'&' if '?' in path else '?'}limit=10"
            while following:
                answer = client.get(following)
                seen += answer.json()["items"]
                following = answer.json()["next"]
                assert answer.headers.get("link") == (f'<{following}>; rel="next"' if following else None)
            assert seen == whole


def test_csv_holds_the_same_rows(looking: TestClient) -> None:
    rows = items(looking, "/statements")
    answer = looking.get(API + "/statements?format=csv")
    assert answer.headers["content-type"].startswith("text/csv")
    table = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["id"] for row in table] == [row["id"] for row in rows]
    assert [row["content"] for row in table] == [row["content"] for row in rows]


def test_what_has_not_changed_is_not_sent_again(client: TestClient, filled: Record) -> None:
    first = client.get(API + "/statements")
    held = {"if-none-match": first.headers["etag"]}
    again = client.get(API + "/statements", headers=held)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    filled.review(first.json()["items"][0]["id"], "accept", by="mia")
    assert client.get(API + "/statements", headers=held).status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "detail"),
    [
        ("/statements?act=sing", 422, "act"),
        ("/statements?limit=0", 422, "limit"),
        ("/statements?since=soon", 422, "since"),
        ("/statements?speaker=" + "x" * 400, 422, "speaker"),
        ("/search?q=%22", 400, "nothing to look for"),
        ("/search?q=", 400, "nothing to look for"),
        ("/articles/none", 404, "no article 'none'"),
        ("/articles/a1?version=7", 404, "no version 7"),
        ("/entries/none", 404, "no entry 'none'"),
        ("/nowhere", 404, "not found"),
    ],
)
def test_errors_are_problems(looking: TestClient, path: str, status: int, detail: str) -> None:
    answer = looking.get(API + path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    problem = answer.json()
    assert problem["status"] == status
    assert detail in problem["detail"].lower()


def test_a_correction_is_of_the_entry_as_it_was_seen(client: TestClient, filled: Record) -> None:
    id = items(client, "/statements?act=offer")[0]["id"]
    entry = client.get(f"{API}/entries/{id}").json()
    assert "one gate opens" in entry["around"]
    say = f"{API}/entries/{id}/corrections"
    assert client.post(say, json={"action": "reject"}).status_code == 428
    seen = {"if-match": entry["stamp"]}
    made = client.post(say, json={"action": "edit", "changes": {"act": "propose"}}, headers=seen)
    assert made.status_code == 201
    late = client.post(say, json={"action": "reject"}, headers=seen)
    assert (late.status_code, late.headers["content-type"]) == (412, "application/problem+json")
    assert items(client, "/statements?act=propose")[0]["id"] == id
    assert [row["given_by"] for row in items(client, "/corrections")] == ["mia"]
    assert client.delete(f"{API}/corrections/{made.json()['correction']}").status_code == 204
    assert client.delete(f"{API}/corrections/{made.json()['correction']}").status_code == 404
    assert items(client, "/statements?act=offer")[0]["id"] == id
    assert client.get(f"{API}/entries/{id}").json()["stamp"] == entry["stamp"]


@pytest.mark.parametrize(
    "said",
    [
        {"action": "praise"},
        {"action": "edit"},
        {"action": "edit", "changes": {"colour": "red"}},
        {"action": "edit", "changes": {"content": [[5, 99999]]}},
        {"action": "accept", "more": 1},
        [],
        "accept",
    ],
)
def test_a_correction_that_makes_no_sense_changes_nothing(
    client: TestClient, filled: Record, said: object
) -> None:
    id = items(client, "/statements?act=offer")[0]["id"]
    stamp = client.get(f"{API}/entries/{id}").json()["stamp"]
    answer = client.post(f"{API}/entries/{id}/corrections", json=said, headers={"if-match": stamp})
    assert answer.status_code in (400, 422)
    assert filled.corrections() == []
