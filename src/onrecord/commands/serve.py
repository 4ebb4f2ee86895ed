"""`onrecord serve`, `onrecord users` and `onrecord mcp`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from onrecord.errors import UsageError
from onrecord.shell import by_option, debug_option, message, options, record_option, user

USERS = Path("onrecord-users.json")
_USERS = click.option(
    "--users", metavar="FILE", envvar="ONRECORD_USERS", type=click.Path(path_type=Path),
    help=f"File of users (also ONRECORD_USERS); {USERS} where there is one.",
)  # fmt: skip


@click.command("serve")
@options(
    record_option,
    click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on."),
    click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0: any that is free."),
    click.option("--url", "urls", metavar="URL", multiple=True,
                 help="Address under which browsers reach it, as behind a proxy; can be repeated."),
    _USERS,
    click.option("--token", metavar="TEXT", envvar="ONRECORD_TOKEN", show_envvar=True,
                 help="What everybody has to give to get in, where there are no users; better as ONRECORD_TOKEN."),
    click.option("--certificate", type=click.Path(path_type=Path), help="PEM file, to speak https."),
    click.option("--key", type=click.Path(path_type=Path), help="PEM file of the certificate's key."),
    click.option("--inbox", type=click.Path(path_type=Path), help="Folder in which what is added waits."),
    by_option, debug_option,
)  # fmt: skip
def serve_command(
    record: str, host: str, port: int, urls: tuple[str, ...], users: Path | None, token: str | None,
    certificate: Path | None, key: Path | None, inbox: Path | None, by: str | None,
) -> None:  # fmt: skip
    """Show the Record in a browser, until interrupted.

    Without more it listens on this machine only, and nobody has to sign in. On another address it needs users
    (`onrecord users add`) or a token.

    \b
    onrecord serve
    onrecord serve --host 0.0.0.0 --url https://talks.example --users users.json
    """
    _need("fastapi", "web")
    from onrecord.store import Record
    from onrecord.web.app import create_app
    from onrecord.web.running import listen, run
    from onrecord.web.settings import Settings, addresses, is_loopback

    users = users or (USERS if USERS.exists() else None)
    if token is not None and len(token) < 16:
        raise UsageError("the token is shorter than 16 characters; make one by `openssl rand -hex 16`")
    if not is_loopback(host) and users is None and token is None:
        raise UsageError(
            f"{host} can be reached from other machines, and nobody would have to sign in; "
            "make users (`onrecord users add`), set ONRECORD_TOKEN, or leave --host out"
        )
    if (certificate is None) != (key is None):
        raise UsageError("--certificate and --key go together")
    with Record(record) as opened, listen(host, port) as socket:
        port = socket.getsockname()[1]
        tls = certificate is not None
        hosts, origins = addresses(host, port, urls, tls=tls)
        secure = tls or (bool(urls) and all(url.startswith("https://") for url in urls))
        settings = Settings(record, hosts, origins, users, token, secure, inbox or _inbox(record), user(by))
        if not secure and not is_loopback(host):
            message("without https, passwords and what is read can be seen on the network on the way")
        where = (
            urls[0]
            if urls
            else f"{'https' if tls else 'http'}://{f'[{host}]' if ':' in host else host}:{port}/"
        )
        message(f"the record is at {where} (Ctrl-C ends it)")
        run(create_app(opened, settings), socket, certificate, key)


def _inbox(record: str) -> Path:
    """Beside a Record that is a file; in the working folder for one on a server."""
    return Path("onrecord-inbox" if "://" in record else f"{record}-inbox")


@click.group("users")
def users_command() -> None:
    """Who may see and correct the Record on a server; kept in a file of its own, apart from the Record."""


@users_command.command("add")
@click.argument("name")
@options(
    click.option("--role", default="reader", show_default=True,
                 help="reader (sees), reviewer (corrects), admin (adds)."),
    _USERS, debug_option,
)  # fmt: skip
def add_command(name: str, role: str, users: Path | None) -> None:
    """Make a user, or change one; the password is asked for, or read from stdin where that is no terminal."""
    _need("argon2", "web")
    from onrecord.web.users import add_user

    if sys.stdin.isatty():
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        password = sys.stdin.readline().rstrip("\n")
    add_user(users or USERS, name, role, password)
    message(f"{name} is a {role} in {str(users or USERS)!r}")


@users_command.command("remove")
@click.argument("name")
@options(_USERS, debug_option)
def remove_command(name: str, users: Path | None) -> None:
    """Take a user out; their sessions end."""
    _need("argon2", "web")
    from onrecord.web.users import remove_user

    remove_user(users or USERS, name)
    message(f"{name} is no user any more")


@users_command.command("list")
@options(_USERS, debug_option)
def list_command(users: Path | None) -> None:
    """List names and roles."""
    _need("argon2", "web")
    from onrecord.web.users import list_users

    for name, role in list_users(users or USERS):
        click.echo(f"{name}\t{role}")


@click.command("mcp")
@options(record_option, debug_option)
def mcp_command(record: str) -> None:
    """Let an assistant ask the Record (Model Context Protocol, over stdin and stdout); it can change nothing.

    \b
    {"mcpServers": {"onrecord": {"command": "onrecord", "args": ["mcp", "--record", "/path/to/talks.db"]}}}
    """
    _need("mcp", "mcp")
    from onrecord.store import Record
    from onrecord.web.assistant import make_server

    with Record(record, create=False) as opened:
        make_server(opened).run("stdio")


def _need(module: str, extra: str) -> None:
    from importlib.util import find_spec

    if find_spec(module) is None:
        raise UsageError(f"this needs more packages: pip install 'onrecord[{extra}]'")


commands = (serve_command, users_command, mcp_command)
