"""Tells whether styles keep text from being seen: not displayed, without size, off the page, white on white.

Knows CSS declarations and style sheets, no formats. What only a script would hide is not seen here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

RGB = tuple[float, float, float]
WHITE: RGB = (1.0, 1.0, 1.0)
BLACK: RGB = (0.0, 0.0, 0.0)
# Difference of lightness below which nobody reads letters; #eee on white is above it, #f8f8f8 is not. Set by eye.
SAME = 0.05
FAINT = 0.05  # opacity
# Longer than any ornament's shift: what is moved so far stands outside the window. In px, em or any unit.
FAR = -99
TINY = {"px": 1.0, "pt": 1.0, "em": 0.1, "rem": 0.1, "%": 5.0, "": 0.0}
MOVED = "left right top bottom text-indent margin-left margin-top".split()
SIZES = "width height max-width max-height".split()
Declarations = Mapping[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Look:
    """How an element looks: whether it is seen, its letters' colour and its ground's; None for a picture."""

    seen: bool = True
    ink: RGB | None = BLACK
    ground: RGB | None = WHITE

    @property
    def legible(self) -> bool:
        """Return whether letters of this look can be read."""
        if not self.seen:
            return False
        return self.ink is None or self.ground is None or abs(_light(self.ink) - _light(self.ground)) > SAME


def declarations(style: str) -> dict[str, list[Any]]:
    """Return the values of a style attribute by property, each a list of tinycss2's tokens; the later one holds."""
    import tinycss2

    return _values(tinycss2.parse_blocks_contents(style[:20_000], skip_comments=True, skip_whitespace=True))


def look(attributes: Mapping[str, str | None], inherited: Look, sheet: Declarations | None = None) -> Look:
    """Return the look of an element from its attributes, what it inherits, and what style sheets say of it."""
    style = attributes.get("style") or ""
    found = {**(sheet or {}), **(declarations(style) if style else {})}
    if (ground := attributes.get("bgcolor")) and "background-color" not in found:
        found["background-color"] = _colour_tokens(ground)
    if (ink := attributes.get("color")) and "color" not in found:
        found["color"] = _colour_tokens(ink)
    seen = inherited.seen and "hidden" not in attributes
    return _applied(found, replace(inherited, seen=seen)) if found else replace(inherited, seen=seen)


def _applied(found: Declarations, inherited: Look) -> Look:
    ink, ground = inherited.ink, inherited.ground
    if "color" in found and (colour := _colour(found["color"])) is not None:
        ink = ground if colour[1] <= FAINT else colour[0]
    for name in ("background", "background-color", "background-image"):
        tokens = found.get(name, [])
        if any(t.type in {"url", "function"} and "rgb" not in t.serialize() for t in tokens):
            ground = None
        elif (colour := _colour(tokens)) is not None and colour[1] > FAINT:
            ground = colour[0]
    return Look(inherited.seen and not hides(found), ink, ground)


def hides(found: Declarations) -> bool:
    """Return whether declarations keep an element from being seen, whatever its colours."""
    words = {name: " ".join(token.serialize().lower() for token in tokens) for name, tokens in found.items()}
    if words.get("display") == "none" or words.get("visibility") in {"hidden", "collapse"}:
        return True
    if words.get("content-visibility") == "hidden" or _below(found.get("opacity"), FAINT, share=True):
        return True
    if "font-size" in found and _is_tiny(found["font-size"]):
        return True
    cut = re.search(r"hidden|clip", f"{words.get('overflow', '')} {words.get('overflow-y', '')}")
    if cut and any(name in found and _below(found[name], 1.01) for name in SIZES):
        return True
    if any(name in found and _below(found[name], FAR) for name in MOVED):
        return True
    return bool(
        re.search(r"scale(3d|x|y)?\(\s*0(\.0*)?\s*[,)]|translate\w*\([^)]*-\d{3,}", words.get("transform", ""))
        or re.search(
            r"inset\(\s*([5-9]\d|100)(\.\d+)?%|circle\(\s*0|polygon\(\s*0(px)?\s+0", words.get("clip-path", "")
        )
        or re.search(r"rect\(\s*[01](px)?[\s,]+[01](px)?[\s,]+[01](px)?[\s,]+[01](px)?\s*\)", words.get("clip", ""))
    )


def _below(tokens: list[Any] | None, limit: float, *, share: bool = False) -> bool:
    for token in (tokens or [])[:1]:
        value = getattr(token, "value", None)
        if token.type in {"number", "dimension", "percentage"} and isinstance(value, int | float):
            value = value / 100 if share and token.type == "percentage" else value
            return value <= limit if limit < 1 else value < limit
    return False


def _is_tiny(tokens: list[Any]) -> bool:
    for token in tokens[:1]:
        unit = "%" if token.type == "percentage" else getattr(token, "lower_unit", "")
        if token.type in {"number", "dimension", "percentage"}:
            return bool(token.value <= TINY.get(unit, 0.0))
    return False


def _colour_tokens(text: str) -> list[Any]:
    import tinycss2

    tokens = tinycss2.parse_component_value_list(text[:100], skip_comments=True)
    bare = re.fullmatch(r"[0-9a-fA-F]{6}", text.strip())  # color=FFFFFF, as old pages and mails write it
    return list(tinycss2.parse_component_value_list(f"#{text.strip()}") if bare else tokens)


def _colour(tokens: Iterable[Any]) -> tuple[RGB, float] | None:
    """Return the first colour among some tokens and its opacity, None if there is none, or it is inherited."""
    from tinycss2.color4 import parse_color

    for token in tokens:
        found = parse_color(token)
        if found is not None and not isinstance(found, str):
            red, green, blue = (min(max(part or 0.0, 0.0), 1.0) for part in found.to("srgb").coordinates)
            return (red, green, blue), float(found.alpha)
    return None


def _light(colour: RGB) -> float:
    red, green, blue = colour
    return 0.3 * red + 0.59 * green + 0.11 * blue


def _values(parsed: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    fixed: set[str] = set()
    for one in parsed:
        if one.type == "declaration" and (one.important or one.lower_name not in fixed):
            found[one.lower_name] = [t for t in one.value if t.type not in {"whitespace", "comment"}]
            fixed |= {one.lower_name} if one.important else set()
    if _is_lifted(found):
        import tinycss2

        found["vertical-align"] = list(tinycss2.parse_component_value_list("super"))
    return found


def _is_lifted(found: Declarations) -> bool:
    """Return whether declarations shift small letters up within their line, as LibreOffice does with raised ones."""
    up, size = (_ems(found.get(name, [])) for name in ("top", "font-size"))
    placed = [token.serialize() for token in found.get("position", [])]
    return placed == ["relative"] and -1 < up < 0 < size < 1


def _ems(tokens: list[Any]) -> float:
    """Return a length in em, 0 if it is in another unit or there is none."""
    return next((float(token.value) for token in tokens if getattr(token, "lower_unit", "") == "em"), 0.0)


# Style sheets

RELEVANT = {
    *MOVED, *SIZES, "display", "visibility", "content-visibility", "opacity", "font-size", "overflow", "overflow-y",
    "transform", "clip", "clip-path", "color", "background", "background-color", "background-image", "vertical-align",
}  # fmt: skip
MOST_RULES = 20_000


class Sheets:
    """What the style sheets of a page say of its elements."""

    def __init__(self, sources: Iterable[str]) -> None:
        """Read sheets in their order; rules for print, for narrow windows and with states (:hover) do not count."""
        import cssselect2
        import tinycss2

        self._matcher = cssselect2.Matcher()
        self.empty = True
        rules = 0
        for source in sources:
            for selectors, found in _rules(tinycss2.parse_stylesheet(source, skip_comments=True, skip_whitespace=True)):
                if (rules := rules + 1) > MOST_RULES:
                    return
                try:
                    compiled = cssselect2.compile_selector_list(selectors)
                except cssselect2.SelectorError:
                    continue
                for selector in compiled:
                    if selector.pseudo_element is None:
                        self._matcher.add_selector(selector, found)
                        self.empty = False

    def on(self, root: Any) -> dict[Any, dict[str, list[Any]]]:
        """Return what the sheets declare for the elements of a tree, by element."""
        import cssselect2

        said: dict[Any, dict[str, list[Any]]] = {}
        if self.empty:
            return said
        for element in cssselect2.ElementWrapper.from_html_root(root).iter_subtree():
            # A page that hides all of itself until a script has run is shown by every browser.
            whole = element.local_name in {"html", "body"}
            for *_, found in self._matcher.match(element):
                kept = {k: v for k, v in found.items() if not whole or "color" in k or k == "background"}
                said.setdefault(element.etree_element, {}).update(kept)
        return said


def _rules(parsed: Iterable[Any], depth: int = 0) -> Iterator[tuple[list[Any], dict[str, list[Any]]]]:
    import tinycss2

    for rule in parsed:
        if rule.type == "qualified-rule":
            found = {k: v for k, v in _values(tinycss2.parse_blocks_contents(rule.content)).items() if k in RELEVANT}
            if found:
                yield rule.prelude, found
        elif rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content and depth < 3:
            medium = tinycss2.serialize(rule.prelude).strip().lower()
            if medium in {"", "all", "screen", "only screen"}:
                yield from _rules(tinycss2.parse_rule_list(rule.content, skip_comments=True), depth + 1)
