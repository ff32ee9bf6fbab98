"""Rounds that were closed in several copies of a study: one closing counts, in whatever order they merge."""

from itertools import permutations
from pathlib import Path

import pytest

from qualcode.api import open as open_study
from qualcode.model import CoderName, RoundSettings
from qualcode.workflows.project import create_project, undo_acts
from qualcode.workflows.rounds.close_round import close_round, finish_round
from qualcode.workflows.rounds.draw_round import draw_round
from qualcode.workflows.rounds.frozen_study import frozen_round
from qualcode.workflows.team.merge_copies import merge_copies
from tests.support.copy_facts import facts
from tests.support.study_copies import all_bytes, copy, opened

ANN, BEN, LEAD = (CoderName(name) for name in ("ann", "ben", "lead"))
TWICE = "The round pilot was closed in both copies."
COPIES = ("complete", "anyway", "later")


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, Path]:
    """Three copies of a study, in each of which one round was closed: twice before all had finished."""
    (tmp_path / "codes.yaml").write_text("codebook: T\ncodes:\n  - code: harm\n")
    create_project.create(tmp_path / "begin", codebook=tmp_path / "codes.yaml").database.close()
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(f"Interviewer: What of {name}?\nDana: {name} took a line.\n")
    with open_study(tmp_path / "begin", coder="ann") as study:
        study.import_files([tmp_path / "one.txt", tmp_path / "two.txt"])
        study.apply("harm", "one", quote="took")
    with opened(tmp_path / "begin") as project:
        draw_round(project, LEAD, "pilot", ["ann", "ben"], RoundSettings(share=1.0))
    folders = {name: copy(tmp_path / "begin", tmp_path / name) for name in COPIES}
    with opened(folders["anyway"]) as project:
        close_round(project, LEAD, "pilot", anyway=True)
    with opened(folders["complete"]) as project:
        for coder in (ANN, BEN):
            finish_round(project, coder, "pilot")
        close_round(project, LEAD, "pilot")
    with open_study(folders["later"], coder="ben") as study:
        study.apply("harm", "two", quote="took")
    with opened(folders["later"]) as project:
        for coder in (ANN, BEN):
            finish_round(project, coder, "pilot")
        close_round(project, BEN, "pilot")
    return folders


def frozen(folder: Path) -> tuple[str, int]:
    """Return who closed the round, and the number of its frozen codings."""
    with opened(folder) as project:
        state = frozen_round(project, "pilot")
        return str(state.round.closed_by), sum(len(source.codings) for source in state.sources)


@pytest.mark.parametrize("order", [*permutations(COPIES)])
def test_the_first_of_the_closings_with_most_finished_parts_counts(
    folders: dict[str, Path], order: tuple[str, ...]
) -> None:
    merging, *others = (folders[name] for name in order)
    expected = frozen(folders["complete"])
    with opened(merging) as project:
        merge_copies(project, LEAD, others)
        together = facts(project)
    assert frozen(merging) == expected
    last = folders[order[-1]]
    with opened(last) as project:
        merge_copies(project, LEAD, [merging])
        assert facts(project) == together
    assert frozen(last) == expected


def test_a_merge_says_which_closing_counts_and_undo_takes_it_back(folders: dict[str, Path]) -> None:
    with opened(folders["anyway"]) as project:
        before = all_bytes(project)
        [merged] = merge_copies(project, LEAD, [folders["complete"]])
        assert merged.counts.notes == [
            f"{TWICE} That in complete counts, with 4 finished parts; that in this copy, with 0, does not."
        ]
        undo_acts.undo(project, LEAD)
        assert all_bytes(project) == before
    with opened(folders["complete"]) as project:
        before = all_bytes(project)
        [merged] = merge_copies(project, LEAD, [folders["anyway"]])
        assert merged.counts.notes == [
            f"{TWICE} That in this copy counts, with 4 finished parts; that in anyway, with 0, does not."
        ]
        assert all_bytes(project)["frozen_sources"] == before["frozen_sources"]
