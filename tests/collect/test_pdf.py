from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

from onrecord.collect.pdf import read_pdf
from onrecord.errors import InputError, MalformedError, NoArticleError, TooLargeError

LONG = (
    "The delegation of Port Selby left the hall early on Friday, and nobody would say when the talks "
    "about the "
    "well-known grain toll are to go on, or where."
)
QUOTE = (
    "“We never agreed to that,” said Ruth Amsel, who had led the delegation through nine hours without "
    "a break, "
    "before she went down to the quay."
)
BODY = [LONG, QUOTE] * 24


def make_pdf(
    paragraphs: list[str],
    *,
    columns: int = 1,
    head: str = "Harbour Post",
    title: str = "Envoy leaves",
    **style: float,
) -> bytes:
    """A report of some pages, set with running heads and page numbers."""
    normal = getSampleStyleSheet()["Normal"]
    body = ParagraphStyle("body", parent=normal, **style)
    width, height = A4
    out = io.BytesIO()

    def furnish(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.drawString(72, height - 40, head)
        canvas.drawString(290, 30, f"Page {document.page}")

    each = (width - 144) / columns
    frames = [Frame(72 + each * n, 72, each - 12 * (columns > 1), height - 144) for n in range(columns)]
    document = BaseDocTemplate(out, pagesize=A4, title=title, author="Jo Lind")
    document.addPageTemplates(PageTemplate(frames=frames, onPage=furnish))
    document.build([Paragraph(text, body) for text in paragraphs])
    return out.getvalue()


def draw_pdf(*draw: Callable[[Canvas], None]) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for page in draw:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def lines(*texts: str, top: float = 700) -> Callable[[Canvas], None]:
    """Lines at a distance of 14 points."""

    def draw(canvas: Canvas) -> None:
        for n, text in enumerate(texts):
            canvas.drawString(72, top - 14 * n, text)

    return draw


@pytest.mark.parametrize(
    "style",
    [{"spaceAfter": 10}, {"firstLineIndent": 14}, {"spaceAfter": 4, "leading": 20}, {"spaceBefore": 8}],
)
@pytest.mark.parametrize("columns", [1, 2])
def test_paragraphs_lines_and_heads(style: dict[str, float], columns: int) -> None:
    article = read_pdf(make_pdf(BODY, columns=columns, **style))
    assert article.text.split("\n\n") == BODY


def test_head() -> None:
    article = read_pdf(make_pdf(BODY, spaceAfter=10), url="https://harbourpost.example/envoy.pdf")
    assert (article.title, article.byline) == ("Envoy leaves", "Jo Lind")
    assert article.url == "https://harbourpost.example/envoy.pdf"
    assert article.published is None


def test_a_title_that_a_program_filled_in() -> None:
    assert read_pdf(make_pdf(BODY, title="untitled", spaceAfter=10)).title is None


def test_words_broken_at_line_ends() -> None:
    text = (
        "The nego-",
        "tiations over the well-known toll went on in Port Sel-",
        "by until the vice-",
        "mayor of Holm left. It is a well-",
        "known fact, said the Amsel-",
        "Iversen group, that grain is dear to the people here.",
    )
    assert read_pdf(draw_pdf(lines(*text))).text == (
        "The negotiations over the well-known toll went on in Port Selby until the vice-mayor of Holm left. "
        "It is a well-known fact, said the Amsel-Iversen group, that grain is dear to the people here."
    )


def test_page_numbers_of_a_single_page_are_dropped_but_not_numbers_in_the_text() -> None:
    page = lines(
        "The vote on the toll ended with the following number of votes for Amsel:", "41", "and no others."
    )

    def draw(canvas: Canvas) -> None:
        page(canvas)
        canvas.drawString(290, 30, "- 1 -")

    text = read_pdf(draw_pdf(draw)).text
    assert "Amsel: 41 and no others." in text.replace("\n\n", " ")
    assert "- 1 -" not in text


def encrypted(password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(make_pdf(BODY, spaceAfter=10))))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_locked() -> None:
    with pytest.raises(MalformedError, match="password"):
        read_pdf(encrypted("secret"))


def test_locked_against_printing_only() -> None:
    assert read_pdf(encrypted("")).text.split("\n\n") == BODY


def test_a_scan() -> None:
    scan = draw_pdf(lambda canvas: canvas.rect(72, 72, 300, 300, fill=1))
    with pytest.raises(NoArticleError, match="scan"):
        read_pdf(scan)


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-",
        b"%PDF-1.7\n",
        b"%PDF-1.7\n" + b"x" * 1_000,
        b"%PDF-1.4\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF",
    ],
)
def test_broken(data: bytes) -> None:
    with pytest.raises((MalformedError, NoArticleError)):
        read_pdf(data)


def test_cut_off() -> None:
    whole = make_pdf(BODY, spaceAfter=10)
    with pytest.raises((MalformedError, NoArticleError)):
        read_pdf(whole[: len(whole) // 3])


def test_too_many_pages() -> None:
    writer = PdfWriter()
    for _ in range(1_001):
        writer.add_blank_page(10, 10)
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(TooLargeError, match="1,000"):
        read_pdf(out.getvalue())


WHOLE = make_pdf(BODY[:4], spaceAfter=10)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=20))
def test_a_damaged_file_gives_text_or_an_error_of_ours(at: int, junk: bytes) -> None:
    with suppress(InputError):
        read_pdf(b"%PDF-" + WHOLE[5:at] + junk + WHOLE[at + len(junk) :])
