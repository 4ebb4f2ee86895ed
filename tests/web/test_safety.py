"""What a hostile page, visitor or article tries, and does not get."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from click.testing import CliRunner
from conftest import make_article
from starlette.testclient import TestClient
from store.conftest import add

from onrecord.cli import main
from onrecord.errors import UsageError
from onrecord.store import Record
from onrecord.web.settings import Settings, WebLimits, addresses
from onrecord.web.users import add_user, list_users, remove_user
from web.conftest import BASE, key_of, send, visitor
from web.test_pages import PAGES

PASSWORD = "a long enough password"
TOKEN = "0123456789abcdef0123456789abcdef"


@pytest.fixture(scope="module")
def made_users(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("users") / "users.json"
    for role in ("reader", "reviewer", "admin"):
        add_user(path, role, role, PASSWORD)
    return path


@pytest.fixture
def users(made_users: Path, tmp_path: Path) -> Path:
    """One of each role."""
    return Path(shutil.copy(made_users, tmp_path / "users.json"))


def sign_in(client: TestClient, name: str = "", password: str = PASSWORD) -> Any:
    key = key_of(client, "/sign-in")
    fields = {"form_key": key, "name": name, "password": password}
    return client.post("/sign-in", data=fields, headers={"origin": BASE})


# Hosts, origins, forms.


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "127.0.0.1", "127.0.0.1:80", "", "127.0.0.1:8765.x"]
)
def test_another_name_that_leads_here_is_not_answered(looking: TestClient, host: str) -> None:
    for path in ("/", "/api/v1/statements", "/static/site.css"):
        assert looking.get(path, headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_site_changes_nothing(client: TestClient, filled: Record, headers: dict[str, str]) -> None:
    entry = filled.statements()[0]["id"]
    key = key_of(client)
    for path, data in ((f"/review/{entry}", {"action": "reject"}), ("/add/text", {"text": "x"})):
        assert client.post(path, data={"form_key": key, **data}, headers=headers).status_code == 403
    said = client.post(f"/api/v1/entries/{entry}/corrections", json={"action": "reject"}, headers=headers)
    assert said.status_code == 403
    assert filled.corrections() == []


def test_a_form_without_the_value_of_ours_changes_nothing(client: TestClient, filled: Record) -> None:
    entry = filled.statements()[0]["id"]
    key_of(client)
    for key in ("", "x" * 43):
        answer = client.post(
            f"/review/{entry}", data={"form_key": key, "action": "reject"}, headers={"origin": BASE}
        )
        assert answer.status_code == 403
        assert "out of date" in answer.text
    assert filled.corrections() == []


def test_a_json_form_needs_its_content_type(client: TestClient, filled: Record) -> None:
    """A form of another site can send text that looks like JSON, but not say that it is."""
    entry = filled.statements()[0]["id"]
    stamp = client.get(f"/api/v1/entries/{entry}").json()["stamp"]
    headers = {"content-type": "text/plain", "if-match": stamp}
    answer = client.post(
        f"/api/v1/entries/{entry}/corrections", content='{"action": "reject"}', headers=headers
    )
    assert answer.status_code == 422
    assert filled.corrections() == []


# What browsers are told.


@pytest.mark.parametrize("path", [*PAGES, "/nowhere", "/sign-in", "/api/v1/statements", "/timeline.svg"])
def test_every_answer_forbids_what_we_do_not_use(looking: TestClient, path: str) -> None:
    answer = looking.get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not [
        c for c in answer.headers.get_list("set-cookie") if "HttpOnly" not in c or "SameSite" not in c
    ]
    if answer.headers["content-type"].startswith("text/html"):
        page = lxml.html.fromstring(answer.text)
        assert not page.xpath("//@style | //style | //script[not(@src)] | //@*[starts-with(name(), 'on')]")
        links = page.xpath("//link/@href | //script/@src | //img/@src | //form/@action")
        assert all(link.startswith("/") and not link.startswith("//") for link in links)


def test_nothing_of_ours_names_another_host() -> None:
    package = Path(main.callback.__code__.co_filename).parent / "web"  # type: ignore[union-attr]
    ours = [
        p
        for p in package.rglob("*")
        if p.suffix in (".html", ".js", ".css", ".svg") and "vendor" not in p.parts
    ]
    assert len(ours) > 15
    for path in ours:
        hosts = re.findall(r"https?://([\w.-]+)", path.read_text("utf-8"))
        assert set(hosts) <= {"www.w3.org"}, path  # the name of SVG, which is fetched by nobody


# Addresses, users, sessions.


def test_it_does_not_start_open_to_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("ONRECORD_TOKEN", "ONRECORD_USERS"):
        monkeypatch.delenv(name, raising=False)
    for host in ("0.0.0.0", "::", "192.0.2.7"):
        result = CliRunner().invoke(main, ["serve", "--host", host])
        assert result.exit_code == 2
        assert "nobody would have to sign in" in result.stderr
    short = CliRunner().invoke(main, ["serve", "--host", "0.0.0.0", "--token", "short"])
    assert (short.exit_code, "16 characters" in short.stderr) == (2, True)


def test_addresses_under_which_it_is_known() -> None:
    hosts, origins = addresses("0.0.0.0", 8000, ["https://Talks.example"])
    assert hosts == {"0.0.0.0:8000", "talks.example"}
    assert "https://talks.example" in origins
    with pytest.raises(UsageError, match="no address of a server"):
        addresses("0.0.0.0", 8000, ["talks.example"])


def test_users_are_a_file_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    runner = CliRunner()
    made = runner.invoke(
        main, ["users", "add", "mia", "--role", "reviewer", "--users", str(path)], input=PASSWORD + "\n"
    )
    assert made.exit_code == 0, made.output
    assert path.stat().st_mode & 0o777 == 0o600
    assert "$argon2id$" in path.read_text()
    assert PASSWORD not in path.read_text()
    assert list_users(path) == [("mia", "reviewer")]
    bad = runner.invoke(main, ["users", "add", "tom", "--users", str(path)], input="short\n")
    assert (bad.exit_code, "5 characters" in bad.stderr) == (2, True)
    assert (
        runner.invoke(
            main, ["users", "add", "tom", "--role", "king", "--users", str(path)], input=PASSWORD
        ).exit_code
        == 2
    )
    remove_user(path, "mia")
    assert list_users(path) == []
    path.write_text("{}")
    assert "no file of users" in runner.invoke(main, ["users", "list", "--users", str(path)]).stderr


def test_nothing_is_seen_before_signing_in(filled: Record, settings: Settings, users: Path) -> None:
    with visitor(filled, settings, users=users) as client:
        for path in PAGES:
            answer = client.get(path)
            assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in"), path
        for path in ("/api/v1/statements", "/api/v1/articles/a1", "/api/v1/counts"):
            assert client.get(path).status_code == 401
        assert sign_in(client, "reader", "wrong password").status_code == 401
        assert client.get("/").status_code == 303
        assert sign_in(client, "reader").status_code == 303
        assert client.get("/").status_code == 200
        client.post("/sign-out", data={"form_key": client.cookies["onrecord_form"]}, headers={"origin": BASE})
        assert client.get("/").status_code == 303


@pytest.mark.parametrize(("name", "may"), [("reader", 0), ("reviewer", 1), ("admin", 2)])
def test_roles(filled: Record, settings: Settings, users: Path, name: str, may: int) -> None:
    entry = filled.statements()[0]["id"]
    with visitor(filled, settings, users=users) as client:
        sign_in(client, name)
        key = client.cookies["onrecord_form"]
        assert client.get("/search").status_code == 200
        assert [client.get(p).status_code for p in ("/review", "/add")] == [
            [403, 403],
            [200, 403],
            [200, 200],
        ][may]
        shown = client.get("/").text
        assert ('href="/review"' in shown, 'href="/add"' in shown) == (may > 0, may > 1)
        said = client.post(
            f"/review/{entry}", data={"form_key": key, "action": "accept"}, headers={"origin": BASE}
        )
        assert said.status_code == (303 if may else 403)
        added = client.post(
            "/add/address", data={"form_key": key, "address": "ftp://x"}, headers={"origin": BASE}
        )
        assert added.status_code == (400 if may > 1 else 403)
    assert [row["given_by"] for row in filled.corrections()] == [name] * (may > 0)


def test_a_session_ends_with_the_password(filled: Record, settings: Settings, users: Path) -> None:
    with visitor(filled, settings, users=users) as client:
        sign_in(client, "admin")
        assert client.get("/").status_code == 200
        add_user(users, "admin", "admin", "quite another password")
        assert client.get("/").status_code == 303
        sign_in(client, "admin", "quite another password")
        remove_user(users, "admin")
        assert client.get("/").status_code == 303


def test_a_session_outlives_the_server_and_no_other_is_taken_for_one(
    filled: Record, settings: Settings, users: Path
) -> None:
    with visitor(filled, settings, users=users) as client:
        sign_in(client, "reader")
        session = client.cookies["onrecord_session"]
    with visitor(filled, settings, users=users) as again:
        assert again.get("/", headers={"cookie": f"onrecord_session={session}"}).status_code == 200
        for forged in (session[:-2] + "xx", "x", session.replace(".", "..", 1)):
            assert again.get("/", headers={"cookie": f"onrecord_session={forged}"}).status_code == 303


def test_passwords_are_not_tried_for_long(filled: Record, settings: Settings, users: Path) -> None:
    with visitor(filled, settings, users=users, limits=WebLimits(tries=3)) as client:
        assert [sign_in(client, "admin", f"wrong {i} wrong").status_code for i in range(4)] == [
            401,
            401,
            401,
            429,
        ]
        assert sign_in(client, "admin").status_code == 429


def test_a_token_opens(filled: Record, settings: Settings) -> None:
    with visitor(filled, settings, token=TOKEN) as client:
        assert client.get("/api/v1/counts").status_code == 401
        for given, status in ((TOKEN, 200), (TOKEN[:-1] + "x", 401), ("", 401)):
            assert (
                client.get("/api/v1/counts", headers={"authorization": f"Bearer {given}"}).status_code
                == status
            )
        assert sign_in(client, password="no").status_code == 401
        assert sign_in(client, password=TOKEN).status_code == 303
        assert client.get("/").status_code == 200


def test_cookies_are_for_https_where_it_is_there(filled: Record, settings: Settings, users: Path) -> None:
    with visitor(filled, settings, users=users, secure=True) as client:
        answer = client.get("/sign-in")
        assert "Secure" in answer.headers["set-cookie"]
        assert answer.headers["strict-transport-security"]


# Rates and sizes.


def test_one_visitor_does_not_take_all(filled: Record, settings: Settings) -> None:
    with visitor(filled, settings, limits=WebLimits(rate=0.001, burst=5)) as client:
        found = [client.get("/api/v1/counts").status_code for _ in range(7)]
    assert found == [200] * 5 + [429] * 2


def test_bodies_have_an_end(filled: Record, settings: Settings) -> None:
    with visitor(filled, settings, limits=WebLimits(body=20_000, upload=50_000)) as client:
        key = key_of(client)
        big = client.post("/add/text", data={"form_key": key, "text": "x" * 30_000}, headers={"origin": BASE})
        assert big.status_code == 413

        def endless() -> Iterator[bytes]:
            for _ in range(100):
                yield b"x" * 1000

        headers = {"origin": BASE, "content-type": "application/x-www-form-urlencoded"}
        assert client.post("/add/text", content=endless(), headers=headers).status_code == 413
        files = [("files", ("a.txt", b"x" * 60_000))]
        sent = client.post("/add/files", data={"form_key": key}, files=files, headers={"origin": BASE})
        assert sent.status_code == 413


# What is added.


@pytest.mark.parametrize(
    "address",
    ["/etc/passwd", "file:///etc/passwd", "s3://bucket/key", "ftp://host/x", "-", "https://", "javascript:alert(1)",
     "http://a b", "--again", "https://x\nhttps://y", "http://[::1"],
)  # fmt: skip
def test_only_addresses_of_the_web_are_fetched(looking: TestClient, address: str) -> None:
    answer = send(looking, "/add/address", address=address)
    assert answer.status_code == 400
    assert "no address of the web" in answer.text


# What an article holds.

HOSTILE = (
    "<script>alert(1)</script> Ruth Amsel said that <img src=x onerror=alert(2)> is \u202egnp.exe\u202c here. "
    "Ruth Amsel demanded that {{ 7*7 }} \"' onmouseover='alert(3) be paid. " + "w" * 5000 + "\n\n"
    "Ruth Amsel said that javascript:alert(4) is </span></p></body> all."
)


@pytest.fixture
def hostile(record: Record) -> Record:
    add(record, make_article(HOSTILE, id="h", title="<svg onload=alert(5)>\u202e", outlet='"><script>alert(6)</script>',
                             url="https://evil.example/\"><script>"))  # fmt: skip
    return record


def test_an_article_puts_nothing_into_a_page(hostile: Record, settings: Settings) -> None:
    entry = hostile.statements()[0]["id"]
    paths = ["/", "/search?q=alert", "/search?q=alert&by=articles", "/articles", "/articles/h", "/actors", "/review",
             f"/review?entry={entry}", "/search?q=%3Cscript%3Ealert(1)%3C/script%3E",
             "/?outlet=%22%3E%3Cscript%3Ealert(6)%3C/script%3E"]  # fmt: skip
    with visitor(hostile, settings) as client:
        for path in paths:
            text = client.get(path).text
            page = lxml.html.fromstring(text)
            assert not page.xpath("//script[not(@src)] | //@*[starts-with(name(), 'on')] | //img"), path
            assert not page.xpath("//a[starts-with(@href, 'javascript:')]")
            assert "\u202e" not in text
            assert "49" not in page.text_content() or "7*7" in text
        assert "\\u202e" in client.get("/articles/h").text  # written out, where it stands


def test_ten_thousand_statements_in_one_article(record: Record, settings: Settings) -> None:
    text = "\n\n".join(f"Ruth Amsel said that number {i} is right." for i in range(10_000))
    add(record, make_article(text, id="long"))
    with visitor(record, settings) as client:
        begun = time.monotonic()
        first = client.get("/articles/long")
        assert first.status_code == 200
        assert len(first.content) < 3_000_000
        last = client.get("/articles/long?page=11")
        assert "number 9999 is right" in last.text
        assert client.get("/articles/long?page=12").status_code == 404
        assert time.monotonic() - begun < 20  # a slow machine with others on it; alone it takes some three


def test_entries_that_all_overlap(record: Record, settings: Settings) -> None:
    """A made-up file of annotations can say that thousands of statements hold each other."""
    from store.conftest import read_one

    text = "word " * 1000 + "Ruth Amsel said that it ends."
    article = make_article(text, id="o")
    read = read_one(article)
    many = tuple(
        replace(read.statements[0], id=f"o{i}", content=((i, len(text) - i),), source=(), cue=())
        for i in range(1500)
    )
    add(record, article, read=lambda items: (replace(read, statements=many) for _ in items))
    with visitor(record, settings) as client:
        begun = time.monotonic()
        assert client.get("/articles/o").status_code == 200
        assert time.monotonic() - begun < 20
