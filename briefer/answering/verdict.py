"""Tells yes or no, where a question wants one: by the model, or a sentence that denies what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from briefer.answering.context import Candidate, Context
from briefer.answering.kinds import lists_of
from briefer.answering.question import Question
from briefer.answering.told import named_words
from briefer.grounding.probability import from_log_odds
from briefer.grounding.read import affirmed
from briefer.language.attribution import attributions
from briefer.language.lists import words
from briefer.language.parser import Token, Tree
from briefer.language.predicates import denied, predicates
from briefer.language.tokens import stem, stems, tells, undotted
from briefer.library.chunks import Chunk
from briefer.progress import Stage
from briefer.schema import Span, Verdict

# Log-odds up to which a yes is none, since models lean to it.
LEANS_TO_YES = 0.4
LEAST_DENIED = 2  # words of a question that its article's title does not have


def verdict(question: Question, kept: Sequence[Candidate], context: Context) -> Verdict | None:
    """Return yes or no to a question that wants one, by the surest claim; None where it is left open.

    Its window and its sentences alone are weighed: among other sentences a denial is overlooked, without them it may
    not be understood.
    """
    if not kept or not question.yes_or_no:
        return None
    surest = max(kept, key=lambda k: k.confidence)
    if denial(question, surest.sentence.chunk):
        return Verdict.NO
    cited = " ".join(citation.quote for citation in surest.claim.citations)
    yes = fmean(affirmed(question.text, text, context.model) for text in dict.fromkeys((surest.window.text, cited)))
    context.trace.add(Stage.VERDICT, question.text, "yes?", value=from_log_odds(yes), chunk=surest.sentence.chunk)
    if yes > LEANS_TO_YES:
        # Beside "No injuries were reported" a yes is most likely a slip: whoever reads the sentence decides.
        return None if _denies(surest.sentence.tree, question) and not _denies(question.tree, question) else Verdict.YES
    return Verdict.NO if yes < 0 else None


def _denies(tree: Tree, question: Question) -> bool:
    """Return whether the main verb of a sentence tells what is not so."""
    return any(denied(tree, t, question.language) for t in tree.tokens if t.dep == "ROOT")


def denial(question: Question, chunk: Chunk) -> Span | None:
    """Return the sentence of a passage that says of what a question for yes or no asks that it is not so, else None.

    It has the question's words in their order, but for those of the article's title, which it need not repeat, and what
    it denies is one of them, no name; it denies it as a fact, and nobody says it. A model that is asked whether such a
    passage states the answer mixes that up with the answer, and says no.
    """
    title = stems(chunk.article.title)
    asked = [_stem(t) for t in question.tree.tokens if t.text[0].isalnum() and tells(t.text)]
    asked = [word for word in asked if word not in title]
    new = set(asked) - {stem(word) for word in named_words(question.tree, question)}
    if not question.yes_or_no or len(asked) < LEAST_DENIED or not new:
        return None
    for span, tree in zip(chunk.spans, chunk.analysis.trees, strict=True):
        said = iter(_stem(t) for t in tree.tokens)
        if all(word in said for word in asked) and _denied(tree, question) & new:
            return span
    return None


def _stem(token: Token) -> str:
    return stem(undotted(token.text))


def _denied(tree: Tree, question: Question) -> set[str]:
    """Return the stems of the verbs and what they tell that a sentence says are not so; none where it is no plain fact.

    "The crews did not return" and "It is not open"; not "If they do not return", "She said that they did not return".
    """
    language = question.language
    if tree.quotes or any(_doubtful(tree, t, language) for t in tree.tokens):
        return set()
    said = {place for one in attributions(tree, language) for place in one.covers}
    modals = words(language, "polarity")["modals"]
    ahead = any(t.text.lower() in modals for t in question.tree.tokens)  # "Will it open?" asks for no fact
    found: set[str] = set()
    for one in predicates(tree, language):
        fact = ahead or not one.open
        if one.denied and fact and one.verb.index not in said and not _no_denial(tree, one.verb, language):
            told = [t for t in tree.below(one.verb) if t.dep in {"acomp", "attr", "advmod"}]
            # "No clause that obliges them" denies that one does.
            told += [t for noun in told for t in tree.below(noun) if noun.dep == "attr" and t.dep == "relcl"]
            found |= {_stem(t) for t in (one.verb, *one.patients, *told)}
    return found


def _doubtful(tree: Tree, token: Token, language: str) -> bool:
    """Return whether a sentence with a token may deny something else than what is asked: "until", "Had he not come"."""
    first = token.index == 0 or tree.tokens[token.index - 1].text == ","
    return token.text.lower() in lists_of(language)["doubtful"] or (first and token.text.lower() == "had")


def _no_denial(tree: Tree, verb: Token, language: str) -> bool:
    """Return whether the negation at a verb denies nothing: "not only", "did not hesitate"."""
    listed = lists_of(language)["no_denial"]
    below = sorted(tree.subtree(verb))
    behind = (tree.tokens[i + 1] for i in below if tree.tokens[i].text.lower() in {"not", "n't", "n’t", "no"})
    return any(t.text.lower() in listed for t in behind)
