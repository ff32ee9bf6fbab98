"""The Python API hides what the commands hide from a coder of an open round."""

from pathlib import Path

import pytest

import qualcode
from qualcode.model import CoderName, RoundSettings
from qualcode.store.project import open_project
from qualcode.workflows.rounds.draw_round import draw_round
from tests.support import small_project


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small project, coded by ann, with a memo and a coding by ben and an open round of all sources."""
    folder = small_project.write(tmp_path)
    with qualcode.open(folder, coder="ben") as study:
        study.apply("protect", "local-01", quote="safeguard them", memo="bens-memo")
        study.memo("source", "local-01", "bens-memo on the source")
    with open_project(folder) as project:
        draw_round(project, CoderName("lead"), "pilot", ["ann", "ben"], RoundSettings(share=1))
    return folder


@pytest.mark.parametrize(
    "name",
    ["codings", "memos", "coders", "history", "sources", "frequencies", "timeline", "coverage"],
)
def test_a_table_of_a_coder_of_the_round_has_nothing_of_the_other(folder: Path, name: str) -> None:
    tables = {}
    for coder in ("ann", "lead"):
        with qualcode.open(folder, coder=coder) as study:
            tables[coder] = getattr(study, name)().to_csv()
    assert "ben" not in tables["ann"].replace("ann, ben", "")
    assert tables["ann"] != tables["lead"]
