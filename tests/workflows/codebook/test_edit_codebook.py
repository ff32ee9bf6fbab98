"""Changes of the codebook with their codings: what joins, what is refused, and what undo brings back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.errors import ConflictError, NotFoundError, UsageError, VanishedCodesError
from qualcode.model import About, Code, CodeKey, Span
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import codebooks, codings, sources
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
    with project(folder, TEXT, PLACED) as made:
        yield made


def rewrite(study: Project, old: str, new: str) -> None:
    path = study.codebook_path
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def placed(study: Project) -> list[tuple[int, str, str]]:
    rows = study.database.rows("SELECT start, coder, code FROM codings ORDER BY start, coder, code")
    return [(int(start or 0), str(coder), str(code)) for start, coder, code in rows]


def test_where_one_coder_had_both_codes_one_coding_stays_with_both_memos(study: Project) -> None:
    study.database.rows("UPDATE codings SET starred = 1 WHERE memo = 'memo 1'")
    moved = edit_codebook.carry_out(
        study, ANN, edit_codebook.merge(study, [ARRESTS, SEIZURES], CodeKey("enforcement"))
    )
    assert (moved.codings, moved.joined) == (4, 1)
    assert placed(study) == [
        (20, "ann", "enforcement"), (20, "ben", "enforcement"),
        (40, "ann", "enforcement"), (60, "ben", "talks"),
    ]  # fmt: skip
    [kept] = study.database.rows("SELECT memo, starred FROM codings WHERE start = 20 AND coder = 'ann'")
    assert kept == ("memo 0\n\nmemo 1", 1)


def test_every_coding_of_a_merge_is_in_the_history_with_its_code_before_and_after(study: Project) -> None:
    edit_codebook.carry_out(study, ANN, edit_codebook.merge(study, [SEIZURES], ARRESTS))
    [act] = history.acts(study.database, limit=1)
    assert (act.verb, act.summary) == ("merge codes", "seizures into arrests")
    changes = [one for one in history.changes(study.database, act.number) if one.subject == "codings"]
    told = [(one.before and one.before.get("code"), one.after and one.after.get("code")) for one in changes]
    assert told == [("seizures", None), (None, None), ("seizures", "arrests")]


def test_a_coding_still_knows_the_version_that_it_was_made_under(study: Project) -> None:
    edit_codebook.carry_out(study, ANN, edit_codebook.rename(study, ARRESTS, CodeKey("caught")))
    assert {row[0] for row in study.database.rows("SELECT codebook_version FROM codings")} == {1}


def test_a_change_on_top_of_an_edit_by_hand_keeps_the_edit_as_a_version_of_its_own(study: Project) -> None:
    rewrite(study, "taken in", "caught")
    by_hand = study.codebook_path.read_bytes()
    edit_codebook.carry_out(study, ANN, edit_codebook.rename(study, TALKS, CodeKey("words")))
    assert codebooks.numbers(study.database) == [1, 2, 3]
    undo_acts.undo(study, ANN)
    assert study.codebook_path.read_bytes() == by_hand


def test_undo_does_not_write_over_what_was_edited_by_hand_since(study: Project) -> None:
    edit_codebook.carry_out(study, ANN, edit_codebook.rename(study, TALKS, CodeKey("words")))
    rewrite(study, "taken in", "caught")
    before = state(study)
    with pytest.raises(ConflictError, match="edited by hand"):
        undo_acts.undo(study, ANN)
    assert state(study) == before


def test_undo_does_not_write_over_an_edit_by_hand_that_was_kept_since(study: Project) -> None:
    edit_codebook.carry_out(study, ANN, edit_codebook.rename(study, TALKS, CodeKey("words")))
    rewrite(study, "taken in", "caught")
    apply_codes.apply(study, BEN, ["words"], "one", SpanChoice(span=Span(20, 25)))
    with pytest.raises(ConflictError, match="changed since this act"):
        undo_acts.undo(study, ANN)


def test_a_code_made_while_coding_can_be_undone_unless_somebody_uses_it(study: Project) -> None:
    before = study.codebook_path.read_bytes()
    key, force = add_code(study, ANN, "Lost trust")
    assert key in force.codebook
    apply_codes.apply(study, BEN, [key], "one", SpanChoice(span=Span(20, 25)))
    with pytest.raises(ConflictError, match="still has 1 coding"):
        undo_acts.undo(study, ANN)
    undo_acts.undo(study, BEN)
    undo_acts.undo(study, ANN)
    assert study.codebook_path.read_bytes() == before


def test_nobody_brings_back_work_with_a_code_that_is_gone(study: Project) -> None:
    [row] = study.database.rows("SELECT id FROM codings WHERE code = 'talks'")
    apply_codes.remove(study, BEN, [str(row[0])])
    edit_codebook.carry_out(study, ANN, edit_codebook.rename(study, TALKS, CodeKey("words")))
    with pytest.raises(ConflictError, match="`talks`"):
        undo_acts.undo(study, BEN)
    undo_acts.undo(study, ANN)
    undo_acts.undo(study, BEN)
    assert (60, "ben", "talks") in placed(study)


def test_who_still_has_the_codebook_from_before_writes_nothing_with_it(study: Project) -> None:
    stale = current_codebook(study)
    edit_codebook.carry_out(study, BEN, edit_codebook.rename(study, TALKS, CodeKey("words")))
    source = sources.with_name(study.database, "one")
    with pytest.raises(ConflictError, match="in the meantime"):
        apply_codes.code_span(study, ANN, stale, [TALKS], source, Span(70, 75))


def test_suggestions_that_came_since_are_left_alone_by_undo(study: Project) -> None:
    edit_codebook.carry_out(study, ANN, edit_codebook.rename(study, ARRESTS, CodeKey("caught")))
    with study.database.transaction():
        study.database.execute("UPDATE suggestions SET code = 'seizures'")
    undo_acts.undo(study, ANN)
    assert study.database.rows("SELECT DISTINCT code FROM suggestions") == [("seizures",)]


def test_a_code_with_codings_that_vanished_by_hand_stops_all_writing_until_it_is_answered_for(
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


def test_a_memo_alone_is_reason_enough_to_ask(study: Project) -> None:
    edit_codebook.carry_out(study, ANN, edit_codebook.add(study, Code(key=CodeKey("noted"))))
    write_memos.write(study, ANN, About.CODE, "noted", "Is this one?")
    rewrite(study, "  - code: noted\n", "")
    [question] = missing_codes(study)
    assert question.name_with_uses == "`noted` (decisions, memos or summaries)"


def test_an_edit_that_only_adds_and_redefines_is_taken_up_without_a_question(study: Project) -> None:
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
def test_answers_that_do_not_fit_are_refused(
    study: Project, answers: MissingCodeAnswers, error: type[Exception], message: str
) -> None:
    rewrite(study, TEXT[TEXT.index("  - code: arrests") : TEXT.index("  - code: seizures")], "")
    with pytest.raises(error, match=message):
        adopt_manual_edit.propose(study, answers)


def test_a_retired_code_is_put_back_where_it_stood_and_undo_puts_the_file_back(study: Project) -> None:
    before = state(study)
    rewrite(study, TEXT[TEXT.index("  - code: seizures") : TEXT.index("  - code: talks")], "")
    proposal = adopt_manual_edit.propose(study, MissingCodeAnswers(retired=("seizures",)))
    assert [one.kind for one in adopt_manual_edit.differences(study, proposal)] == ["retired"]
    adopt_manual_edit.carry_out(study, ANN, proposal)
    codebook = current_codebook(study).codebook
    assert codebook.keys == (ARRESTS, SEIZURES, TALKS)
    assert codebook.code(SEIZURES).retired
    undo_acts.undo(study, ANN)
    assert state(study) == before


def test_a_split_waits_for_a_person_and_can_stop_and_go_on(study: Project) -> None:
    parts = [CodeKey("arrests"), CodeKey("raids")]
    edit_codebook.carry_out(study, ANN, edit_codebook.split(study, ARRESTS, parts))
    sorting = SplitQueue.of(study, ANN, "arrests", everyone=True)
    assert [one.coder for one in sorting.waiting] == ["ann", "ben"]
    sorting.send(ARRESTS)
    again = SplitQueue.of(study, ANN, "arrests", everyone=True)
    assert [one.coder for one in again.waiting] == ["ben"]
    again.leave()
    assert again.here() is None
    assert [one.coder for one in SplitQueue.of(study, ANN, "arrests", everyone=True).waiting] == ["ben"]
    sorting.send(CodeKey("raids"))
    assert (20, "ben", "raids") in placed(study)
    undone = sorting.undo()
    assert undone is not None
    assert (20, "ben", "arrests") in placed(study)
    assert sorting.counts() == {"arrests": 1}


def test_a_split_that_was_undone_is_not_sorted(study: Project) -> None:
    edit_codebook.carry_out(study, ANN, edit_codebook.split(study, ARRESTS, [CodeKey("one"), CodeKey("two")]))
    undo_acts.undo(study, ANN)
    with pytest.raises(UsageError, match="not been split"):
        SplitQueue.of(study, ANN, "arrests")


def test_queries_send_the_sure_ones_and_leave_what_two_parts_would_get(study: Project) -> None:
    edit_codebook.carry_out(
        study, ANN, edit_codebook.split(study, SEIZURES, [CodeKey("one"), CodeKey("two")])
    )
    sorting = SplitQueue.of(study, ANN, "seizures")
    assert sorting.by_queries([("one", "*"), ("two", "arrests")]) == {"one": 1}
    assert placed(study)[2:4] == [(20, "ben", "arrests"), (40, "ann", "one")]
    assert len(sorting.waiting) == 1
    with pytest.raises(UsageError, match="none of the parts"):
        sorting.by_queries([("three", "*")])


def test_listing_codings_by_code_is_in_the_order_of_the_text(study: Project) -> None:
    assert [one.span.start for one in codings.of_code(study.database, SEIZURES)] == [20, 40]
