"""What people add, read one after another by `onrecord add` in a process of its own.

A process, since a reader takes all of a core and a hostile file may take more: pages stay fast, and what breaks is that
one job. Each job is a folder in the inbox:

    job.json       who added what, when, and what is known of it
    events.jsonl   what became of each article, one line each, as `onrecord add --json` says it
    files          what was pasted or dropped; kept where something failed, so that it can be tried again

A server that is started anew goes on with the jobs that were not done. Adding twice changes nothing.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from onrecord.errors import UsageError
from onrecord.web.problems import FullError, MissingError
from onrecord.web.settings import Settings

KEPT = 50  # jobs that are done and still shown
_NAME = re.compile(r"[^\w.\-]+")
_ID = re.compile(r"[0-9a-z-]{10,60}")
Event = dict[str, Any]


@dataclass(frozen=True)
class Job:
    """One thing that was added."""

    id: str
    folder: Path
    by: str
    at: str
    sources: tuple[str, ...]  # names of files in the folder, or URLs
    given: Mapping[str, str]  # published, outlet, title, url

    @property
    def title(self) -> str:
        """What it is called on the page."""
        known = self.given.get("title") or self.sources[0]
        return known if len(self.sources) == 1 else f"{known} and {len(self.sources) - 1} more"

    def events(self) -> list[Event]:
        """What became of it so far."""
        try:
            lines = (self.folder / "events.jsonl").read_text("utf-8").splitlines(keepends=True)
        except FileNotFoundError:
            return []
        return [json.loads(line) for line in lines if line.endswith("\n")]

    @property
    def done(self) -> bool:
        """Whether it is over."""
        events = self.events()
        return bool(events) and "done" in events[-1]


class Jobs:
    """The jobs of a server.

    Args:
        command: What reads a job's sources; `onrecord add --json` if not given.
    """

    def __init__(
        self, settings: Settings, *, command: Callable[[Job, Sequence[str]], list[str]] | None = None
    ) -> None:
        self._settings = settings
        self._command = command or _command
        self._waiting: deque[str] = deque()
        self._changed = threading.Condition()
        self._stopping = False
        self._running: subprocess.Popen[str] | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Go on with what was not done."""
        self._settings.inbox.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in self._settings.inbox.iterdir():  # drafts that were never sent off
            if _ID.fullmatch(folder.name) and not (folder / "job.json").exists():
                shutil.rmtree(folder, ignore_errors=True)
        with self._changed:
            self._waiting.extend(job.id for job in reversed(self.list()) if not job.done)
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let go; what runs is stopped, and goes on with the next start."""
        with self._changed:
            self._stopping = True
            if self._running is not None:
                self._running.terminate()
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def list(self) -> list[Job]:
        """All jobs, newest first."""
        names = sorted((path.parent.name for path in self._settings.inbox.glob("*/job.json")), reverse=True)
        return [self.get(name) for name in names]

    def get(self, id: str) -> Job:
        """One job.

        Raises:
            MissingError: there is none.
        """
        folder = self._settings.inbox / id
        try:
            if not _ID.fullmatch(id):
                raise FileNotFoundError
            held = json.loads((folder / "job.json").read_text("utf-8"))
        except (OSError, ValueError):
            raise MissingError(f"nothing was added as {id!r}") from None
        return Job(id, folder, held["by"], held["at"], tuple(held["sources"]), held["given"])

    def draft(self) -> Path:
        """A folder for a new job's files, which becomes a job by `submit`.

        Raises:
            FullError: too many are waiting.
        """
        with self._changed:
            if len(self._waiting) >= self._settings.limits.jobs:
                raise FullError(
                    f"{len(self._waiting)} additions are waiting already; wait until some are read"
                )
        id = f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{secrets.token_hex(3)}"
        folder = self._settings.inbox / id
        folder.mkdir(mode=0o700, parents=True)
        return folder

    def submit(self, folder: Path, sources: Sequence[str], given: Mapping[str, str], *, by: str) -> Job:
        """Make a draft a job that is read in its turn."""
        at = datetime.now(UTC).isoformat(timespec="seconds")
        kept = {name: value for name, value in given.items() if value}
        partial = folder / "job.partial"
        partial.write_text(json.dumps({"by": by, "at": at, "sources": list(sources), "given": kept}), "utf-8")
        partial.replace(folder / "job.json")
        with self._changed:
            self._waiting.append(folder.name)
            self._changed.notify_all()
        self._forget_old()
        return self.get(folder.name)

    def again(self, id: str) -> None:
        """Read a job once more: what is there already stays as it is, and what failed is tried again."""
        job = self.get(id)
        if not job.done:
            raise UsageError("it is still being read")
        (job.folder / "events.jsonl").unlink()
        with self._changed:
            self._waiting.append(id)
            self._changed.notify_all()

    @property
    def stopping(self) -> bool:
        """Whether the server is about to end."""
        return self._stopping

    def _forget_old(self) -> None:
        for job in [job for job in self.list() if job.done][KEPT:]:
            shutil.rmtree(job.folder, ignore_errors=True)

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._stopping:
                    self._changed.wait()
                if self._stopping:
                    return
                id = self._waiting[0]
            with suppress(MissingError):
                self._read(self.get(id))
            with self._changed:
                if not self._stopping:
                    self._waiting.popleft()
                self._changed.notify_all()

    def _read(self, job: Job) -> None:
        sources = [s if _is_url(s) else str(job.folder / s) for s in job.sources]
        environment = {**os.environ, "ONRECORD_RECORD": self._settings.record}
        with (job.folder / "events.jsonl").open("w", encoding="utf-8") as log:  # anew, where it was cut off
            process = subprocess.Popen(
                self._command(job, sources), env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, text=True, encoding="utf-8", errors="replace",
            )  # fmt: skip
            with self._changed:
                self._running = process
            with suppress(OSError, AttributeError):
                os.setpriority(os.PRIO_PROCESS, process.pid, 10)  # pages go before
            failed = False
            for event in _events(process, job):
                failed |= "error" in event
                self._note(log, event)
            code = process.wait()
            with self._changed:
                self._running = None
                if self._stopping:
                    return
            words = (process.stderr.read() if process.stderr else "").strip().splitlines()
            if code not in (0, 3, 4):
                failed = True
                reason = words[-1].removeprefix("onrecord: ") if words else f"the reader ended with {code}"
                self._note(log, {"source": job.title, "error": {"kind": "stopped", "message": reason}})
            self._note(log, {"done": True, "failed": failed})
        if not failed:
            for source in sources:
                if not _is_url(source):
                    Path(source).unlink(missing_ok=True)

    def _note(self, log: Any, event: Event) -> None:
        log.write(json.dumps(event, ensure_ascii=False) + "\n")
        log.flush()
        with self._changed:
            self._changed.notify_all()


def _command(job: Job, sources: Sequence[str]) -> list[str]:
    options = [f"--{name}={value}" for name, value in job.given.items()]
    return [sys.executable, "-m", "onrecord", "add", "--json", "--workers", "1", *options, "--", *sources]


def _events(process: subprocess.Popen[str], job: Job) -> Iterator[Event]:
    """What the reader says, with the names that things had when they were added."""
    assert process.stdout is not None
    for line in process.stdout:
        with suppress(ValueError):
            event: Event = json.loads(line)
            if event.get("source"):
                event["source"] = event["source"].replace(f"{job.folder}{os.sep}", "")
            yield event


def _is_url(source: str) -> bool:
    return source.startswith(("http://", "https://"))


def file_name(given: str, number: int) -> str:
    """A name for a file that was dropped: its own, of harmless letters, after a number that makes it the only one."""
    name = _NAME.sub("_", Path(given.replace("\\", "/")).name).strip("._")
    return f"{number}-{name[-80:] or 'file'}"
