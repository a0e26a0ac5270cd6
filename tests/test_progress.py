"""What people are told of a stage."""

import pytest

from briefer.progress import Progress, Stage, waiting


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_a_line_and_ends_with_its_detail(stage):
    text = Progress(stage, 0, 1, "quay.md").text
    assert text.endswith("quay.md")
    assert text == text.strip()
    assert Progress(stage, 0, 1).text == text.removesuffix("quay.md").strip()


def test_who_waits_is_told_for_how_many():
    assert waiting(1).text == "waiting for 1 earlier request"
    assert waiting(3).text == "waiting for 3 earlier requests"
