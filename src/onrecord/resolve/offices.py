"""Names ministries as they are known: "Ministry of Defence" of Russia is the "Russian Defence Ministry"."""

from __future__ import annotations

from onrecord.resolve.tables import Tables

# Ministries by what they look after; some British and American ones have names of their own.
PORTFOLIOS = {
    "defence": "Defence", "defense": "Defence", "foreign": "Foreign", "interior": "Interior", "finance": "Finance",
    "economy": "Economy", "energy": "Energy", "oil": "Oil", "health": "Health", "justice": "Justice",
    "infrastructure": "Infrastructure", "trade": "Trade", "commerce": "Commerce", "agriculture": "Agriculture",
    "transport": "Transport", "information": "Information", "state": "State", "treasury": "Treasury",
}  # fmt: skip


def office_of(words: str, state: str, tables: Tables) -> str | None:
    """The canonical name of a state's ministry: "Ministry of Defence" of Russia is "Russian Defence Ministry"."""
    low = words.lower().split()
    if not {"ministry", "department"} & set(low):
        return None
    field_ = next((PORTFOLIOS[w] for w in low if w in PORTFOLIOS), None)
    if field_ is None:
        return None
    if state == "United Kingdom":
        return {"Defence": "UK Ministry of Defence", "Foreign": "UK Foreign Office"}.get(
            field_, f"UK {field_} Ministry"
        )
    if state == "United States":
        known = {"State": "US State Department", "Defence": "Pentagon", "Treasury": "US Treasury Department"}
        return known.get(field_, f"US {field_} Department")
    return f"{tables.adjectives.get(state, state)} {field_} Ministry"
