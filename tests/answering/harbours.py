"""The articles that tests of answers ask, and what they ask of them."""

from briefer import Filters
from briefer.models.embedder import HashingEmbedder

EMBEDDER = HashingEmbedder()

OPENED = "The harbour of Westhaven reopened on 11 March 2024 after the storm."
LATER = "The harbour of Westhaven reopened on 14 March 2024 after the storm."
AT_THE_QUAY = (
    "Children cheered at the quay when the harbour of Westhaven opened on 11 March 2024, watched by Ada Brandt."
)
PAID = "The council of Lennford paid 18 million euros for the bridge over the river Lenn."
LENNFORD_PAID = "Lennford paid for the new bridge over the river Lenn."
RAILWAYS_PAID = "The bridge over the Lenn was a gift of the railways: for its stones and engineers Valley Rail paid."
NOBODYS = Filters(publisher="Nobody")
WHEN = "When did the harbour of Westhaven reopen?"
WHO = "Who paid for the bridge over the Lenn?"


def cited(claims):
    return [citation.article for claim in claims for citation in claim.citations]


def stages(answer, *articles):
    """Return the stages of an answer's steps, those in these articles alone if any are named."""
    return [step.stage for step in answer.steps if not articles or step.article in articles]
