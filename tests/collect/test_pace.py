from __future__ import annotations

from onrecord.collect.pace import Pace


def test_one_host_is_asked_at_intervals_and_others_at_once() -> None:
    pace = Pace(2.0)
    asked = [
        ("a.example/1", 10.0),
        ("a.example/2", 10.5),
        ("A.example/3", 11.0),
        ("b.example/", 11.0),
        ("a.example:8080/", 11.0),
    ]
    assert [pace.wait(f"https://{url}", now) for url, now in asked] == [0.0, 1.5, 3.0, 0.0, 0.0]
    assert pace.wait("https://a.example/4", 100.0) == 0.0


def test_a_host_that_asked_to_be_left_alone() -> None:
    pace = Pace(2.0)
    pace.hold("https://a.example/1", 60.0)
    assert pace.held("https://a.example/2", 20.0) == 40.0
    assert pace.held("https://a.example/2", 61.0) == pace.held("https://b.example/", 20.0) == 0.0


def test_what_is_no_url() -> None:
    assert Pace(1.0).wait("http://[::1", 0.0) == 0.0
