"""Pages of our own writing about an invented negotiation."""

PARAGRAPHS = (
    "The delegation of Port Selby left the hall early on Friday, and nobody would say when the talks go on.",
    "“We never agreed to that,” said Ruth Amsel, who leads it. “The sluices stay shut until the toll is "
    "gone.”",
    "Her counterpart, Tomas Iversen, said that he was ready to meet again before the end of the month.",
    "The two towns have been at odds over the toll on grain barges since last spring, when it was doubled.",
)

HEAD = """<!DOCTYPE html><html lang="en-GB"><head><title>Envoy leaves early - Harbour Post</title>
<meta property="og:site_name" content="Harbour Post"><meta property="og:title" content="Envoy leaves early">
<meta name="author" content="Jo Lind"><meta property="article:published_time" content="2031-03-07T18:30:00Z">
<link rel="canonical" href="https://www.harbourpost.example/envoy"></head>"""

NAVIGATION = '<nav><a href="/">Home</a> <a href="/news">News</a> <a href="/sport">Sport</a></nav>'


def make_page(*paragraphs: str, head: str = HEAD) -> str:
    """A page as a news site has it: menu, article, footer."""
    text = "".join(f"<p>{p}</p>" for p in paragraphs or PARAGRAPHS)
    return (
        f"{head}<body>{NAVIGATION}<main><article><h1>Envoy leaves early</h1>{text}</article></main>"
        "<footer><p>All rights reserved</p></footer></body></html>"
    )
