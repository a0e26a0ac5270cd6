"""What a model writes does not speak of the passage that it was made from."""

import pytest

from briefer.grounding.write import itself


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("The passage states that since 2018 a pipe has run there.", "Since 2018 a pipe has run there."),
        ("According to the passage, the harbour reopened.", "The harbour reopened."),
        (
            "The text of the treaty says that the border is open.",
            "The text of the treaty says that the border is open.",
        ),
        ("The text says that the border is open.", "The text says that the border is open."),  # a treaty's
        ("The passage states that ", "The passage states that "),
    ],
)
def test_a_claim_does_not_speak_of_the_passage_that_it_was_made_from(written, shown):
    assert itself(written) == shown
