"""A real Chromium: Debian's, since none can be fetched by Playwright where these tests have to run."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip
WIDE, PHONE = (1280, 900), (390, 844)


def chromium() -> str:
    """Where Chromium is; installed by apt-get where it is missing.

    Raises:
        RuntimeError: it is missing and cannot be installed; the message says what to do.
    """
    for place in ("/usr/bin/chromium", "/usr/bin/chromium-browser"):
        if Path(place).exists():
            return place
    if found := shutil.which("chromium") or shutil.which("google-chrome"):
        return found
    if not shutil.which("apt-get") or os.geteuid() != 0:
        raise RuntimeError(
            "the tests of the pages need Chromium, which is not here and can be installed by root on Debian only; "
            "run `apt-get install chromium`, or install it in another way and put it on the PATH"
        )
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["update", "-qq"],
        ["install", "-qq", "-y", "--no-install-recommends", "chromium", "fonts-liberation"],
    ):
        done = subprocess.run(["apt-get", *command], env=quiet, capture_output=True, text=True)
        if done.returncode:
            reason = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
            raise RuntimeError(f"Chromium cannot be installed: apt-get {command[0]}: {' '.join(reason)}")
    return "/usr/bin/chromium"


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Chromium with an empty profile, without a window."""
    place = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=place, args=FLAGS)
        yield browser
        browser.close()


def new_page(
    browser: Browser, *, size: tuple[int, int] = WIDE, dark: bool = False, touch: bool = False
) -> tuple[BrowserContext, Page, list[str]]:
    """A page of a new visitor; the list fills with all that the browser complains of."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if dark else "light", has_touch=touch,
        reduced_motion="reduce", accept_downloads=True,
    )  # fmt: skip
    page = context.new_page()
    page.set_default_timeout(15_000)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None
    )
    return context, page, complaints
