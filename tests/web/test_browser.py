"""The pages in a real browser, on the demo coverage: seen, dragged, typed, tapped, and by the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from web.browser import PHONE, WIDE, new_page, open_browser
from web.conftest import Server

PATHS = {
    "overview": "/",
    "narrowed": "/?side=Lusenia&until=2031-03-20&lanes=act",
    "search": "/search?q=dam",
    "conditions": "/conditions",
    "due": "/due?as_of=2031-03-10",
    "plans": "/plans",
    "articles": "/articles",
    "article": "/articles/hallow-8?unsure=1",
    "actors": "/actors",
    "side": "/actors?name=Lusenia",
    "review": "/review",
    "corrections": "/corrections",
    "add": "/add",
    "nothing": "/nowhere",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.fixture
def page(browser: Browser, shared_server: Server) -> Iterator[Page]:
    """A page on which nothing may go wrong."""
    context, made, complaints = new_page(browser)
    made.goto(shared_server.url)
    yield made
    context.close()
    # While one types, a search that is out of date is broken off, and htmx says so in the console.
    assert [one for one in complaints if not one.startswith("htmx:")] == []


@pytest.mark.parametrize(("size", "dark"), [(WIDE, False), (PHONE, True)])
def test_every_page_is_accessible_and_fits(
    browser: Browser, shared_server: Server, size: tuple[int, int], dark: bool
) -> None:
    context, page, complaints = new_page(browser, size=size, dark=dark)
    wrong = {}
    for name, path in PATHS.items():
        page.goto(shared_server.url + path)
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        found = [(one["id"], one["nodes"][0]["target"]) for one in found]
        if page.evaluate("document.documentElement.scrollWidth") > size[0]:
            found.append(("wider than the screen", []))
        if found:
            wrong[name] = found
    context.close()
    assert wrong == {}
    assert [one for one in complaints if "404" not in one] == []  # of /nowhere


def test_first_view_is_light(browser: Browser, shared_server: Server) -> None:
    context, page, _ = new_page(browser)
    sizes: list[int] = []
    hosts: set[str] = set()
    page.on("requestfinished", lambda request: sizes.append(sum(
        request.sizes()[part] for part in ("responseBodySize", "responseHeadersSize"))))  # fmt: skip
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.goto(shared_server.url, wait_until="networkidle")
    context.close()
    assert len(sizes) >= 4
    assert sum(sizes) < 500_000
    assert hosts == {f"127.0.0.1:{shared_server.port}"}


def test_dragging_over_the_time_line_chooses_a_period(page: Page) -> None:
    picture = page.locator(".brush .wide svg")
    box = picture.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 60, steps=4)
    page.mouse.up()
    page.wait_for_url(re.compile("since="))
    since, until = (re.search(f"{name}=([0-9-]+)", page.url) for name in ("since", "until"))
    assert since
    assert until
    assert "2031-03-03" < since[1] < until[1] < "2031-04-14"
    assert page.locator("input[name=since]").input_value() == since[1]
    page.go_back()
    assert "since" not in page.url


def test_a_filter_that_is_changed_is_applied(page: Page) -> None:
    page.select_option("select[name=act]", "demand")
    page.wait_for_url(re.compile(r"/\?act=demand$"))
    acts = page.locator("section[aria-labelledby=latest] .act").all_text_contents()
    assert acts
    assert set(acts) == {"demand"}


def test_pictures_are_given_as_png(page: Page) -> None:
    with page.expect_download() as waiting:
        page.get_by_role("button", name="PNG").click()
    data = Path(waiting.value.path()).read_bytes()
    assert data.startswith(b"\x89PNG")
    assert int.from_bytes(data[16:20]) == 1920  # twice as wide as drawn


def test_the_record_of_words_on_hover_and_focus(page: Page, shared_server: Server) -> None:
    page.goto(f"{shared_server.url}/articles/hallow-8")
    tip = page.locator("#tip")
    expect(tip).to_be_hidden()
    words = page.locator(".text .m-s-content", has_text="Not for a year, not for a day").first
    words.hover()
    expect(tip).to_contain_text("Henrik Sool")
    expect(tip).to_contain_text("for Lusenia")
    expect(tip).to_contain_text(re.compile(r"\d+ %"))
    page.mouse.move(5, 5)
    expect(tip).to_be_hidden()
    page.locator(".text a.n").first.focus()
    expect(tip).to_contain_text("Coastal League")
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    page.locator(".layers input[data-layer=s]").uncheck()
    expect(page.locator(".beside .statements").first).to_be_hidden()


def test_nested_statements_are_told_apart(page: Page, shared_server: Server) -> None:
    page.goto(f"{shared_server.url}/articles/hallow-8")
    inner = page.locator(".text .m-s-content.in1", has_text="that one sluice be opened")
    inner.hover()
    expect(page.locator("#tip .entry")).to_have_count(2)
    expect(page.locator("#tip")).to_contain_text("within statement")


def test_on_a_phone_by_tapping(browser: Browser, shared_server: Server) -> None:
    context, page, complaints = new_page(browser, size=PHONE, touch=True)
    page.goto(f"{shared_server.url}/articles/hallow-8")
    page.locator(".text .m-s-content", has_text="Not for a year").first.tap()
    expect(page.locator("#tip")).to_contain_text("Henrik Sool")
    box = page.locator("#tip").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE[0]
    page.locator("h1").tap()
    expect(page.locator("#tip")).to_be_hidden()
    context.close()
    assert complaints == []


def test_search_as_one_types(page: Page, shared_server: Server) -> None:
    page.goto(f"{shared_server.url}/search")
    expect(page.get_by_role("searchbox").first).to_be_focused()  # without a click
    page.keyboard.type("the troops withdr")
    expect(page.locator(".found")).to_contain_text("statements")
    expect(page.locator("mark", has_text=re.compile("withdr", re.I)).first).to_be_visible(timeout=15_000)
    page.wait_for_url(re.compile("withdr"))
    page.get_by_label("meaning").check()
    page.wait_for_url(re.compile("by=meaning"))
    expect(page.locator(".found")).to_contain_text("near in meaning")
    page.locator(".facets a", has_text="Karvonia").first.click()
    page.wait_for_url(re.compile("side=|outlet=|speaker="))


def test_by_keyboard_alone(page: Page, shared_server: Server) -> None:
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    for _ in range(60):  # to the first statement's article, from there to its record and back
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.entry .where') !== null"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/articles/.*#here"))
    page.locator("#here").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".beside .here")).to_be_in_viewport()


def test_it_prints_without_what_only_a_screen_needs(page: Page, shared_server: Server) -> None:
    page.goto(f"{shared_server.url}/articles/hallow-8")
    page.emulate_media(media="print")
    expect(page.locator(".top nav")).to_be_hidden()
    expect(page.locator(".layers")).to_be_hidden()
    expect(page.locator(".text")).to_be_visible()


# What changes the record.


def corrections(page: Page, server: Server) -> list[str]:
    page.goto(f"{server.url}/corrections")
    return [row.replace("\n", " ") for row in page.locator("tbody tr").all_inner_texts()]


def test_reviewing_by_keyboard(browser: Browser, server: Server) -> None:
    context, page, complaints = new_page(browser)
    page.goto(f"{server.url}/review")
    first = page.locator(".span-text").inner_text()
    page.keyboard.press("r")
    expect(page.locator(".done")).to_contain_text("rejected by mia")
    assert page.locator(".queue [aria-current] .count").count() == 1
    page.keyboard.press("u")
    expect(page.locator(".history")).to_contain_text("undone by mia")
    assert page.locator(".span-text").inner_text() == first
    page.keyboard.press("e")
    page.keyboard.press("Control+A")
    page.keyboard.type("Ines Aldermoor")
    expect(page.get_by_role("button", name="Save and accept")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("3")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("a")
    expect(page.locator(".done")).to_contain_text("edited by mia")
    page.keyboard.press("j")
    page.wait_for_url(re.compile("skip=1"))
    last, before = corrections(page, server)[:2]
    assert "edit" in last
    assert "undone by mia" in before
    context.close()
    assert complaints == []


def test_spans_are_dragged(browser: Browser, server: Server) -> None:
    context, page, complaints = new_page(browser)
    entry = page.request.get(f"{server.url}/api/v1/search?q=%22gates+had+been+damaged%22").json()["items"][0][
        "id"
    ]
    page.goto(f"{server.url}/review?entry={entry}")
    words = page.locator(".span-text .w")
    texts = words.all_inner_texts()
    low, high = texts.index("gates"), texts.index("damaged")
    page.get_by_label("content").check()
    words.nth(low).hover()
    page.mouse.down()
    words.nth(high).hover()
    page.mouse.up()
    assert "".join(page.locator(".w-content").all_inner_texts()) == "gates had been damaged"
    page.get_by_role("button", name="Save and accept").click()
    expect(page.locator(".done")).to_contain_text("edited")
    held = page.request.get(f"{server.url}/api/v1/entries/{entry}").json()
    assert (held["content"], held["reviewed"]) == ("gates had been damaged", "edited")
    context.close()
    assert complaints == []


def test_two_reviewers_do_not_write_over_each_other(browser: Browser, server: Server) -> None:
    one, tom, _ = new_page(browser)
    two, eva, _ = new_page(browser)
    for page in (tom, eva):
        page.goto(f"{server.url}/review")
    assert tom.locator("input[name=stamp]").input_value() == eva.locator("input[name=stamp]").input_value()
    tom.get_by_role("button", name="Reject").click()
    expect(tom.locator(".done")).to_contain_text("rejected")
    eva.locator(".fields input[name=addressee]").fill("Bell Ringers")
    eva.get_by_role("button", name="Save and accept").click()
    expect(eva.get_by_role("alert")).to_contain_text("was changed since you looked at it")
    expect(eva.get_by_role("alert")).to_contain_text("Not saved: addressee = Bell Ringers")
    expect(eva.locator(".history")).to_contain_text("reject")
    last = corrections(tom, server)[0]
    assert "reject" in last
    assert "undone" not in last
    one.close()
    two.close()


def test_the_server_is_killed_in_the_middle_of_a_review(browser: Browser, server: Server) -> None:
    context, page, _ = new_page(browser)
    page.goto(f"{server.url}/review")
    page.keyboard.press("a")
    expect(page.locator(".done")).to_contain_text("accepted")
    page.locator(".fields input[name=addressee]").fill("Bell Ringers")
    server.kill()
    server.start()
    page.get_by_role("button", name="Save and accept").click()
    expect(page.locator(".done")).to_contain_text("edited")
    assert ["edit" in row or "accept" in row for row in corrections(page, server)[:2]] == [True, True]
    context.close()


def test_the_server_is_killed_in_the_middle_of_an_add(browser: Browser, server: Server) -> None:
    context, page, _ = new_page(browser)
    page.goto(f"{server.url}/add")
    page.get_by_label("The report’s words").fill(
        "The envoy left Port Selby early. “We never agreed to that,” Ruth Amsel told reporters on Friday, after a day "
        "of talks on the dam. The ministers will meet again next week."
    )
    form = page.locator("form[action='/add/text']")
    form.get_by_label("Outlet").fill("Bell Post")
    form.get_by_label("Published").fill("2031-05-02")
    page.get_by_role("button", name="Add the text").click()
    page.wait_for_url(re.compile("/add/2"))
    server.kill()
    server.start()
    page.reload()
    expect(page.locator("[data-progress]")).to_have_text("Done.", timeout=60_000)
    page.locator(".outcomes a").first.click()
    expect(page.locator(".text")).to_contain_text("We never agreed to that")
    assert server.stop() == 0
    context.close()
