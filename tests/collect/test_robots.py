from __future__ import annotations

import time

import pytest

from onrecord.collect.robots import Robots, parse_robots

SITE = "https://news.example"


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /private/", "/private/a", False),
        ("User-agent: *\nDisallow: /private/", "/privateer", True),
        ("user-agent:*\r\ndisallow:/private # not for robots", "/private/a", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/open", "/a/open/1", True),
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*/print$", "/x/print", False),
        ("User-agent: *\nDisallow: /*/print$", "/x/print/2", True),
        ("User-agent: *\nDisallow: /*.pdf", "/x/y.pdf?a=1", False),
        ("User-agent: *\nDisallow: /*?print=", "/x?print=1", False),
        ("User-agent: *\nDisallow: /caf%C3%A9", "/café", False),
        ("User-agent: *\nDisallow: /a$", "/a", False),
        ("User-agent: *\nDisallow: /a$", "/ab", True),
        ("User-agent: onrecord\nDisallow: /x\n\nUser-agent: *\nDisallow: /", "/a", True),
        ("User-agent: onrecord/1.0\nUser-agent: other\nDisallow: /x", "/x", False),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("Disallow: /", "/a", True),  # belongs to no agent
        (
            "User-agent: OnRecord\nDisallow: /a\n\nUser-agent: x\nDisallow: /\n\nUser-agent: "
            "onrecord\nDisallow: /b",
            "/b",
            False,
        ),
    ],
)
def test_rules(rules: str, path: str, allowed: bool) -> None:
    assert parse_robots(rules, agent="onrecord").allows(SITE + path) is allowed


def test_a_hostile_pattern_takes_no_time() -> None:
    robots = parse_robots("User-agent: *\nDisallow: /" + "*a" * 2_000 + "b$", agent="onrecord")
    start = time.process_time()
    assert robots.allows(SITE + "/" + "a" * 20_000)
    assert time.process_time() - start < 1


def test_no_rules_allow_all() -> None:
    assert Robots().allows(SITE)
