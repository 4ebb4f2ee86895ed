"""Pictures as SVG that stands by itself: colours are attributes, which the pages' style sheet may go over.

Nothing in it is a style or a script, which our policy forbids, and all words are escaped.
"""

from __future__ import annotations

from markupsafe import Markup, escape

from onrecord.show.visible import one_line

FONT = "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', system-ui, sans-serif"
INK, SOFT, RULE, PAPER = "#1d2025", "#585e69", "#d9dce2", "#ffffff"


def element(name: str, *inside: str | Markup, **attributes: object) -> Markup:
    """An element; `stroke_width` is stroke-width, `class_` is class, None leaves an attribute out.

    >>> element("text", "a < b", x=4, text_anchor="end")
    Markup('<text x="4" text-anchor="end">a &lt; b</text>')
    """
    named = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_short(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    body = Markup("").join(part if isinstance(part, Markup) else escape(one_line(part)) for part in inside)
    return Markup(f"<{name}{named}>{body}</{name}>") if body else Markup(f"<{name}{named}/>")


def words(text: str, x: float, y: float, **attributes: object) -> Markup:
    """A line of text."""
    return element("text", text, x=x, y=y, **{"fill": INK, "font_size": 12, "class_": "ink", **attributes})


def fitted(text: str, width: float, size: float = 12) -> str:
    """As much of a text as fits, by the mean width of letters."""
    most = max(int(width / (size * 0.55)), 2)
    text = one_line(text)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def picture(width: float, height: float, title: str, *inside: Markup, **attributes: object) -> Markup:
    """A whole picture on paper of its own.

    Args:
        title: What it shows, for those who do not see it.
    """
    paper = element("rect", width=width, height=height, fill=PAPER, class_="paper")
    return element(
        "svg", element("title", title), paper, *inside, xmlns="http://www.w3.org/2000/svg", role="img",
        aria_label=title, viewBox=f"0 0 {_short(width)} {_short(height)}", font_family=FONT, **attributes,
    )  # fmt: skip


def _short(value: object) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
