from __future__ import annotations

import os
from pathlib import Path

import pytest

from onrecord.collect import Given
from onrecord.errors import InputError

from .lists import collect

TEXT = "“We never agreed to that,” Ruth Amsel said. She left Port Selby early."


def put(path: Path, text: str = TEXT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{path.name}. {text}", "utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one report in it, beside another folder with a secret."""
    put(tmp_path / "outside" / "secret.txt")
    put(tmp_path / "in" / "b.txt")
    return tmp_path / "in"


def sources(folder: Path) -> list[str]:
    articles, errors = collect(str(folder))
    assert errors == []
    return [str(Path(item.source).relative_to(folder)) for item in articles]


def errors_of(folder: Path) -> list[InputError]:
    articles, errors = collect(str(folder))
    assert [Path(item.source).name for item in articles] == ["b.txt"]
    return errors


def test_files_of_all_folders_in_order(folder: Path) -> None:
    for name in ("c/z.txt", "c/d/a.md", "a/x.html.gz", "a/x.txt"):
        put(folder / name)
    assert sources(folder) == ["a/x.html.gz", "a/x.txt", "b.txt", "c/d/a.md", "c/z.txt"]


def test_hidden_files_are_passed_over(folder: Path) -> None:
    put(folder / ".hidden.txt")
    put(folder / ".git" / "a.txt")
    assert sources(folder) == ["b.txt"]


def test_what_is_given_holds_for_each_but_for_title_and_url(folder: Path) -> None:
    (item,), _ = collect(str(folder), Given(outlet="Harbour Post", title="One", url="https://a.example/"))
    assert (item.article.outlet, item.article.title, item.article.url) == ("Harbour Post", None, None)


def test_files_of_many_articles_keep_their_places(folder: Path) -> None:
    (folder / "a.jsonl").write_text('{"text": "too short"}\n')
    (error,) = errors_of(folder)
    assert error.source == f"{folder / 'a.jsonl'}:1"


@pytest.mark.parametrize(
    "target", ["../outside/secret.txt", "../outside", "/etc/hostname", "../in/../outside/secret.txt"]
)
def test_links_out_of_the_folder_are_refused(folder: Path, target: str) -> None:
    (folder / "link.txt").symlink_to(target)
    (error,) = errors_of(folder)
    assert error.source == str(folder / "link.txt")
    assert "out of the folder" in str(error)


def test_a_link_to_a_link_out_of_the_folder(folder: Path) -> None:
    (folder / "c").mkdir()
    (folder / "c" / "second").symlink_to("../../outside/secret.txt")
    (folder / "first").symlink_to("c/second")
    assert len(errors_of(folder)) == 2


def test_links_within_the_folder(folder: Path) -> None:
    put(folder / "c" / "d.txt")
    (folder / "a.txt").symlink_to("c/d.txt")
    (folder / "circle").symlink_to(".")
    (folder / "c" / "up").symlink_to("..")
    assert sources(folder) == ["a.txt", "b.txt", "c/d.txt"]


@pytest.mark.parametrize("target", ["nowhere.txt", "self.txt"])
def test_links_that_lead_nowhere(folder: Path, target: str) -> None:
    (folder / "self.txt").symlink_to(target)
    (error,) = errors_of(folder)
    assert "nowhere" in str(error)


def test_the_folder_itself_may_be_named_by_a_link(folder: Path) -> None:
    (folder.parent / "alias").symlink_to("in")
    articles, errors = collect(str(folder.parent / "alias"))
    assert (len(articles), errors) == (1, [])


def test_a_pipe_in_a_folder_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    (error,) = errors_of(folder)
    assert "no regular file" in str(error)


@pytest.mark.parametrize("name", ["style.css", "photo.jpg", "code.js.gz"])
def test_what_is_no_article_by_its_name(folder: Path, name: str) -> None:
    put(folder / name)
    (error,) = errors_of(folder)
    assert "name the file" in str(error)


def test_an_empty_folder(tmp_path: Path) -> None:
    assert collect(str(tmp_path)) == ([], [])
