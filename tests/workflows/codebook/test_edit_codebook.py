"""Edits of the codebook with their codings: merged codings, refused edits, and undo."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.errors import ConflictError, NotFoundError, UsageError, VanishedCodesError
from qualcode.model import About, Code, CodeKey, Span
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import codings, sources
from qualcode.store.records.codebook import codebooks
from qualcode.workflows.codebook import adopt_manual_edit, edit_codebook
from qualcode.workflows.codebook.add_code import add_code
from qualcode.workflows.codebook.adopt_manual_edit import MissingCodeAnswers
from qualcode.workflows.codebook.split_code import SplitQueue
from qualcode.workflows.coding import apply_codes, write_memos
from qualcode.workflows.coding.apply_codes import SpanChoice
from qualcode.workflows.project import undo_acts
from qualcode.workflows.project.current_codebook import current_codebook, missing_codes
from tests.support.coded_projects import ANN, BEN, project, state

TEXT = """\
codebook: Test # ours
codes:
  - code: arrests
    label: Arrests
    definition: Somebody is taken in.
  - code: seizures
    label: Seizures
    definition: Something is taken away.
  - code: talks
"""
ARRESTS, SEIZURES, TALKS = CodeKey("arrests"), CodeKey("seizures"), CodeKey("talks")
PLACED = [
    (20, 5, ANN, "arrests"),
    (20, 5, ANN, "seizures"),
    (20, 5, BEN, "arrests"),
    (40, 5, ANN, "seizures"),
    (60, 9, BEN, "talks"),
]


@pytest.fixture
def study(folder: Path) -> Iterator[Project]:
    with project(folder, TEXT, PLACED) as opened:
        yield opened


def rewrite(study: Project, old: str, new: str) -> None:
    path = study.codebook_path
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def placed(study: Project) -> list[tuple[int, str, str]]:
    rows = study.database.rows("SELECT start, coder, code FROM codings ORDER BY start, coder, code")
    return [(int(start or 0), str(coder), str(code)) for start, coder, code in rows]


def test_a_coders_codings_of_both_merged_codes_become_one_with_both_memos(study: Project) -> None:
    study.database.rows("UPDATE codings SET starred = 1 WHERE memo = 'memo 1'")
    moved = edit_codebook.carry_out(
        study, ANN, edit_codebook.merge(study, [ARRESTS, SEIZURES], CodeKey("enforcement"))
    )
    assert (moved.codings, moved.joined) == (4, 1)
    assert placed(study) == [
        (20, "ann", "enforcement"), (20, "ben", "enforcement"),
        (40, "ann", "enforcement"), (60, "ben", "talks"),
    ]  # fmt: skip
    [merged_coding] = study.database.rows(
        "SELECT memo, starred FROM codings WHERE start = 20 AND coder = 'ann'"
    )
    assert merged_coding == ("memo 0\n\nmemo 1", 1)


def test_the_history_of_a_merge_has_each_codings_code_before_and_after(study: Project) -> None:
    edit_codebook.carry_out(study, ANN, edit_codebook.merge(study, [SEIZURES], ARRESTS))
    [act] = history.acts(study.database, limit=1)
    assert (act.verb, act.summary) == ("merge codes", "seizures into arrests")
    changes = [row for row in history.changes(study.database, act.number) if row.subject == "codings"]
    codes = [(row.before and row.before.get("code"), row.after and row.after.get("code")) for row in changes]
    assert codes == [("seizures", None), (None, None), ("seizures", "arrests")]


def test_a_coding_keeps_its_codebook_version(study: Project) -> None:
    edit_codebook.carry_out(study, ANN, edit_codebook.rename(study, ARRESTS, CodeKey("caught")))
    assert {row[0] for row in study.database.rows("SELECT codebook_version FROM codings")} == {1}


def test_an_edit_by_hand_is_stored_as_a_version_before_the_next_edit(study: Project) -> None:
    rewrite(study, "taken in", "caught")
    by_hand = study.codebook_path.read_bytes()
    edit_codebook.carry_out(study, ANN, edit_codebook.rename(study, TALKS, CodeKey("words")))
    assert codebooks.numbers(study.database) == [1, 2, 3]
    undo_acts.undo(study, ANN)
    assert study.codebook_path.read_bytes() == by_hand


def test_undo_does_not_overwrite_a_later_edit_by_hand(study: Project) -> None:
    edit_codebook.carry_out(study, ANN, edit_codebook.rename(study, TALKS, CodeKey("words")))
    rewrite(study, "taken in", "caught")
    before = state(study)
    with pytest.raises(ConflictError, match="edited by hand"):
        undo_acts.undo(study, ANN)
    assert state(study) == before


def test_undo_does_not_overwrite_a_later_stored_edit_by_hand(study: Project) -> None:
    edit_codebook.carry_out(study, ANN, edit_codebook.rename(study, TALKS, CodeKey("words")))
    rewrite(study, "taken in", "caught")
    apply_codes.apply(study, BEN, ["words"], "one", SpanChoice(span=Span(20, 25)))
    with pytest.raises(ConflictError, match="changed since this act"):
        undo_acts.undo(study, ANN)


def test_a_code_added_while_coding_can_be_undone_unless_it_is_used(study: Project) -> None:
    before = study.codebook_path.read_bytes()
    key, current = add_code(study, ANN, "Lost trust")
    assert key in current.codebook
    apply_codes.apply(study, BEN, [key], "one", SpanChoice(span=Span(20, 25)))
    with pytest.raises(ConflictError, match="still has 1 coding"):
        undo_acts.undo(study, ANN)
    undo_acts.undo(study, BEN)
    undo_acts.undo(study, ANN)
    assert study.codebook_path.read_bytes() == before


def test_undo_does_not_restore_codings_of_a_missing_code(study: Project) -> None:
    [row] = study.database.rows("SELECT id FROM codings WHERE code = 'talks'")
    apply_codes.remove(study, BEN, [str(row[0])])
    edit_codebook.carry_out(study, ANN, edit_codebook.rename(study, TALKS, CodeKey("words")))
    with pytest.raises(ConflictError, match="`talks`"):
        undo_acts.undo(study, BEN)
    undo_acts.undo(study, ANN)
    undo_acts.undo(study, BEN)
    assert (60, "ben", "talks") in placed(study)


def test_an_out_of_date_codebook_cannot_be_written_with(study: Project) -> None:
    stale = current_codebook(study)
    edit_codebook.carry_out(study, BEN, edit_codebook.rename(study, TALKS, CodeKey("words")))
    source = sources.with_name(study.database, "one")
    with pytest.raises(ConflictError, match="in the meantime"):
        apply_codes.code_span(study, ANN, stale, [TALKS], source, Span(70, 75))


def test_undo_does_not_change_newer_suggestions(study: Project) -> None:
    edit_codebook.carry_out(study, ANN, edit_codebook.rename(study, ARRESTS, CodeKey("caught")))
    with study.database.transaction():
        study.database.execute("UPDATE suggestions SET code = 'seizures'")
    undo_acts.undo(study, ANN)
    assert study.database.rows("SELECT DISTINCT code FROM suggestions") == [("seizures",)]


def test_a_missing_code_with_codings_blocks_writing_until_it_is_answered(
    study: Project,
) -> None:
    rewrite(study, "code: arrests", "code: arrest")
    with pytest.raises(VanishedCodesError, match="`arrests` \\(2 codings\\)") as refused:
        apply_codes.apply(study, ANN, ["talks"], "one", SpanChoice(span=Span(20, 25)))
    assert "--rename arrests=arrest" in refused.value.hint
    assert (refused.value.folder, refused.value.coder) == (study.folder, "ann")
    with pytest.raises(VanishedCodesError):
        renamed(study)
    assert codebooks.numbers(study.database) == [1]
    adopt_manual_edit.carry_out(
        study, ANN, adopt_manual_edit.propose(study, MissingCodeAnswers(renamed=(("arrests", "arrest"),)))
    )
    assert [code for _, _, code in placed(study)].count("arrest") == 2
    apply_codes.apply(study, ANN, ["talks"], "one", SpanChoice(span=Span(20, 25)))


def renamed(study: Project) -> None:
    edit_codebook.carry_out(study, ANN, edit_codebook.rename(study, TALKS, CodeKey("words")))


def test_a_missing_code_with_only_a_memo_needs_an_answer_too(study: Project) -> None:
    edit_codebook.carry_out(study, ANN, edit_codebook.add(study, Code(key=CodeKey("noted"))))
    write_memos.write(study, ANN, About.CODE, "noted", "Is this one?")
    rewrite(study, "  - code: noted\n", "")
    [code] = missing_codes(study)
    assert code.name_with_uses == "`noted` (decisions, memos or summaries)"


def test_an_edit_that_only_adds_and_redefines_needs_no_answers(study: Project) -> None:
    rewrite(study, "  - code: talks", "  - code: new\n  - code: talks\n    definition: Words.")
    apply_codes.apply(study, ANN, ["new"], "one", SpanChoice(span=Span(20, 25)))
    assert codebooks.numbers(study.database) == [1, 2]


@pytest.mark.parametrize(
    ("answers", "error", "message"),
    [
        (MissingCodeAnswers(), VanishedCodesError, "no longer has"),
        (MissingCodeAnswers(renamed=(("arrests", "nothing"),)), NotFoundError, "nothing"),
        (MissingCodeAnswers(renamed=(("arrests", "talks"),)), UsageError, "was in the codebook before"),
        (MissingCodeAnswers(merged=(("talks", "seizures"),)), UsageError, "still in the file"),
        (MissingCodeAnswers(retired=("who",)), NotFoundError, "who"),
        (MissingCodeAnswers(merged=(("arrests", "talks"),), retired=("arrests",)), UsageError, "twice"),
        (MissingCodeAnswers(merged=(("arrests", "talks"), ("arrests", "seizures"))), UsageError, "twice"),
    ],
)
def test_answers_that_contradict_the_file_are_refused(
    study: Project, answers: MissingCodeAnswers, error: type[Exception], message: str
) -> None:
    rewrite(study, TEXT[TEXT.index("  - code: arrests") : TEXT.index("  - code: seizures")], "")
    with pytest.raises(error, match=message):
        adopt_manual_edit.propose(study, answers)


def test_a_code_answered_as_retired_is_restored_at_its_position(study: Project) -> None:
    before = state(study)
    rewrite(study, TEXT[TEXT.index("  - code: seizures") : TEXT.index("  - code: talks")], "")
    proposal = adopt_manual_edit.propose(study, MissingCodeAnswers(retired=("seizures",)))
    assert [difference.kind for difference in adopt_manual_edit.differences(study, proposal)] == ["retired"]
    adopt_manual_edit.carry_out(study, ANN, proposal)
    codebook = current_codebook(study).codebook
    assert codebook.keys == (ARRESTS, SEIZURES, TALKS)
    assert codebook.code(SEIZURES).retired
    undo_acts.undo(study, ANN)
    assert state(study) == before


def test_the_codings_of_a_split_wait_and_can_be_assigned_in_parts(study: Project) -> None:
    parts = [CodeKey("arrests"), CodeKey("raids")]
    edit_codebook.carry_out(study, ANN, edit_codebook.split(study, ARRESTS, parts))
    queue = SplitQueue(study, ANN, "arrests", everyone=True)
    assert [one.coder for one in queue.items] == ["ann", "ben"]
    queue.send(ARRESTS)
    again = SplitQueue(study, ANN, "arrests", everyone=True)
    assert [one.coder for one in again.items] == ["ben"]
    again.advance()
    assert again.current is None
    assert [one.coder for one in SplitQueue(study, ANN, "arrests", everyone=True).items] == ["ben"]
    queue.send(CodeKey("raids"))
    assert (20, "ben", "raids") in placed(study)
    undone = queue.undo_last()
    assert undone is not None
    assert (20, "ben", "arrests") in placed(study)
    assert queue.counts() == {"arrests": 1}


def test_an_undone_split_has_no_queue(study: Project) -> None:
    edit_codebook.carry_out(study, ANN, edit_codebook.split(study, ARRESTS, [CodeKey("one"), CodeKey("two")]))
    undo_acts.undo(study, ANN)
    with pytest.raises(UsageError, match="not been split"):
        SplitQueue(study, ANN, "arrests")


def test_queries_assign_codings_that_match_one_target_only(study: Project) -> None:
    edit_codebook.carry_out(
        study, ANN, edit_codebook.split(study, SEIZURES, [CodeKey("one"), CodeKey("two")])
    )
    queue = SplitQueue(study, ANN, "seizures")
    assert queue.send_by_queries([("one", "*"), ("two", "arrests")]) == {"one": 1}
    assert placed(study)[2:4] == [(20, "ben", "arrests"), (40, "ann", "one")]
    assert len(queue.items) == 1
    with pytest.raises(UsageError, match="was not split into"):
        queue.send_by_queries([("three", "*")])


def test_codings_of_a_code_are_in_text_order(study: Project) -> None:
    assert [one.span.start for one in codings.of_code(study.database, SEIZURES)] == [20, 40]
