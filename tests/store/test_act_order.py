"""The place of acts in the history of all copies: which acts each copy knew."""

import json
from pathlib import Path

from qualcode.store import history
from qualcode.store.act_order import known_acts
from qualcode.store.project import Project
from qualcode.store.team.act_exchange import local_changes
from qualcode.workflows.team.merge_copies import merge_copies
from qualcode.workflows.team.pack_study import pack_study
from tests.support import study_copies
from tests.support.random_acts import Deed
from tests.support.stored_studies import ANN, BEN
from tests.support.study_copies import LEAD, copy, opened


def do(folder: Path, coder: str, kind: str, number: int) -> None:
    deed = Deed(coder=type(ANN)(coder), kind=kind, which=0, start=3, length=number, number=number)
    with opened(folder) as project:
        study_copies.work(project, [deed], 0)


def stated(project: Project) -> list[tuple[str, dict[str, int]]]:
    """Return the coder of each act that says what its copy knew, and what it says."""
    rows = project.database.rows("SELECT coder, knows FROM acts WHERE knows <> '' AND origin = 'here'")
    return [(str(coder), json.loads(str(knows))) for coder, knows in rows]


def two_copies(root: Path) -> tuple[Path, Path]:
    study_copies.begin(root / "one", [])
    do(root / "one", ANN, "import", 1)
    return root / "one", copy(root / "one", root / "two")


def test_a_copied_folder_is_another_copy_which_knows_the_acts_before(tmp_path: Path) -> None:
    one, two = two_copies(tmp_path)
    for number, folder in enumerate((one, two, two), start=2):
        do(folder, ANN, "apply", number)
    with opened(one) as project:
        copies = [row[0] for row in project.database.rows("SELECT DISTINCT copy FROM acts")]
        assert stated(project) == [(ANN, {})]
    with opened(two) as project:
        rows = project.database.rows("SELECT copy, sequence FROM acts ORDER BY number")
        assert rows[-1][0] == rows[-2][0] != copies[0]
        assert stated(project) == [(ANN, {}), (ANN, {copies[0]: rows[-3][1]})]


def test_an_act_knows_what_was_merged_before_it_and_no_more(tmp_path: Path) -> None:
    one, two = two_copies(tmp_path)
    do(two, BEN, "apply", 2)
    do(one, ANN, "apply", 3)
    with opened(one) as project:
        merge_copies(project, LEAD, [two])
    do(two, BEN, "apply", 4)
    do(one, ANN, "apply", 5)
    with opened(one) as project:
        merge_copies(project, LEAD, [two])
        known = known_acts(project.database)
        orders = {
            change.after["end"]: change.order
            for _, change in local_changes(project.database, ["codings"])
            if change.after
        }
        first, before, second, after = (orders[3 + 1 + number] for number in (2, 3, 4, 5))
        assert known.knew(after, first)
        assert known.knew(after, before)
        assert not known.knew(after, second)
        assert not known.knew(before, first)
        assert not known.knew(second, before)


def test_undoing_a_merge_takes_back_what_was_known(tmp_path: Path) -> None:
    one, two = two_copies(tmp_path)
    do(two, BEN, "apply", 2)
    with opened(one) as project:
        merge_copies(project, LEAD, [two])
        history.undo(project.database, LEAD)
    do(one, ANN, "apply", 3)
    with opened(one) as project:
        assert stated(project)[-1] == (ANN, {})


def test_a_pack_without_an_act_keeps_what_the_next_one_knew_through_it(tmp_path: Path) -> None:
    one, two = two_copies(tmp_path)
    do(two, BEN, "apply", 2)
    with opened(one) as project:
        merge_copies(project, LEAD, [two])
    do(one, BEN, "apply", 3)
    do(one, ANN, "apply", 4)
    do(one, ANN, "apply", 5)
    with opened(one) as project:
        assert [coder for coder, _ in stated(project)] == [ANN, BEN]
        expected = stated(project)[-1][1]
        pack_study(project, ANN, tmp_path / "ann.qpack")
    with opened(copy(two, tmp_path / "three")) as project:
        merge_copies(project, LEAD, [tmp_path / "ann.qpack"])
        rows = project.database.rows(
            "SELECT knows FROM acts WHERE coder = ? AND verb = 'apply' AND undoable = 0 ORDER BY sequence",
            (ANN,),
        )
        assert [str(knows) and json.loads(str(knows)) for (knows,) in rows] == [expected, ""]
