"""Sites over small Records, asked without a network; and a real server, for a real browser."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from conftest import make_article
from starlette.testclient import TestClient
from store.conftest import add

from onrecord.models import Article
from onrecord.store import Record
from onrecord.web.app import create_app
from onrecord.web.settings import Settings, WebLimits, addresses

DEMO = Path(__file__).parents[2] / "demo"
BASE = "http://127.0.0.1:8765"
TALKS = (
    "Ruth Amsel said that the sluices stay shut. Ruth Amsel demanded that the crews be freed by 2031-04-02. "
    "The strait opens only if the ships leave. Teodor Brask said that perhaps nothing is decided.\n\n"
    "Teodor Brask offered that one gate opens. A meeting in Selby is planned."
)


def articles() -> list[Article]:
    """Three reports, one of them a copy of another, and a later version of the third."""
    copied = (
        TALKS
        + " Nobody expected much of the second day, and the envoys had left before the bells of Selby rang."
    )
    return [
        make_article(copied),
        make_article(copied, id="a2", outlet="Karvonia Today", url="https://karvonia.example/2",
                     published=date(2031, 3, 8)),
        make_article("Olga Prenn said that prices rise.", id="a3", outlet="Meridian Wire",
                     url="https://meridian.example/3", published=date(2031, 3, 20), title="Prices"),
        make_article("Olga Prenn said that prices fall.", id="a3", outlet="Meridian Wire",
                     url="https://meridian.example/3", published=date(2031, 3, 20), title="Prices, corrected"),
    ]  # fmt: skip


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    hosts, origins = addresses("127.0.0.1", 8765)
    return Settings(str(tmp_path / "talks.db"), hosts, origins, inbox=tmp_path / "inbox", name="mia")


@pytest.fixture
def record(settings: Settings) -> Iterator[Record]:
    with Record(settings.record) as opened:
        yield opened


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Record of the three reports, to be copied."""
    place = tmp_path_factory.mktemp("made") / "talks.db"
    with Record(place) as opened:
        for article in articles():
            add(opened, article)
    return place


@pytest.fixture
def filled(made: Path, settings: Settings) -> Iterator[Record]:
    shutil.copy(made, settings.record)
    with Record(settings.record) as opened:
        yield opened


@pytest.fixture
def client(filled: Record, settings: Settings) -> Iterator[TestClient]:
    """A visitor of a site that nobody has to sign in to."""
    with TestClient(create_app(filled, settings), base_url=BASE, follow_redirects=False) as made:
        yield made


@pytest.fixture(scope="session")
def looking(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The same for tests that change nothing: one site for all of them."""
    folder = tmp_path_factory.mktemp("looking")
    place = shutil.copy(made, folder / "talks.db")
    hosts, origins = addresses("127.0.0.1", 8765)
    limits = WebLimits(rate=1000, burst=10_000)
    settings = Settings(str(place), hosts, origins, inbox=folder / "inbox", name="mia", limits=limits)
    with (
        Record(place) as opened,
        TestClient(create_app(opened, settings), base_url=BASE, follow_redirects=False) as client,
    ):
        yield client


def visitor(record: Record, settings: Settings, **changes: Any) -> TestClient:
    """One more visitor, of a site with other settings; to be used in a `with`."""
    app = create_app(record, replace(settings, **changes))
    return TestClient(app, base_url=BASE, follow_redirects=False)


def key_of(client: TestClient, path: str = "/add") -> str:
    """The value that a form of ours has to give back."""
    found = re.search(r'name="form_key" value="([^"]+)"', client.get(path).text)
    assert found
    return found[1]


def send(client: TestClient, path: str, **fields: Any) -> httpx.Response:
    """A form sent off from one of our pages."""
    return client.post(path, data={"form_key": key_of(client), **fields}, headers={"origin": BASE})


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo coverage, read by the real reader."""
    place = tmp_path_factory.mktemp("demo") / "demo.db"
    with Record(place) as opened:
        for one in opened.add(DEMO / "coverage.jsonl", DEMO / "sallow-bay.html"):
            assert not isinstance(one, Exception), one
    return place


class Server:
    """`onrecord serve` in a process of its own, which can be killed and started again on the same port."""

    def __init__(self, record: Path) -> None:
        self.record = record
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environment = {**os.environ, "ONRECORD_USER": "mia"}
        command = [
            sys.executable,
            "-m",
            "onrecord",
            "serve",
            "--record",
            str(self.record),
            "--port",
            str(self.port),
        ]
        self._process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                httpx.get(self.url, timeout=5)
                return
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        """As a power cut would."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> int:
        """As a person would; gives the exit code."""
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(timeout=20)


@pytest.fixture(scope="module")
def shared_server(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One for tests that change nothing."""
    yield from _running(demo, tmp_path_factory.mktemp("shared"))


@pytest.fixture(scope="module")
def server(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One for tests that correct and add; each looks at what it changed itself."""
    yield from _running(demo, tmp_path_factory.mktemp("changed"))


def _running(demo: Path, folder: Path) -> Iterator[Server]:
    made = Server(Path(shutil.copy(demo, folder / "demo.db")))
    made.start()
    yield made
    made.kill()
