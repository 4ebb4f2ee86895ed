"""What is added is read beside the pages, survives the server, and says what became of it."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import REPORT, write_lines
from starlette.testclient import TestClient

from onrecord.store import Record
from onrecord.web.app import create_app
from onrecord.web.jobs import Job, Jobs, file_name
from onrecord.web.problems import FullError, MissingError
from onrecord.web.settings import Settings, WebLimits
from web.conftest import BASE, key_of, send

# Stands in for the reader: says that each source was added, slowly where it is called so.
READER = """
import json, sys, time
for source in sys.argv[1:]:
    time.sleep(0.4 if "slow" in source else 0)
    if "bad" in source:
        print(json.dumps({"source": source, "error": {"kind": "no_article", "message": "no words"}}), flush=True)
    else:
        print(json.dumps({"source": source, "article": "a1", "outcome": "added"}), flush=True)
if "broken" in sys.argv[1]:
    print("onrecord: the disk is full", file=sys.stderr)
    sys.exit(1)
"""


def command(_job: Job, sources: Sequence[str]) -> list[str]:
    return [sys.executable, "-S", "-c", READER, *sources]


@pytest.fixture
def jobs(settings: Settings) -> Iterator[Jobs]:
    made = Jobs(settings, command=command)
    made.start()
    yield made
    made.stop()


def submit(jobs: Jobs, *names: str) -> Job:
    folder = jobs.draft()
    for name in names:
        (folder / name).write_text("x")
    return jobs.submit(folder, names, {}, by="mia")


def wait(holds: Callable[[], Any], seconds: float = 60) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := holds():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come to that")


def test_what_became_of_each(jobs: Jobs) -> None:
    job = submit(jobs, "one.txt", "bad.txt")
    wait(lambda: job.done)
    assert job.events() == [
        {"source": "one.txt", "article": "a1", "outcome": "added"},
        {"source": "bad.txt", "error": {"kind": "no_article", "message": "no words"}},
        {"done": True, "failed": True},
    ]
    assert (job.folder / "bad.txt").exists()  # can be tried again
    jobs.again(job.id)
    wait(lambda: job.done)
    good = submit(jobs, "one.txt")
    wait(lambda: good.done)
    assert not (good.folder / "one.txt").exists()


def test_a_reader_that_breaks_says_why(jobs: Jobs) -> None:
    job = submit(jobs, "broken.txt")
    wait(lambda: job.done)
    assert job.events()[-2]["error"]["message"] == "the disk is full"


def test_a_server_that_is_started_anew_goes_on(settings: Settings) -> None:
    first = Jobs(settings, command=command)
    first.start()
    jobs = [submit(first, f"slow-{i}.txt", "slow.txt") for i in range(3)]
    wait(lambda: jobs[0].events())
    first.stop()
    assert not any(job.done for job in jobs[1:])
    again = Jobs(settings, command=command)
    again.start()
    wait(lambda: all(job.done for job in jobs))
    assert [len(job.events()) for job in jobs] == [3, 3, 3]
    again.stop()


def test_so_many_wait_and_no_more(settings: Settings) -> None:
    jobs = Jobs(replace(settings, limits=WebLimits(jobs=2)), command=command)
    submit(jobs, "a.txt")
    submit(jobs, "b.txt")
    with pytest.raises(FullError, match="2 additions are waiting"):
        jobs.draft()


@pytest.mark.parametrize("id", ["none", "../../etc", "..", "", "x" * 300])
def test_no_job_of_that_name(jobs: Jobs, id: str) -> None:
    with pytest.raises(MissingError):
        jobs.get(id)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("report.txt", "1-report.txt"),
        ("../../etc/passwd", "1-passwd"),
        ("C:\\talks\\a b:12.jsonl", "1-a_b_12.jsonl"),
        ("...", "1-file"),
        ("x" * 300 + ".pdf", "1-" + "x" * 76 + ".pdf"),
    ],
)
def test_names_of_files_are_harmless(given: str, kept: str) -> None:
    assert file_name(given, 1) == kept


def events_of(client: TestClient, path: str, last: str = "") -> list[tuple[str, dict[str, Any]]]:
    """The events of a stream that ends."""
    text = client.get(path, headers={"last-event-id": last} if last else {}).text
    found = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if fields:
            found.append((fields["id"], json.loads(fields["data"])))
    return found


def test_progress_is_told_as_it_happens_and_from_where_one_left(filled: Record, settings: Settings) -> None:
    app = create_app(filled, settings, jobs=Jobs(settings, command=command))
    with TestClient(app, base_url=BASE, follow_redirects=False) as client:
        files = [("files", (f"slow-{i}.txt", b"x")) for i in range(3)]
        key = key_of(client)
        sent = client.post("/add/files", data={"form_key": key}, files=files, headers={"origin": BASE})
        assert sent.status_code == 303
        where = sent.headers["location"]
        told = events_of(client, f"{where}/events")
        assert [event.get("source") for _, event in told] == [
            "1-slow-0.txt",
            "2-slow-1.txt",
            "3-slow-2.txt",
            None,
        ]
        assert events_of(client, f"{where}/events", last="2") == told[2:]
        assert "Done." in client.get(where).text


def test_added_by_the_real_reader(client: TestClient, filled: Record, tmp_path: Path) -> None:
    """A text, files of which one cannot be read, and an address that may not be fetched."""
    text = send(
        client, "/add/text", text=REPORT, outlet="-- Post", published="2031-05-01", title="Envoy"
    ).headers["location"]
    data = write_lines(tmp_path / "some.jsonl", 3, bad=1).read_bytes()
    files = [("files", ("some.jsonl", data)), ("files", ("empty.txt", b""))]
    key = key_of(client)
    sent = client.post("/add/files", data={"form_key": key}, files=files, headers={"origin": BASE})
    address = send(client, "/add/address", address="http://127.0.0.1:1/x").headers["location"]
    assert [e["outcome"] for _, e in events_of(client, f"{text}/events") if "outcome" in e] == ["added"]
    of_files = [event for _, event in events_of(client, f"{sent.headers['location']}/events")]
    assert [("error" in e, e.get("source")) for e in of_files if "done" not in e] == [
        (False, "1-some.jsonl:1"), (True, "1-some.jsonl:2"), (True, "1-some.jsonl:3"), (True, "2-empty.txt"),
    ]  # fmt: skip
    (refused, _) = (event for _, event in events_of(client, f"{address}/events"))
    assert "private or reserved address" in refused["error"]["message"]
    assert "-- Post" in {row["outlet"] for row in filled.statements(since="2031-05-01", everything=True)}
    page = client.get("/add").text
    assert "private or reserved address" in page
    assert str(tmp_path) not in page


@pytest.mark.parametrize(
    ("path", "fields", "words"),
    [
        ("/add/text", {"text": "  "}, "no text"),
        ("/add/text", {"text": "x", "published": "soon"}, "published"),
        ("/add/text", {"text": "x", "url": "ftp://x"}, "no address of the web"),
        ("/add/text", {"text": "x", "title": "a\nb"}, "one line"),
        ("/add/files", {}, "no file"),
    ],
)
def test_what_cannot_be_added(client: TestClient, path: str, fields: dict[str, str], words: str) -> None:
    answer = send(client, path, **fields)
    assert answer.status_code == 400
    assert words in answer.text
