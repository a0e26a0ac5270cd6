"""Questions on files as people have them, asked of the real model: the rows of cases.toml."""

import re
from pathlib import Path

import pytest
from texts import rows, table

CASES = Path(__file__).parents[3] / "shared" / "cases"


@pytest.mark.model
@pytest.mark.parametrize("row", rows(table(__file__, "cases")["row"], "question"))
def test_what_people_ask_of_a_folder_is_answered_as_expected(real_over, tmp_path, row):
    folder = CASES / row["folder"]
    if not folder.is_dir():
        pytest.skip(f"'{folder}' is not there")
    with real_over(folder, tmp_path) as briefer:
        answer = briefer.ask(row["question"])
    told = [f"{claim.short} {claim.text}" for claim in answer.claims]
    if "only" in row:
        assert {row["only"] in citation.article for claim in answer.claims for citation in claim.citations} == {True}
    else:
        assert len(told) == len(row["claims"]), told
    for pattern, said in zip(row["claims"], told, strict=False):
        assert re.search(pattern, said), told
    if "superseded" in row:
        assert [claim.superseded for claim in answer.claims] == row["superseded"]
