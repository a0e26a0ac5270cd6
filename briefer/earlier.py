"""Reads results that earlier versions of the schema wrote as this one's. Knows the raw data of JSON alone.

What schema 1 told and schema 2 does not (what kind of statement it is, an event that the model named) is left out.
"""

from __future__ import annotations

from typing import Any


def claim(data: Any) -> Any:
    """Return the data of a claim; schema 1 knew only whether it was verbatim."""
    if not isinstance(data, dict) or "verbatim" not in data:
        return data
    rest = {name: value for name, value in data.items() if name != "verbatim"}
    return rest | {"wording": "verbatim" if data["verbatim"] else "model"}


def statement(data: Any) -> Any:
    """Return the data of a statement; schema 1 had a kind that the model gave it, and no verb."""
    if not isinstance(data, dict) or "kind" not in data:
        return data
    return {name: value for name, value in data.items() if name != "kind"} | {"verb": ""}


def source(data: Any) -> Any:
    """Return the data of a source without the event that schema 1 had the model name."""
    if not isinstance(data, dict) or "event" not in data:
        return data
    return {name: value for name, value in data.items() if name != "event"}


def brief(data: Any) -> Any:
    """Return the data of a brief; schema 1 had disagreements, which are figures that differ."""
    if not isinstance(data, dict) or "disagreements" not in data or "independent_sources" not in data:
        return data
    rest = {name: value for name, value in data.items() if name not in {"disagreements", "independent_sources"}}
    figures = [
        {
            "about": found["about"],
            "changed": False,
            "values": [{"value": "", "date": side["citations"][0]["date"], "claim": side} for side in found["sides"]],
        }
        for found in data["disagreements"]
    ]
    return rest | {"figures": figures, "watch": [], "stories": [], "accounts": data["independent_sources"]}
