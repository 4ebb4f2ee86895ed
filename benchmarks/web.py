"""`python -m benchmarks.web [STATEMENTS] [--record FILE]`: the pages under load, over a Record as `record` fills it.

Twenty users at once, each on a page, reading for one to three seconds, and on to the next; the server is `onrecord
serve`, on the same machine. First byte and whole answer, 95th percentile, by page; a user who types a search, letter by
letter; and in Chromium how long until a text of 5,000 words can be used. With FILE the Record is kept there, and taken
from there where it is made already.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import httpx

from benchmarks.record import STATEMENTS, fill, material, readings
from benchmarks.replicas import Replicas
from benchmarks.store import ROOT
from onrecord.models import Article
from onrecord.store import Record

USERS, SECONDS, PAUSE = 20, 60.0, (1.0, 3.0)
Times = dict[str, list[tuple[float, float, int]]]


def make(place: Path, wanted: int) -> None:
    """A Record of so many statements."""
    replicas = Replicas(readings())
    with Record(place) as record:
        made, articles, _ = fill(record, iter(replicas), wanted)
        record.tune()
    print(f"{made:,} statements in {articles:,} articles, {place.stat().st_size / 1e9:.2f} GB", flush=True)


def questions(place: Path) -> tuple[dict[str, list[str]], list[str]]:
    """Addresses of each page, and queries to type."""
    rng = random.Random(4)
    with Record(place, create=False) as record:
        found = material(record, Replicas([]))
        rows = record.statements(limit=300)
        actors = [row["actors"] for row in rows]
    sides = [f"State {i}" for i in range(20)]
    two = [" ".join(rng.sample(found["words"], 2)) for _ in range(60)]
    pages = {
        "overview": ["/"],
        "overview, a side": [f"/?side={side}" for side in sides],
        "overview, a month": [f"/?since=2022-0{i}-01&until=2022-0{i}-28" for i in range(1, 9)],
        "article": [f"/articles/{row['article']}" for row in rows],
        "side": [f"/actors/{a['side']}" for a in actors if "side" in a],
        "speaker": [f"/actors/{a['speaker']}" for a in actors if "speaker" in a],
        "search, words": [f"/search?q={words}" for words in two],
        "search, a side": [f"/search?q={word}&side=State+1" for word in found["words"][:60]],
        "conditions": ["/conditions", *(f"/conditions?side={side}" for side in sides)],
        "due": [f"/due?as_of=202{i}-03-10" for i in range(5)],
        "plans": ["/plans", "/plans?status=scheduled"],
        "articles": ["/articles", "/articles?offset=500"],
        "review": ["/review", "/review?layer=conditions"],
        "api, statements": [f"/api/v1/statements?side={side}" for side in sides],
    }
    return pages, rng.sample(found["words"], 20)


async def ask(client: httpx.AsyncClient, path: str, headers: dict[str, str]) -> tuple[float, float, int]:
    """Seconds until the first byte and until all is there, and how many bytes."""
    begun = time.perf_counter()
    async with client.stream("GET", path, headers=headers) as answer:
        first = time.perf_counter() - begun
        size = len(await answer.aread())
    assert answer.status_code == 200, (path, answer.status_code)
    return first, time.perf_counter() - begun, size


async def load(base: str, pages: dict[str, list[str]], users: int, seconds: float) -> Times:
    """What users met with."""
    found: Times = defaultdict(list)
    end = time.monotonic() + seconds

    async def user(number: int) -> None:
        rng = random.Random(number)
        async with httpx.AsyncClient(base_url=base, timeout=60) as client:
            await asyncio.sleep(rng.uniform(0, PAUSE[1]))
            while time.monotonic() < end:
                name = rng.choice(list(pages))
                found[name].append(await ask(client, rng.choice(pages[name]), {}))
                await asyncio.sleep(rng.uniform(*PAUSE))

    await asyncio.gather(*(user(number) for number in range(users)))
    return found


async def type_words(base: str, words: list[str]) -> list[tuple[float, float, int]]:
    """One user who types words into the search, as fast as answers come."""
    async with httpx.AsyncClient(base_url=base, timeout=60) as client:
        return [
            await ask(client, f"/search?q={word[:n]}", {"hx-request": "true"})
            for word in words for n in range(2, len(word) + 1)
        ]  # fmt: skip


def percentile(values: list[float]) -> int:
    """The 95th, in milliseconds."""
    return round(1000 * statistics.quantiles(values, n=20, method="inclusive")[-1])


def interactive(base: str, article: str) -> dict[str, float]:
    """Milliseconds until a page can be used in Chromium, and kilobytes that came."""
    sys.path.insert(0, str(ROOT / "tests"))
    from web.browser import new_page, open_browser

    with open_browser() as browser:
        _, page, _ = new_page(browser)
        took = []
        for _ in range(5):
            page.goto(f"{base}/articles/{article}", wait_until="load")
            took.append(
                page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
            )
        size = page.evaluate("performance.getEntriesByType('navigation')[0].transferSize")
    return {
        "median ms": round(statistics.median(took)),
        "worst ms": round(max(took)),
        "kB": round(size / 1000),
    }


def long_article(place: Path) -> str:
    """The id of a report of 5,000 words, made of others, read by the reader and added."""
    from onrecord.collect import Collected
    from onrecord.pipeline import for_record, read_article
    from onrecord.store.adding import Item, add_all
    from onrecord.store.engine import writing

    with Record(place, create=False) as record:
        texts = [reading.article.text for reading in readings()[:40]]
        words, parts = 0, []
        for text in texts:
            parts.append(text)
            words += len(text.split())
            if words >= 5000:
                break
        article = Article("\n\n".join(parts), id="long", outlet="Long Post", title="Five thousand words")
        with writing(record.engine) as connection:
            add_all(
                connection,
                [Item(Collected(article, None, "long"), for_record(read_article(article)))],
                "long",
            )
    return "long"


def serve(place: Path, port: int) -> subprocess.Popen[bytes]:
    """The server, as users start it."""
    return subprocess.Popen(
        [sys.executable, "-m", "onrecord", "serve", "--record", str(place), "--port", str(port)],
        env={**os.environ, "ONRECORD_USER": "load"}, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def measure(place: Path) -> None:
    """Print the figures."""
    pages, words = questions(place)
    article = long_article(place)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    begun = time.perf_counter()
    server = serve(place, port)
    try:
        while True:
            try:
                httpx.get(base, timeout=60)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        print(f"first page {time.perf_counter() - begun:.1f} s after the start", flush=True)
        asyncio.run(
            load(base, pages, 4, 10.0)
        )  # pages of the database that are asked for often are in memory
        _print(asyncio.run(load(base, pages, 1, 30.0)), "one user")
        _print(asyncio.run(load(base, pages, USERS, SECONDS)), f"{USERS} users")
        typed = [whole for _, whole, _ in asyncio.run(type_words(base, words))]
        print(f"typing a search: p95 {percentile(typed)} ms, median {round(1000 * statistics.median(typed))} ms, "
              f"{len(typed)} letters")  # fmt: skip
        print(f"a text of 5,000 words in Chromium: {interactive(base, article)}")
    finally:
        server.terminate()
        server.wait()


def _print(found: Times, who: str) -> None:
    for name, times in [*found.items(), ("all", [one for some in found.values() for one in some])]:
        if len(times) > 1:
            first, whole = percentile([t[0] for t in times]), percentile([t[1] for t in times])
            size = max(t[2] for t in times) / 1000
            print(f"{who:9s} {name:18s} first byte p95 {first:5d} ms  whole p95 {whole:5d} ms  {size:5.0f} kB  "
                  f"({len(times)} asked)", flush=True)  # fmt: skip


def main() -> None:
    """Read the arguments, make the Record where it is not there, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("statements", type=int, nargs="?", default=STATEMENTS)
    parser.add_argument("--record", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = given.record or Path(folder) / "talks.db"
        if not place.exists():
            make(place, given.statements)
        measure(place)


if __name__ == "__main__":
    main()
