"""Packs and merges on small studies: what comes, what is refused with a reason, what the codebook becomes."""

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from qualcode.api import open as open_study
from qualcode.errors import ConflictError, InvalidFileError
from qualcode.model import CodeKey, CoderName, RoundSettings, Span
from qualcode.project_folder import DATABASE_FILE
from qualcode.store import history
from qualcode.store.project import Project, open_project
from qualcode.store.records import codings, memos, sources
from qualcode.store.records.rounds import rounds
from qualcode.store.records.transcripts.reading_places import recent_codes
from qualcode.workflows.check_project import check_project
from qualcode.workflows.codebook import edit_codebook
from qualcode.workflows.coders.list_coders import coder_listing
from qualcode.workflows.erasing.erase_case import erase_case
from qualcode.workflows.project import create_project, undo_acts
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.rounds.close_round import close_round
from qualcode.workflows.rounds.draw_round import draw_round
from qualcode.workflows.rounds.list_rounds import erasure_note
from qualcode.workflows.team.join_codebooks import Side
from qualcode.workflows.team.merge_copies import merge_copies
from qualcode.workflows.team.pack_study import pack_study
from qualcode.workflows.team.settle_rivals import rival_listing, settle
from tests.support import marked_text
from tests.support.pack_changes import change_and_seal_pack
from tests.support.study_copies import copy

ANN, BEN, LEAD = (CoderName(name) for name in ("ann", "ben", "lead"))
TEXT = "Interviewer: What then?\nDana: We took out a line. It came back within a week.\n"
CODEBOOK = """codebook: Test
codes:
  - code: roles
    children:
      - code: pursue   # the first P
        label: Pursue
      - code: protect
  - code: displacement
"""


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, Path]:
    """Two copies, ann's and ben's, of a study with one interview that nobody has coded."""
    (tmp_path / "codes.yaml").write_text(CODEBOOK)
    (tmp_path / "one.txt").write_text(TEXT)
    create_project.create(tmp_path / "begin", codebook=tmp_path / "codes.yaml").database.close()
    with open_study(tmp_path / "begin", coder="lead") as study:
        study.import_files([tmp_path / "one.txt"])
        study.memo("code", "pursue", "Arrests only?")
    return {name: copy(tmp_path / "begin", tmp_path / name) for name in ("ann", "ben")}


@pytest.fixture
def ann(folders: dict[str, Path]) -> Iterator[Project]:
    """Ann's copy, with a coding."""
    with open_study(folders["ann"], coder="ann") as study:
        study.apply("pursue", "one", quote="We took out a line.", memo="clear")
    with open_project(folders["ann"]) as project:
        yield project


@pytest.fixture
def ben(folders: dict[str, Path]) -> Iterator[Project]:
    """Ben's copy, with a coding."""
    with open_study(folders["ben"], coder="ben") as study:
        study.apply("displacement", "one", quote="It came back")
    with open_project(folders["ben"]) as project:
        yield project


def packed(project: Project, coder: CoderName, *, with_texts: bool = True, everybody: bool = False) -> Path:
    file = project.folder.parent / f"{coder}.qpack"
    pack_study(project, coder, file, with_texts=with_texts, everybody=everybody, replace=True)
    return file


def coded(project: Project) -> set[tuple[object, ...]]:
    columns = ("coder", "code", "quote", "memo")
    return set(codings.listing(project.database, columns=columns).rows)


def faults(project: Project) -> list[str]:
    """Return the problems that a check finds."""
    return [fault.problem for fault in check_project(project)]


BOTH = {
    ("ann", "pursue", "We took out a line.", "clear"),
    ("ben", "displacement", "It came back", ""),
}


def test_a_pack_brings_ones_own_codings_and_is_for_its_owner_alone(ann: Project, ben: Project) -> None:
    file = packed(ben, BEN)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    [merged] = merge_copies(ann, ANN, [file])
    assert (dict(merged.counts.new), merged.counts.sources) == ({"codings": 1}, [])
    assert coded(ann) == BOTH
    assert check_project(ann) == []
    assert [act.verb for act in undo_acts.undo(ann, ANN)] == ["merge"]
    assert {row[0] for row in coded(ann)} == {"ann"}


def test_a_pack_without_texts_has_no_word_of_the_interviews(ann: Project, ben: Project) -> None:
    with open_study(ben.folder, coder="ben") as study:
        study.remove(str(codings.listing(ben.database).rows[0][0]))
        study.apply("protect", "one", quote="within a week")
    file = packed(ben, BEN, with_texts=False)
    data = file.read_bytes()
    assert b"took out" not in data
    assert b"within a week" not in data
    merge_copies(ann, ANN, [file])
    assert ("ben", "protect", "within a week", "") in coded(ann)


def code_second_source(ben: Project, folder: Path) -> None:
    """Let ben import and code a source that ann does not have."""
    (folder / "two.txt").write_text(TEXT.replace("line", "gang"))
    with open_study(ben.folder, coder="ben") as study:
        study.import_files([folder / "two.txt"])
        study.apply("protect", "two", quote="within a week")


@pytest.mark.parametrize("retired_in", ["ann", "ben"])
def test_codings_of_a_code_that_was_retired_come_with_a_merge(
    ann: Project, ben: Project, retired_in: str
) -> None:
    """They were made before, or without knowing of it: only new codings are refused."""
    retirement = edit_codebook.retire(ann if retired_in == "ann" else ben, CodeKey("displacement"))
    edit_codebook.carry_out(ann if retired_in == "ann" else ben, CoderName(retired_in), retirement)
    merge_copies(ann, ANN, [packed(ben, BEN)])
    assert coded(ann) == BOTH
    assert current_codebook(ann).codebook.code(CodeKey("displacement")).retired
    assert check_project(ann) == []


def test_what_is_on_a_source_that_is_not_here_is_left_out_and_said(
    ann: Project, ben: Project, tmp_path: Path
) -> None:
    code_second_source(ben, tmp_path)
    [merged] = merge_copies(ann, ANN, [packed(ben, BEN, with_texts=False)])
    assert coded(ann) == BOTH
    assert any("two is not here and its text is not in ben.qpack" in note for note in merged.counts.notes)


def test_a_pack_with_texts_brings_what_a_pack_without_them_left_out(
    ann: Project, ben: Project, tmp_path: Path
) -> None:
    for name, word in (("two", "gang"), ("three", "crew")):
        (tmp_path / f"{name}.txt").write_text(TEXT.replace("line", word))
    (tmp_path / "four.txt").write_text(TEXT.replace("line", "band"))
    with open_study(ben.folder, coder="ben") as study:
        study.import_files([tmp_path / f"{name}.txt" for name in ("two", "three", "four")])
        study.apply("protect", "two", quote="within a week")
        study.memo("source", "three", "A second interview.")
    [merged] = merge_copies(ann, ANN, [packed(ben, BEN, with_texts=False)])
    assert (coded(ann), merged.counts.withheld_acts) == (BOTH, 5)
    remedy = "Merge a pack with texts to bring what was left out."
    assert [note.partition(": ")[2] for note in merged.counts.notes] == [
        f"it was left out. {remedy}",
        f"1 row on it was left out. {remedy}",
        f"1 row on it was left out. {remedy}",
    ]
    [again] = merge_copies(ann, ANN, [packed(ben, BEN, with_texts=False)])
    assert (again.brought_nothing, again.counts.withheld_acts) == (True, 5)
    [merged] = merge_copies(ann, ANN, [packed(ben, BEN)])
    assert (sorted(merged.counts.sources), merged.counts.withheld_acts) == (["four", "three", "two"], 0)
    assert coded(ann) == {*BOTH, ("ben", "protect", "within a week", "")}
    assert "A second interview." in {memo.text for memo in memos.read_all(ann.database)}
    assert (faults(ann), ann.database.problems()) == ([], [])
    [again] = merge_copies(ann, ANN, [packed(ben, BEN)])
    assert again.brought_nothing


def test_changed_turns_come_with_texts_and_are_named_where_they_do_not(ann: Project, ben: Project) -> None:
    def speakers(project: Project) -> set[str]:
        source = sources.ids_by_name(project.database)["one"]
        return {turn.speaker for turn in sources.turns(project.database, source)}

    with open_study(ben.folder, coder="ben") as study:
        study.change_speakers(sources="one", renames={"Dana": "P1"})
    assert speakers(ann) != speakers(ben)
    for _ in range(2):
        [merged] = merge_copies(ann, ANN, [packed(ben, BEN, with_texts=False)])
        assert merged.counts.notes == [
            "The turns of one were changed, but are not in ben.qpack. Merge a pack with texts to bring them."
        ]
        assert merged.counts.withheld_acts == 1
    [merged] = merge_copies(ann, ANN, [packed(ben, BEN)])
    assert merged.counts.notes == ["The turns of one are now as ben.qpack has them."]
    assert speakers(ann) == speakers(ben)
    assert merge_copies(ann, ANN, [packed(ben, BEN)])[0].brought_nothing
    undo_acts.undo(ann, ANN)
    assert speakers(ann) != speakers(ben)


def test_a_merge_names_what_the_other_copy_renamed(ann: Project, ben: Project) -> None:
    with open_study(ben.folder, coder="ben") as study:
        study.set_case("L01", tier="local", create=True)
    merge_copies(ann, ANN, [packed(ben, BEN)])
    with open_study(ben.folder, coder="ben") as study:
        study.rename_source("one", "two")
        study.rename_case("L01", "P01")
    [merged] = merge_copies(ann, ANN, [packed(ben, BEN)])
    assert merged.counts.notes == ["The source one is two now.", "The case L01 is P01 now."]
    assert merge_copies(ann, ANN, [packed(ben, BEN)])[0].counts.notes == []


def test_it_is_said_whose_turns_stay_if_both_copies_changed_them(ann: Project, ben: Project) -> None:
    for project, name in ((ann, "A1"), (ben, "B1")):
        with open_study(project.folder, coder="lead") as study:
            study.change_speakers(sources="one", renames={"Dana": name})
    of_ann = packed(ann, ANN)
    [merged] = merge_copies(ann, ANN, [packed(ben, BEN)])
    assert merged.counts.notes == [
        "The turns of one are now as ben.qpack has them. They had been changed here too, before that."
    ]
    [merged] = merge_copies(ben, BEN, [of_ann])
    assert merged.counts.notes == ["The turns of one stay as they are: ann.qpack changed them before that."]
    both = [sources.turns(each.database, *sources.ids_by_name(each.database).values()) for each in (ann, ben)]
    assert {turn.speaker for turns in both for turn in turns} == {"Interviewer", "B1"}


def test_the_rows_of_an_act_of_which_some_are_left_out_come_in_two_merges(
    ann: Project, ben: Project, tmp_path: Path
) -> None:
    (tmp_path / "two.txt").write_text(TEXT.replace("line", "gang"))
    with open_study(ben.folder, coder="ben") as study:
        study.import_files([tmp_path / "two.txt"])
    both = [sources.with_name(ben.database, name) for name in ("one", "two")]
    with history.act(ben.database, BEN, "apply") as recorder:
        codings.add(
            recorder,
            [marked_text.coding(one.id, one.text, Span(0, 11), "protect", coder=BEN) for one in both],
        )
    first = {*BOTH, ("ben", "protect", "Interviewer", "")}
    [merged] = merge_copies(ann, ANN, [packed(ben, BEN, with_texts=False)])
    assert (coded(ann), merged.counts.new["codings"]) == (first, 2)
    assert merge_copies(ann, ANN, [packed(ben, BEN, with_texts=False)])[0].brought_nothing
    [merged] = merge_copies(ann, ANN, [packed(ben, BEN)])
    assert (merged.counts.sources, dict(merged.counts.new)) == (["two"], {"codings": 1})
    undo_acts.undo(ann, ANN, 2)
    assert {row[0] for row in coded(ann)} == {"ann"}
    merge_copies(ann, ANN, [packed(ben, BEN)])
    assert len(codings.listing(ann.database).rows) == 4
    assert (faults(ann), ann.database.problems()) == ([], [])


@pytest.mark.parametrize("with_pack", [False, True])
def test_what_came_of_a_withheld_act_stays_until_the_act_comes(
    ann: Project, ben: Project, tmp_path: Path, with_pack: bool
) -> None:
    (tmp_path / "two.txt").write_text(TEXT.replace("line", "gang"))
    with open_study(ben.folder, coder="ben") as study:
        study.import_files([tmp_path / "two.txt"])
        study.apply("displacement", "two", quote="It came back")
    of_ben = {row[1]: row[0] for row in codings.listing(ben.database, columns=("id", "source")).rows}
    with open_study(ann.folder, coder="ben") as study:  # a third copy, in which ben works too
        study.apply("roles", "one", quote="a line")
    merge_copies(ann, ANN, [packed(ben, BEN, with_texts=False)])
    laptop = copy(ben.folder, tmp_path / "laptop")
    with open_study(ben.folder, coder="ben") as study:
        study.star([str(of_ben["one"]), str(of_ben["two"])])  # one act, of which a part is left out

    def own() -> tuple[object, ...]:
        coding = codings.with_id_prefix(ann.database, str(of_ben["one"]))
        return coding.starred, coding.memo

    [merged] = merge_copies(ann, ANN, [packed(ben, BEN, with_texts=False)])
    assert (own(), merged.counts.withheld_acts) == ((True, ""), 3)
    with open_study(laptop, coder="ben") as study:
        study.memo("coding", str(of_ben["one"]), "on the laptop")
    with open_project(laptop) as project:
        file = laptop
        if with_pack:
            file = packed(project, BEN, with_texts=False).rename(tmp_path / "laptop.qpack")
    merge_copies(ann, ANN, [file])
    assert own() == (True, "on the laptop")
    before = [act.summary for act in history.acts(ann.database)]
    assert not any(summary.startswith("star") for summary in before), "the act itself has not come"
    undo_acts.undo(ann, ANN, 2)
    assert own() == (False, "")
    undo_acts.redo(ann, ANN, 2)
    assert own() == (True, "on the laptop")
    undo_acts.undo(ann, ANN, 2)
    merge_copies(ann, ANN, [file])
    assert own() == (False, "on the laptop"), "what an undone merge brought has no effect"
    merge_copies(ann, ANN, [packed(ben, BEN, with_texts=False)])
    assert own() == (True, "on the laptop")
    merge_copies(ann, ANN, [packed(ben, BEN)])
    assert own() == (True, "on the laptop")
    assert codings.with_id_prefix(ann.database, str(of_ben["two"])).starred
    assert (faults(ann), ann.database.problems(), rival_listing(ann).rows) == ([], [], ())


def test_a_memo_keeps_a_source_whose_import_was_undone_in_another_copy(
    ann: Project, ben: Project, tmp_path: Path
) -> None:
    undo_acts.undo(ann, ANN)
    (tmp_path / "two.txt").write_text(TEXT.replace("line", "gang"))
    with open_study(ann.folder, coder="ann") as study:
        study.import_files([tmp_path / "two.txt"])
    merge_copies(ben, BEN, [packed(ann, ANN)])
    with open_study(ben.folder, coder="ben") as study:
        study.memo("source", "two", "Come back to this.")
    undo_acts.undo(ann, ANN)
    from_ann, from_ben = packed(ann, ANN), packed(ben, BEN)
    for project, pack in ((ann, from_ben), (ben, from_ann)):
        merge_copies(project, LEAD, [pack])
        assert sorted(sources.ids_by_name(project.database)) == ["one", "two"]
        assert {memo.text for memo in memos.read_all(project.database)} >= {"Come back to this."}
        assert faults(project) == []


def test_sources_with_one_name_and_different_texts_are_kept_apart(
    ann: Project, ben: Project, tmp_path: Path
) -> None:
    for number, project in enumerate((ann, ben)):
        (tmp_path / "two.txt").write_text(TEXT.replace("line", f"gang {number}"))
        with open_study(project.folder, coder="lead") as study:
            study.import_files([tmp_path / "two.txt"])
    [merged] = merge_copies(ann, ANN, [packed(ben, LEAD, everybody=True)])
    names = sorted(sources.ids_by_name(ann.database))
    assert len(names) == 3
    assert names[2].startswith("two-")
    assert "gang 0" in sources.with_name(ann.database, "two").text
    assert any("two sources two with different texts" in note for note in merged.counts.notes)


def test_the_same_file_imported_in_both_copies_is_one_source(
    ann: Project, ben: Project, tmp_path: Path
) -> None:
    (tmp_path / "two.txt").write_text(TEXT.replace("line", "gang"))
    for project in (ann, ben):
        with open_study(project.folder, coder="lead") as study:
            study.import_files([tmp_path / "two.txt"])
    with open_study(ben.folder, coder="ben") as study:
        study.apply("protect", "two", quote="within a week")
    merge_copies(ann, ANN, [packed(ben, LEAD, everybody=True)])
    assert sorted(sources.ids_by_name(ann.database)) == ["one", "two"]
    assert ("ben", "protect", "within a week", "") in coded(ann)
    assert ann.database.problems() == []


def test_a_check_misses_the_files_of_own_imports_and_none_of_a_pack(
    ann: Project, ben: Project, tmp_path: Path
) -> None:
    code_second_source(ben, tmp_path)
    merge_copies(ann, LEAD, [packed(ben, BEN)])
    assert (sorted(sources.ids_by_name(ann.database)), faults(ann)) == (["one", "two"], [])
    undo_acts.undo(ann, LEAD)
    undo_acts.redo(ann, LEAD)
    assert (sorted(sources.ids_by_name(ann.database)), faults(ann)) == (["one", "two"], [])
    draw_round(ann, LEAD, "pilot", ["ann", "ben"], RoundSettings(share=1))
    ann.database.viewer = "ann"  # from whom the merge is hidden
    assert not any(act.verb == "merge" for act in history.acts(ann.database))
    assert faults(ann) == []
    file = ann.sources_folder / "one.txt"
    file.unlink()
    assert faults(ann) == [f"the imported file is missing: {file}"]


def test_an_erased_source_does_not_come_back(ann: Project, ben: Project) -> None:
    with open_study(ann.folder, coder="ann") as study:
        study.rename_source("one", "first")
    from qualcode.workflows.sources.edit_sources import remove_source

    remove_source(ann, ANN, "first", erase=True)
    [merged] = merge_copies(ann, ANN, [packed(ben, BEN)])
    assert sources.ids_by_name(ann.database) == {}
    assert any("was erased here and stays so" in note for note in merged.counts.notes)


def test_a_round_of_another_copy_brings_nothing_of_an_erased_source(ann: Project, ben: Project) -> None:
    from qualcode.workflows.sources.edit_sources import remove_source

    draw_round(ben, LEAD, "pilot", ["ann", "ben"], RoundSettings(share=1))
    close_round(ben, LEAD, "pilot", anyway=True)
    remove_source(ann, ANN, "one", erase=True)
    merge_copies(ann, LEAD, [packed(ben, LEAD, everybody=True)])
    assert [each.name for each in rounds.read_all(ann.database)] == ["pilot"]
    assert ann.database.rows("SELECT name FROM frozen_sources") == []
    assert "1 source with 1 coding taken out" in erasure_note(ann.database, "pilot")
    merge_copies(ann, LEAD, [packed(ben, LEAD, everybody=True)])
    assert ann.database.rows("SELECT count(*) FROM frozen_erasures") == [(1,)]
    assert [act.verb for act in undo_acts.undo(ann, LEAD)] == ["memo"]  # such a merge cannot be undone
    assert faults(ann) == []


def test_a_case_that_both_copies_made_is_erased_from_a_merged_round_too(ann: Project, ben: Project) -> None:
    for project in (ann, ben):
        with open_study(project.folder, coder="lead") as study:
            study.set_case("Kestrel", create=True, rank="quartermaster")
            study.join_case("Kestrel", "one")
    draw_round(ben, LEAD, "pilot", ["ann", "ben"], RoundSettings(share=1))
    close_round(ben, LEAD, "pilot", anyway=True)
    merge_copies(ann, LEAD, [packed(ben, LEAD, everybody=True)])
    [(cases,)] = ann.database.rows("SELECT cases FROM frozen_sources")
    assert "quartermaster" in str(cases)
    erase_case(ann, "Kestrel")
    assert ann.database.rows("SELECT cases FROM frozen_sources") == [("[]",)]


def changed_codebook(project: Project, coder: CoderName, key: str, definition: str) -> None:
    with open_project(project.folder) as opened:
        fields = [("definition", definition)]
        edit_codebook.carry_out(opened, coder, edit_codebook.define(opened, key, fields))  # type: ignore[arg-type]


def test_the_newer_codebook_is_taken(ann: Project, ben: Project) -> None:
    changed_codebook(ben, BEN, "pursue", "Arrests.")
    merge_copies(ann, ANN, [packed(ben, BEN)])
    assert ann.codebook_path.read_bytes() == ben.codebook_path.read_bytes()
    merge_copies(ben, BEN, [packed(ann, ANN)])
    assert ann.codebook_path.read_bytes() == ben.codebook_path.read_bytes()


def test_changes_of_different_codes_are_joined_with_comments(ann: Project, ben: Project) -> None:
    changed_codebook(ann, ANN, "protect", "Safeguarding.")
    changed_codebook(ben, BEN, "pursue", "Arrests.")
    merge_copies(ann, ANN, [packed(ben, BEN)])
    text = ann.codebook_path.read_text()
    assert "definition: Arrests." in text
    assert "definition: Safeguarding." in text
    assert "# the first P" in text
    merge_copies(ben, BEN, [packed(ann, ANN)])
    assert ben.codebook_path.read_text() == text


def test_a_code_that_both_changed_is_refused_until_somebody_decides(ann: Project, ben: Project) -> None:
    changed_codebook(ann, ANN, "pursue", "By ann.")
    changed_codebook(ben, BEN, "pursue", "By ben.")
    before = ann.codebook_path.read_bytes()
    with pytest.raises(ConflictError) as refused:
        merge_copies(ann, ANN, [packed(ben, BEN)])
    shown = "  pursue\n    yours: definition: By ann.\n    theirs: definition: By ben."
    assert refused.value.message.endswith(shown)
    assert (ann.codebook_path.read_bytes(), {row[0] for row in coded(ann)}) == (before, {"ann"})
    for side, definition in ((Side.OURS, "By ann."), (Side.THEIRS, "By ben.")):
        merge_copies(ann, ANN, [packed(ben, BEN)], side=side)
        assert f"definition: {definition}" in ann.codebook_path.read_text()
        undo_acts.undo(ann, ANN)
        assert ann.codebook_path.read_bytes() == before


PURSUE = "      - code: pursue   # the first P\n        label: Pursue\n"
ARRESTS = "        patterns:\n          - lemma: arrest\n"


@pytest.mark.parametrize(
    ("own", "other", "yours", "theirs"),
    [
        (
            f"{PURSUE}        definition: >-\n          Arrests\n          only.\n",
            f"{PURSUE}        brief: All.\n",
            "definition: Arrests only.; brief: (none)",
            "definition: (none); brief: All.",
        ),
        (
            f"{PURSUE}{ARRESTS}",
            f"{PURSUE}        retired: true\n{ARRESTS}          - phrase: nick them\n",
            "patterns: - lemma: arrest; retired: (none)",
            "patterns: - lemma: arrest - phrase: nick them; retired: true",
        ),
    ],
)
def test_only_what_differs_of_a_code_that_both_changed_is_shown(
    ann: Project, ben: Project, own: str, other: str, yours: str, theirs: str
) -> None:
    for project, coder, code in ((ann, ANN, own), (ben, BEN, other)):
        project.codebook_path.write_text(project.codebook_path.read_text().replace(PURSUE, code))
        with history.act(project.database, coder, "edit codebook", "pursue") as recorder:
            current_codebook(project).keep(recorder, coder)
    with pytest.raises(ConflictError) as refused:
        merge_copies(ann, ANN, [packed(ben, BEN)])
    assert f"  pursue\n    yours: {yours}\n    theirs: {theirs}" in refused.value.message


def test_a_code_that_one_copy_removed_is_shown_with_all_fields(ann: Project, ben: Project) -> None:
    protect = "      - code: protect\n"
    for project, coder, code in ((ann, ANN, ""), (ben, BEN, f"{protect}        brief: All.\n")):
        project.codebook_path.write_text(project.codebook_path.read_text().replace(protect, code))
        with history.act(project.database, coder, "edit codebook", "protect") as recorder:
            current_codebook(project).keep(recorder, coder)
    with pytest.raises(ConflictError) as refused:
        merge_copies(ann, ANN, [packed(ben, BEN)])
    assert refused.value.message.endswith("  protect\n    yours: (removed)\n    theirs: brief: All.")


def test_codings_follow_a_code_that_was_renamed_in_the_other_copy(ann: Project, ben: Project) -> None:
    with open_project(ben.folder) as opened:
        edit_codebook.carry_out(opened, BEN, edit_codebook.rename(opened, "pursue", "chase"))  # type: ignore[arg-type]
    merge_copies(ann, ANN, [packed(ben, BEN)])
    assert {row[1] for row in coded(ann)} == {"chase", "displacement"}
    assert "code: pursue" not in ann.codebook_path.read_text()
    assert check_project(ann) == []


def test_a_code_that_was_renamed_in_both_copies_is_refused_until_somebody_decides(
    ann: Project, ben: Project, tmp_path: Path
) -> None:
    carol = copy(tmp_path / "begin", tmp_path / "carol")
    with open_study(carol, coder="carol") as study:
        [applied] = study.apply("pursue", "one", quote="within a week")
    renamed_code(ann, ANN, "chase")
    renamed_code(ben, BEN, "hunt")
    with pytest.raises(ConflictError) as refused:
        merge_copies(ann, ANN, [packed(ben, BEN)])
    assert "  pursue\n    yours: it is chase now\n    theirs: it is hunt now" in refused.value.message
    for side, code in ((Side.OURS, "chase"), (Side.THEIRS, "hunt")):
        merge_copies(ann, ANN, [packed(ben, BEN)], side=side)
        merge_copies(ann, ANN, [carol])
        assert codings.with_id_prefix(ann.database, str(applied)).code == code
        assert check_project(ann) == []
        undo_acts.undo(ann, ANN, 2)


@pytest.mark.parametrize(("side", "kept"), [(Side.OURS, "displacement"), (Side.THEIRS, "pursue")])
def test_codes_that_were_merged_into_each_other_are_refused_until_somebody_decides(
    ann: Project, ben: Project, side: Side, kept: str
) -> None:
    for project, old, new in ((ann, "pursue", "displacement"), (ben, "displacement", "pursue")):
        with open_project(project.folder) as opened:
            proposal = edit_codebook.merge(opened, [CodeKey(old)], CodeKey(new))
            edit_codebook.carry_out(opened, ANN, proposal)
    with pytest.raises(ConflictError) as refused:
        merge_copies(ann, ANN, [packed(ben, BEN)])
    assert (
        "  pursue\n    yours: it is displacement now\n    theirs: it is pursue now\n"
        "  displacement\n    yours: it is displacement now\n    theirs: it is pursue now"
    ) in refused.value.message
    merge_copies(ann, ANN, [packed(ben, BEN)], side=side)
    assert {*current_codebook(ann).codebook.keys} == {"roles", "protect", kept}
    assert {row[:2] for row in coded(ann)} == {("ann", kept), ("ben", kept)}
    assert check_project(ann) == []
    assert merge_copies(ann, ANN, [packed(ben, BEN)])[0].brought_nothing


def renamed_code(project: Project, coder: CoderName, new: str) -> None:
    with open_project(project.folder) as opened:
        proposal = edit_codebook.rename(opened, CodeKey("pursue"), CodeKey(new))
        edit_codebook.carry_out(opened, coder, proposal)


def test_undo_names_no_act_of_another_copy_as_one_that_it_cannot_undo(ann: Project, tmp_path: Path) -> None:
    laptop = copy(tmp_path / "begin", tmp_path / "laptop")
    with open_study(laptop, coder="ann") as study:
        study.apply("pursue", "one", quote="within a week")
    merge_copies(ann, ANN, [laptop])
    [undone] = undo_acts.undo(ann, ANN)
    assert undone.verb == "merge"
    assert history.passed_over(ann.database, undone) == []


def test_acts_of_an_undone_merge_are_nobodys(ann: Project, ben: Project) -> None:
    before = {row[0] for row in coder_listing(ann).rows}
    merge_copies(ann, ANN, [packed(ben, BEN)])
    assert {row[0] for row in coder_listing(ann).rows} == before | {"ben"} > before
    undo_acts.undo(ann, ANN)
    assert {row[0] for row in coder_listing(ann).rows} == before
    assert recent_codes(ann.database, BEN, 5) == []
    undo_acts.redo(ann, ANN)
    assert {row[0] for row in coder_listing(ann).rows} == before | {"ben"}


def test_a_dry_run_says_the_same_and_changes_nothing(ann: Project, ben: Project) -> None:
    file = packed(ben, BEN)
    acts = ann.database.rows("SELECT * FROM acts")
    [planned] = merge_copies(ann, ANN, [file], dry_run=True)
    assert ann.database.rows("SELECT * FROM acts") == acts
    [done] = merge_copies(ann, ANN, [file])
    assert planned.counts == done.counts


def test_a_blind_coder_packs_only_what_they_see(ann: Project, ben: Project) -> None:
    merge_copies(ann, LEAD, [packed(ben, BEN)])
    draw_round(ann, LEAD, "pilot", ["ann", "ben"], RoundSettings(share=1))
    ann.database.viewer = ANN
    with closing(sqlite3.connect(packed(ann, ANN, everybody=True))) as pack:
        assert pack.execute("SELECT DISTINCT coder FROM codings").fetchall() == [("ann",)]
        assert pack.execute("SELECT count(*) FROM changes WHERE after LIKE '%displacement%'").fetchone() == (
            0,
        )


def test_the_history_does_not_count_what_a_blind_coder_has_merged(ann: Project, ben: Project) -> None:
    draw_round(ann, LEAD, "pilot", ["ann", "ben"], RoundSettings(share=1))
    ann.database.viewer = ANN
    merge_copies(ann, ANN, [packed(ben, BEN)])
    [merged, *_] = history.acts(ann.database)
    kept = history.changes(ann.database, merged.number)
    assert (merged.verb, merged.changes) == ("merge", len(kept))
    assert not [change for change in kept if change.subject == "codings"]
    undo_acts.undo(ann, ANN)
    undo_acts.redo(ann, ANN)
    close_round(ann, LEAD, "pilot", anyway=True)
    [merged] = [act for act in history.acts(ann.database) if act.verb == "merge"]
    assert merged.changes > len(kept)


def refusal(ann: Project, file: Path) -> str:
    before = ann.database.rows("SELECT * FROM codings"), ann.database.rows("SELECT * FROM acts")
    with pytest.raises((InvalidFileError, ConflictError)) as refused:
        merge_copies(ann, ANN, [file])
    assert (ann.database.rows("SELECT * FROM codings"), ann.database.rows("SELECT * FROM acts")) == before
    return str(refused.value)


TAMPERING = {
    "PRAGMA user_version = 1": "older qualcode",
    "PRAGMA user_version = 900": "newer qualcode",
    "PRAGMA application_id = 7": "neither a pack nor a project",
    "UPDATE study SET uuid = 'another'": "of another study",
    "CREATE TRIGGER t AFTER INSERT ON acts BEGIN DELETE FROM codings; END": "tables are not those",
    "CREATE VIEW v AS SELECT * FROM codings": "tables are not those",
    "ALTER TABLE memos ADD COLUMN extra AS (length(text))": "tables are not those",
    "UPDATE sources SET text = text || 'more'": "has been changed",
    "UPDATE codebook_versions SET text = 'codes: []'": "has been changed",
    "UPDATE codings SET code = 'no key!'": "cannot be there",
    "UPDATE codings SET coder = x'00ff'": "cannot be there",
    "UPDATE codings SET start = 1000000, end = 1000005": "after the text",
    "UPDATE codings SET start = -5": "contradict",
    "UPDATE codings SET origin = 'a robot'": "contradict",
    "UPDATE codings SET codebook_version = 77": "refer",
    "UPDATE changes SET after = '[1,2]' WHERE subject = 'codings'": "not a row",
    "UPDATE changes SET after = '{' WHERE subject = 'codings'": "cannot be read",
    "UPDATE changes SET subject = 'sqlite_master'": "is not known",
    "UPDATE changes SET after = '{\"id\": {}}' WHERE subject = 'codings'": "cannot be there",
    "UPDATE coders SET name = 'a' || char(27) || '[2J' WHERE name = 'ben'": "cannot be there",
    "UPDATE codebook_versions SET parent = 55": "no parent",
}  # fmt: skip


@pytest.mark.parametrize("statement", TAMPERING)
def test_a_pack_that_was_tampered_with_is_refused_with_a_reason(
    ann: Project, ben: Project, statement: str
) -> None:
    changed_codebook(ben, BEN, "protect", "Safeguarding.")
    file = packed(ben, BEN)
    change_and_seal_pack(file, statement)
    assert TAMPERING[statement] in refusal(ann, file)


TAMPERED_CUTS = {
    "'$.turns', '[[1]]'": "cannot be there",
    "'$.turns', '[[['": "cannot be there",
    "'$.turns', 7": "cannot be there",
    "'$.turns', json_set(json_extract(after, '$.turns'), '$[0][6]', 'robot') || ''": "contradict",
    "'$.turns', json_set(json_extract(after, '$.turns'), '$[0][3]', 'many') || ''": "cannot be there",
    "'$.turns', json_set(json_extract(after, '$.turns'), '$[1][4]', 100000) || ''": "ends after the text",
    "'$.sentences', json_set(json_extract(after, '$.sentences'), '$[1][3]', 99) || ''": "ends after the text",
    "'$.sentences', '[[1, 2, 3, null]]'": "cannot be there",
    "'$.settings', '7'": "contradict",
    "'$.settings', '{}'": "contradict",
}  # fmt: skip
"""What is put into a change that cut turns, and why it is refused."""


@pytest.mark.parametrize("values", TAMPERED_CUTS)
def test_turns_in_the_history_of_a_pack_are_checked(ann: Project, ben: Project, values: str) -> None:
    with open_study(ben.folder, coder="ben") as study:
        study.change_speakers(sources="one", renames={"Dana": "P1"})
    file = packed(ben, BEN)
    change_and_seal_pack(
        file,
        f"UPDATE changes SET after = json_set(after, {values})"  # noqa: S608 - our own values
        " WHERE subject = 'current_turns' AND before IS NOT NULL",
    )
    assert TAMPERED_CUTS[values] in refusal(ann, file)


@pytest.mark.parametrize("size", [0, 10, 4000, 60_000])
def test_a_damaged_or_foreign_file_is_refused(ann: Project, ben: Project, size: int) -> None:
    file = packed(ben, BEN)
    data = bytearray(file.read_bytes())
    file.write_bytes(data[:size])
    assert "damaged" in refusal(ann, file) or "neither" in refusal(ann, file)
    for offset in range(size, len(data), 997):
        data[offset] ^= 0xFF
    file.write_bytes(data)
    assert refusal(ann, file)


def test_files_that_are_no_packs_are_refused(ann: Project, tmp_path: Path) -> None:
    assert "cannot be opened" in refusal(ann, tmp_path / "missing.qpack")
    assert "cannot be opened" in refusal(ann, tmp_path)
    (tmp_path / "text.qpack").write_text("codes: []")
    assert "neither a pack nor a project" in refusal(ann, tmp_path / "text.qpack")


def test_a_pack_is_not_opened_as_a_project(ben: Project, tmp_path: Path) -> None:
    folder = tmp_path / "fake"
    folder.mkdir()
    packed(ben, BEN).rename(folder / DATABASE_FILE)
    with pytest.raises(Exception, match="not a qualcode database"):
        open_project(folder)


def memo_of(project: Project) -> str:
    [memo] = {row[3] for row in coded(project) if row[0] == "ann"}
    return str(memo)


def test_two_versions_of_one_coding_are_kept_and_listed_until_the_coder_decides(
    folders: dict[str, Path], tmp_path: Path
) -> None:
    desk, laptop = folders["ann"], tmp_path / "laptop"
    with open_study(desk, coder="ann") as study:
        [identity] = study.apply("pursue", "one", quote="We took out a line.", memo="clear")
    copy(desk, laptop)
    for folder, text in ((laptop, "on the laptop"), (desk, "at the desk")):
        with open_study(folder, coder="ann") as study:
            study.memo("coding", identity, text)
    with open_project(desk) as ann:
        [merged] = merge_copies(ann, ANN, [laptop])
        assert (merged.counts.rivals, memo_of(ann)) == (1, "at the desk")
        [row] = rival_listing(ann).rows
        assert row[1:3] == ("ann", "coding")
        assert row[4:7] == ("memo", "at the desk", "on the laptop")
        with pytest.raises(ConflictError, match="ann's, not yours"):
            settle(ann, BEN, str(row[0]), take_other=True)
        settle(ann, ANN, str(row[0]), take_other=False)
        assert (memo_of(ann), rival_listing(ann).rows) == ("at the desk", ())
        undo_acts.undo(ann, ANN)
        assert (memo_of(ann), len(rival_listing(ann).rows)) == ("at the desk", 1)
        settle(ann, ANN, str(row[0]), take_other=True)
        assert (memo_of(ann), rival_listing(ann).rows) == ("on the laptop", ())


def test_the_memo_of_an_equal_coding_that_is_dropped_is_listed(
    folders: dict[str, Path], tmp_path: Path
) -> None:
    desk, laptop = folders["ann"], copy(folders["ann"], tmp_path / "laptop")
    for folder, text in ((desk, "at the desk"), (laptop, "on the laptop")):
        with open_study(folder, coder="ann") as study:
            study.apply("pursue", "one", quote="We took out a line.", memo=text)
    whole = copy(desk, tmp_path / "whole")
    for folder, other in ((desk, laptop), (laptop, whole)):
        with open_project(folder) as ann:
            [merged] = merge_copies(ann, ANN, [other])
            assert (merged.counts.same, merged.counts.rivals) == (1, 1)
            [row] = rival_listing(ann).rows
            assert row[4:7] == ("memo", "at the desk", "on the laptop")
            settle(ann, ANN, str(row[0]), take_other=folder == desk)
            assert (len(coded(ann)), rival_listing(ann).rows) == (1, ())
            assert memo_of(ann) == ("on the laptop" if folder == desk else "at the desk")


def test_what_one_copy_removed_and_the_other_changed_stays_and_is_listed(
    folders: dict[str, Path], tmp_path: Path
) -> None:
    desk, laptop = folders["ann"], tmp_path / "laptop"
    with open_study(desk, coder="ann") as study:
        [identity] = study.apply("pursue", "one", quote="We took out a line.", memo="clear")
    copy(desk, laptop)
    with open_study(desk, coder="ann") as study:
        study.memo("coding", identity, "at the desk")
    with open_study(laptop, coder="ann") as study:
        study.remove([identity])
    with open_project(desk) as ann:
        merge_copies(ann, ANN, [laptop])
        assert memo_of(ann) == "at the desk"
        [row] = rival_listing(ann).rows
        assert row[6] == "(removed)"
        settle(ann, ANN, str(row[0]), take_other=True)
        assert coded(ann) == set()
        assert rival_listing(ann).rows == ()
