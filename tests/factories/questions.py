"""Questions as their snapshots hold them, without a database."""


def row(key: str, text: str | None = None, **fields) -> dict:
    """One row of a question, under a readable key."""
    plain = {
        "key": key,
        "text": key if text is None else text,
        "correct": False,
        "feedback": "",
        "match": "",
        "match_key": f"match-{key}",
        "gap": None,
        "share": None,
        "tolerance": None,
    }
    return plain | fields


def question_data(kind: str, *rows: dict, units=(), **fields) -> dict:
    """A question's data; `units` are pairs of a name and a factor."""
    plain = {
        "type": kind,
        "text": "<p>What now?</p>",
        "feedback": "",
        "credit": "whole",
        "case_sensitive": False,
        "unit_rule": "none",
        "min_words": None,
        "max_words": None,
        "image": None,
        "image_alt": "",
    }
    options = [one | {"sort_order": place} for place, one in enumerate(rows)]
    named = [
        {"name": name, "factor": str(factor), "sort_order": place}
        for place, (name, factor) in enumerate(units)
    ]
    return plain | {"options": options, "units": named} | fields
