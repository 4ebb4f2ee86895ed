"""`python -m docs.pictures`: reads the demo coverage, serves it, and takes the pictures of docs/web.md.

Needs what the tests of the pages need (`make test` installs it). The pictures are written to docs/pictures/.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx
from PIL import Image
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from web.browser import PHONE, WIDE, new_page, open_browser  # noqa: E402 (of the tests)

TARGET = ROOT / "docs" / "pictures"
COLOURS = 64  # of a picture: pages of text need no more, and take a third of the room
PAGES = {
    "overview": "/",
    "negotiation": "/negotiation",
    "shifts": "/shifts",
    "deal": "/deal?outcome=open+the+sluices",
    "article": "/articles/hallow-8",
    "search": "/search?q=sluices",
    "conditions": "/conditions",
    "due": "/due?as_of=2031-03-10",
    "plans": "/plans",
    "side": "/actors?name=Lusenia",
    "review": "/review",
    "add": "/add",
}
LOOKS = {"": (WIDE, False), "-dark": (WIDE, True), "-phone": (PHONE, False), "-phone-dark": (PHONE, True)}


def main() -> None:
    """Take all pictures."""
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "demo.db"
        demo = [str(ROOT / "demo" / name) for name in ("coverage.jsonl", "sallow-bay.html")]
        subprocess.run([sys.executable, "-m", "onrecord", "add", "--record", str(record), *demo], check=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            base = f"http://127.0.0.1:{free.getsockname()[1]}"
        port = base.rpartition(":")[2]
        command = [
            sys.executable,
            "-m",
            "onrecord",
            "serve",
            "--record",
            str(record),
            "--port",
            port,
            "--by",
            "mia",
        ]
        server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            _wait(base)
            with open_browser() as browser:
                for look, (size, dark) in LOOKS.items():
                    _take(browser, base, look, size, dark)
        finally:
            server.terminate()
            server.wait()


def _wait(base: str) -> None:
    for _ in range(300):
        try:
            httpx.get(base)
            return
        except httpx.TransportError:
            time.sleep(0.1)
    sys.exit("the server did not start")


def _take(browser: Browser, base: str, look: str, size: tuple[int, int], dark: bool) -> None:
    context, page, _ = new_page(browser, size=size, dark=dark)
    for name, path in PAGES.items():
        page.goto(base + path, wait_until="networkidle")
        _set_scene(page, name)
        target = TARGET / f"{name}{look}.png"
        page.screenshot(path=target)
        Image.open(target).convert("RGB").quantize(COLOURS).save(target, optimize=True)
        print(f"{target.relative_to(ROOT)}: {target.stat().st_size / 1000:.0f} kB")
    context.close()


def _set_scene(page: Page, name: str) -> None:
    """What a visitor would have under the pointer."""
    if name == "article":
        page.locator(".text .m-s-content.in1").first.hover()
        page.locator("#tip").wait_for(state="visible")
    elif name == "search":
        page.locator("h1").click(force=True)
        page.evaluate("document.activeElement.blur()")


if __name__ == "__main__":
    main()
