"""The command as a process: cold start, pipes, signals, terminals, workers."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import REPORT, rows, write_lines

COMMAND = [sys.executable, "-m", "onrecord"]


def process(*arguments: str, **given: Any) -> subprocess.CompletedProcess[str]:
    settings = {"capture_output": True, "text": True, "encoding": "utf-8", "timeout": 120, **given}
    return subprocess.run([*COMMAND, *arguments], check=False, **settings)


def test_workers_change_nothing(folder: Path) -> None:
    write_lines(folder / "many.jsonl", number=30)
    alone = process("read", "--json", "many.jsonl", "--workers", "1")
    shared = process("read", "--json", "many.jsonl", "--workers", "3")
    assert (alone.returncode, shared.returncode) == (4, 4)
    assert alone.stdout == shared.stdout
    assert alone.stderr == shared.stderr
    assert len(rows(alone.stdout)) == 30


def test_lines_are_taken_as_needed(folder: Path) -> None:
    """The first results come while the input is still open."""
    with subprocess.Popen(
        [*COMMAND, "read", "-", "--json", "--workers", "1"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        assert running.stdin
        assert running.stdout
        line = json.dumps({"id": "d", "text": REPORT + " It rained." * 300}) + "\n"
        written = 0
        os.set_blocking(running.stdout.fileno(), False)
        first = None
        deadline = time.monotonic() + 90
        while not first and time.monotonic() < deadline:
            running.stdin.write(line.encode())
            running.stdin.flush()
            written += 1
            first = running.stdout.read()
        running.stdin.close()
        os.set_blocking(running.stdout.fileno(), True)
        rest = running.stdout.read()
    assert first
    assert len(rows((first + rest).decode())) == written


def test_help_is_quick_and_imports_little() -> None:
    code = (
        "import sys, onrecord.cli\n"
        "heavy = {'numpy', 'onnxruntime', 'tokenizers', 'trafilatura', 'lxml', 'httpx', 'rich', 'pandas'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "[]\n"


def test_reading_text_needs_no_web_or_table_library(folder: Path) -> None:
    code = (
        "import sys; from onrecord.cli import main\n"
        "try: main(['read', 'a.txt', '--json'])\nexcept SystemExit: pass\n"
        "heavy = {'trafilatura', 'lxml', 'httpx', 'rich', 'pandas', 'polars', 'pypdf'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"


def test_cold_start(folder: Path) -> None:
    """One article in 1.5 s; of processor time, since other work on the machine is no fault of ours."""
    before = os.times()
    assert process("read", "a.txt").returncode == 0
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    assert used < 1.5


def test_who_reads_may_go_away(folder: Path) -> None:
    write_lines(folder / "many.jsonl", number=300)
    with subprocess.Popen(
        [*COMMAND, "read", "many.jsonl", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout
        assert running.stderr
        assert json.loads(running.stdout.readline())["id"] == "d0"
        running.stdout.close()
        errors = running.stderr.read().decode()
    assert running.returncode == 141
    assert "Traceback" not in errors
    assert "BrokenPipe" not in errors


def test_interrupt(folder: Path) -> None:
    write_lines(folder / "many.jsonl", number=2000)
    with subprocess.Popen(
        [*COMMAND, "read", "many.jsonl", "--json", "--workers", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.readline()
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to all processes
        running.stdout.read()
        errors = running.stderr.read().decode()
    assert running.returncode == 130
    assert errors.splitlines()[-1] == "onrecord: interrupted"
    assert "Traceback" not in errors


def test_workers_end_with_a_process_that_was_killed(folder: Path) -> None:
    write_lines(folder / "many.jsonl", number=2000)
    with subprocess.Popen(
        [*COMMAND, "read", "many.jsonl", "--json", "--workers", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as running:
        assert running.stdout
        running.stdout.readline()
        running.kill()
        running.wait(60)
        running.stdout.read()  # ends where nobody holds the other end any more
        end = time.monotonic() + 30
        while _alive(running.pid) and time.monotonic() < end:
            time.sleep(0.1)
        assert not _alive(running.pid)


def _alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_full_disk(folder: Path) -> None:
    with open("/dev/full", "w") as full:
        done = process("read", "a.txt", "--json", stdout=full, capture_output=False, stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert done.stderr == "onrecord: cannot write standard output: no space left on device; free some space\n"


def test_closed_output(folder: Path) -> None:
    done = process(
        "read", "a.txt", preexec_fn=lambda: os.close(1), capture_output=False, stderr=subprocess.PIPE
    )
    assert done.returncode == 2
    assert "standard output is closed" in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_odd_locales(folder: Path, encoding: str) -> None:
    done = process("read", "a.txt", "--all", env={**os.environ, "PYTHONIOENCODING": encoding, "LC_ALL": "C"})
    assert done.returncode == 0
    assert "“We never agreed to that,”" in " ".join(done.stdout.split())


def on_terminal(arguments: list[str], *, stdout: Any = None) -> tuple[str, int]:
    """What a command prints on a terminal of 70 columns (stdout too unless given), and its exit code."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 70, 0, 0))
    environment = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "NO_COLOR")}
    running = subprocess.Popen(
        [*COMMAND, *arguments],
        stdin=theirs,
        stdout=theirs if stdout is None else stdout,
        stderr=theirs,
        env={**environment, "TERM": "xterm-256color"},
    )
    os.close(theirs)
    printed = b""
    while True:
        try:
            data = os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        if not data:
            break
        printed += data
    os.close(ours)
    return printed.decode("utf-8", "replace"), running.wait(60)


def test_colours_and_width_of_a_terminal(folder: Path) -> None:
    printed, code = on_terminal(["read", "a.txt", "--all"])
    assert code == 0
    assert "\x1b[1m" in printed
    plain = re.sub(r"\x1b\[[\d;?]*[a-zA-Z]", "", printed)
    assert max(map(len, plain.splitlines())) <= 70


def test_progress_bar_on_a_terminal_only(folder: Path) -> None:
    write_lines(folder / "many.jsonl")
    with open("out.jsonl", "w") as out:
        printed, code = on_terminal(["read", "many.jsonl", "--json"], stdout=out)
    assert code == 4
    assert "12/12" in printed
    assert "2 of 12 articles could not be read" in printed
    assert len(rows(Path("out.jsonl").read_text("utf-8"))) == 12
    one, _ = on_terminal(["read", "a.txt", "--json", "-o", "one.json"])
    assert "reading" not in one
    assert "reading" not in process("read", "many.jsonl", "--json").stderr
