"""Makes statements that can be read alone of chosen sentences, and tells who says them. Knows no page.

Names are put in place of references by the model, under checks; who speaks is told by the parse.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import ConfigDict, create_model

from briefer.briefing.faithful import faithful
from briefer.briefing.selection import BriefSettings, Point, opening_of
from briefer.errors import OutputError
from briefer.grounding.cite import verbatim
from briefer.grounding.support import support
from briefer.grounding.trace import Trace
from briefer.grounding.write import sentence
from briefer.language.analysis import Analysis, analyse
from briefer.language.attribution import Attribution, attributions
from briefer.language.discourse import who_says
from briefer.language.lists import words
from briefer.language.mentions import Mention, name
from briefer.language.parser import Tree
from briefer.language.quotations import quotations
from briefer.language.tokens import capitalised
from briefer.library.chunks import Chunk
from briefer.models.llm.base import LanguageModel, Prompt
from briefer.models.prompts import fill
from briefer.progress import Stage
from briefer.schema import Claim, Statement, Wording

LEAD_WORDS = 70
THE_ARTICLE = "the article"  # speaks where nobody is named
SOMEBODY = frozenset({"he", "she"})


def restate(point: Point, model: LanguageModel, settings: BriefSettings, trace: Trace) -> Claim:
    """Return what a sentence says so that it can be read alone: the sentence itself, unless it leans on others.

    One that does is rewritten with names in place of its references; if what the model wrote changes anything else,
    or is not supported, the sentence stands as it is.
    """
    chunk = point.hit.chunk
    original = verbatim(chunk, point.span)
    if not leans_on_others(point.tree):
        return original
    first = opening_of(chunk.article)[0]
    lead = " ".join(chunk.article.text[first.start : first.end].split()[:LEAD_WORDS])
    shown = {"lead": lead, "passage": chunk.text, "sentence": point.text}
    try:
        text = sentence(fill("restate", shown), model)
        if not faithful(text, original.text, chunk.article.prose, chunk.parser):
            text = _bracketed(point, shown, model)
        supported = support(text, f"{lead}\n{chunk.text}", model) if text else 0.0
    except OutputError:
        return original
    kept = supported >= settings.support
    outcome = "in place of the sentence" if kept else "dropped: the sentence stands as it is"
    trace.add(Stage.RESTATE, text or point.text, outcome, value=supported, hit=point.hit)
    if not kept:
        return original
    return Claim(text=text, support=supported, wording=Wording.MODEL, citations=original.citations)


def leans_on_others(tree: Tree) -> bool:
    """Return whether a sentence has words that stand for something named before: "it", "the talks", "both"."""
    lists = words("en", "statements")
    for token in tree.tokens:
        said, before = token.text.lower(), tree.tokens[token.index - 1].text.lower() if token.index else ""
        pronoun = token.tag in {"PRP", "PRP$"} and said not in lists["speaking"]
        again = said in lists["again"] and (before == "the" or any(t.text.lower() == "the" for t in tree.below(token)))
        if pronoun or again or said in lists["pointing"]:
            return True
    return False


def stands_alone(text: str, chunk: Chunk) -> bool:
    """Return whether a statement begins with no word for something named before, or the name is in brackets."""
    tokens = analyse(text, chunk.parser).trees[0].tokens
    begins = [t.text.lower() for t in tokens[:3]]
    if begins[:2] == ["one", "of"]:
        return begins[2:] not in (["these"], ["those"], ["them"])
    if not begins or begins[0] not in words("en", "statements")["of_another"]:
        return True
    if begins[0] == "it":
        return begins[1:2] in (["is"], ["was"])
    return begins[1:2] == ["["] or (begins[0] == "both" and tokens[1].text[0].isupper())


def _bracketed(point: Point, shown: dict[str, str], model: LanguageModel) -> str:
    """Return a sentence with the name that is meant by its first he or she in brackets behind it, else nothing.

    Nothing too where the sentence names somebody before. What is quoted stays as it is.
    """
    tree = point.tree
    pronoun = next((t for t in tree.tokens if t.text.lower() in SOMEBODY and not tree.quote(t)), None)
    chunk = point.hit.chunk
    people = names_in(analyse(f"{shown['lead']} {shown['passage']}", chunk.parser))
    if not pronoun or not people or any(t.pos == "PROPN" and t.entity != "DATE" for t in tree.tokens[: pronoun.index]):
        return ""
    meant = _pick(fill("referent", {**shown, "pronoun": pronoun.text}), people, model)
    return f"{point.text[: point.offset + pronoun.end]} [{meant}]{point.text[point.offset + pronoun.end :]}"


def statement(point: Point, claim: Claim, model: LanguageModel) -> Statement:
    """Return a claim in which somebody says something, with who speaks and by which verb."""
    said = max(quotations(point.text), key=len, default=point.text)
    try:
        speaker = _speaker(point, said, model)
    except OutputError:
        speaker = THE_ARTICLE
    verb = next((one.verb for one in attributions(point.tree)), "")
    return Statement(speaker=speaker, verb=verb, claim=claim)


def _speaker(point: Point, said: str, model: LanguageModel) -> str:
    """Return who says some words of a sentence, by their whole name; the article where nobody does."""
    chunk, start = point.hit.chunk, point.hit.chunk.within(point.span)[0]
    own = [one for one in attributions(point.tree) if not point.tree.quote_at(one.at)]
    if own:  # what a word or two in quotation marks are called by somebody is not the statement
        found: Attribution | None = max(own, key=lambda one: len(one.covers))
    else:
        at = start + max(point.text.find(said), 0)
        found = who_says(chunk.analysis, at, at + len(said))
    if not found:
        return THE_ARTICLE
    if any(one.pronoun for one in found.speakers):
        people = names_in(chunk.analysis)
        if not people or not {one.text.lower() for one in found.speakers} <= SOMEBODY:
            return THE_ARTICLE
        return _pick(fill("speaker", {"passage": chunk.text, "words": said}), people, model)
    return " and ".join(capitalised(f"{one.article} {_whole_name(one, chunk)}".strip()) for one in found.speakers)


def _whole_name(one: Mention, chunk: Chunk) -> str:
    """Return a name as an article first gives it in full: "Ada Brandt" for "Brandt"."""
    if not one.named or " " in one.text:
        return one.text
    for part in chunk.article.paragraphs:
        if one.text in chunk.article.text[part.start : part.end]:
            longer = [n for n in names_in(chunk.alone(part).analysis) if n.endswith(f" {one.text}")]
            if longer:
                return longer[0]
    return one.text


def names_in(analysis: Analysis) -> list[str]:
    """Return the names of a text that can be somebody's, each once; those of people, where there are any."""
    found: dict[str, bool] = {}
    for tree in analysis.trees:
        for token in tree.tokens:
            within = token.dep in {"compound", "flat", "nmod"} or token.entity in {"DATE", "TIME"}
            if token.pos == "PROPN" and not within and len(token.text) > 1:
                found.setdefault(name(tree, token, analysis.language).text, token.entity == "PERSON")
    people = [one for one, person in found.items() if person]
    return people or list(found)


def _pick(prompt: Prompt, names: Sequence[str], model: LanguageModel) -> str:
    """Return the name that the model chooses of these; the only one without asking it."""
    if len(names) == 1:
        return names[0]
    schema = create_model("Speaker", __config__=ConfigDict(extra="forbid"), speaker=(Literal[tuple(names)], ...))  # type: ignore[arg-type]
    return str(model.generate(prompt, schema, max_tokens=60).model_dump()["speaker"])
