"""Codes that take no new codings: no door shows or counts their suggestions, or makes codings of them."""

from collections.abc import Callable
from pathlib import Path

import pytest

import qualcode
from qualcode.documents.commented_word import TextComment, commented_document
from qualcode.errors import NotFoundError, QualcodeError, UsageError
from qualcode.model import CodeKey, Suggestion
from qualcode.store.project import Project, open_project
from qualcode.store.records import sources, suggestions
from qualcode.workflows.codebook import edit_codebook, remove_code
from qualcode.workflows.coding import apply_codes, bulk_apply, code_hits
from qualcode.workflows.coding_screen.coding_session import CodingSession
from qualcode.workflows.coding_screen.review_queue import ReviewQueue
from qualcode.workflows.coding_screen.source_lines import source_lines
from qualcode.workflows.exchange import import_codings, import_word_comments
from qualcode.workflows.exchange.gather_contents import gather_contents
from qualcode.workflows.project import undo_acts
from qualcode.workflows.project.next_steps import project_overview
from qualcode.workflows.suggestions import decide_suggestions, pending_suggestions
from qualcode.workflows.suggestions.pending_suggestions import SuggestionFilter
from qualcode.workflows.suggestions.terminal_review import TerminalReview
from tests.support.suggestion_study import ANN, coded, suggested

PURSUE, PREVENT = CodeKey("pursue"), CodeKey("prevent")


def write_retired(project: Project) -> None:
    """Retire the code by hand, in the file."""
    text = project.codebook_path.read_text("utf-8")
    retired = text.replace("        label: Pursue\n", "        label: Pursue\n        retired: true\n")
    project.codebook_path.write_text(retired, "utf-8")


def edited(propose: Callable[[Project], edit_codebook.ProposedEdit]) -> Callable[[Project], None]:
    def change(project: Project) -> None:
        edit_codebook.carry_out(project, ANN, propose(project))

    return change


ENDS: dict[str, Callable[[Project], None]] = {
    "retired": edited(lambda project: edit_codebook.retire(project, PURSUE)),
    "retired by hand": write_retired,
    "split": edited(lambda project: edit_codebook.split(project, PURSUE, [CodeKey("a"), CodeKey("b")])),
    "removed": lambda project: remove_code.carry_out(project, ANN, remove_code.propose(project, PURSUE)),
}
"""How the code ends, of which there are suggestions."""


def opened(project: Project) -> CodingSession:
    return CodingSession(project, ANN, source="first")


def waiting_in_overview(project: Project) -> int:
    facts = [step.fact for step in project_overview(project, ANN).steps if "for your decision" in step.fact]
    return int(facts[0].split()[0]) if facts else 0


def lost_by_refi(project: Project) -> int:
    return sum(loss.count for loss in gather_contents(project).losses if loss.element == "suggestions")


def api_listed(project: Project) -> list[str]:
    with qualcode.open(project.folder, coder=ANN) as study:
        return list(study.suggestions()["code"])


SHOWN: dict[str, Callable[[Project], list[str]]] = {
    "suggestions": lambda project: [each.code for each in pending_suggestions.select(project, ANN)],
    "review in the terminal": lambda project: [
        each.code for each in TerminalReview(project, ANN, pending_suggestions.select(project, ANN)).items
    ],
    "review on the screen": lambda project: [each.code for each in ReviewQueue(project, ANN).items],
    "screen": lambda project: [
        each.code
        for name in ("first", "second")
        for each in CodingSession(project, ANN, source=name).open_source.pending
    ],
    "Python": api_listed,
}
COUNTED: dict[str, Callable[[Project], int]] = {
    "overview": waiting_in_overview,
    "list of sources": lambda project: sum(
        line.pending for line in source_lines(opened(project).open_source)
    ),
    "losses of REFI-QDA": lost_by_refi,
}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.filterwarnings("ignore:Left out")
def test_suggestions_of_a_code_that_ended_are_neither_shown_nor_counted(project: Project, end: str) -> None:
    rest = sorted(each.code for each in suggested(project) if each.code != PURSUE)
    for show in SHOWN.values():
        assert PURSUE in show(project)
    ENDS[end](project)
    assert {door: sorted(show(project)) for door, show in SHOWN.items()} == dict.fromkeys(SHOWN, rest)
    assert {door: count(project) for door, count in COUNTED.items()} == dict.fromkeys(COUNTED, len(rest))


@pytest.mark.parametrize("end", ENDS)
def test_none_of_them_can_be_decided_on(project: Project, end: str) -> None:
    [first, *_] = [each for each in suggested(project) if each.code == PURSUE]
    ENDS[end](project)
    with pytest.raises((UsageError, NotFoundError), match="pursue"):
        pending_suggestions.by_ids(project, ANN, [first.id])
    with pytest.raises((UsageError, NotFoundError), match="pursue"):
        pending_suggestions.select(project, ANN, SuggestionFilter(codes=("pursue",)))
    with pytest.raises((UsageError, NotFoundError), match="pursue"):
        decide_suggestions.accept(project, ANN, [first])
    assert suggestions.decisions(project.database) == []
    assert coded(project) == []


@pytest.mark.parametrize("end", [end for end in ENDS if end != "retired by hand"])
def test_they_come_back_with_the_code(project: Project, end: str) -> None:
    before = suggested(project)
    ENDS[end](project)
    undo_acts.undo(project, ANN)
    assert pending_suggestions.select(project, ANN) == before


@pytest.mark.parametrize(
    ("move", "key"),
    [
        (edited(lambda project: edit_codebook.merge(project, [PURSUE], PREVENT)), "prevent"),
        (edited(lambda project: edit_codebook.rename(project, PURSUE, CodeKey("chase"))), "chase"),
    ],
    ids=["merged", "renamed"],
)
def test_they_follow_a_code_that_is_merged_or_renamed(
    project: Project, move: Callable[[Project], None], key: str
) -> None:
    before = [(each.id, key if each.code == PURSUE else each.code) for each in suggested(project)]
    move(project)
    assert sorted((each.id, each.code) for each in pending_suggestions.select(project, ANN)) == sorted(before)


def test_a_branch_is_selected_without_its_retired_codes(project: Project) -> None:
    suggested(project)
    ENDS["retired"](project)
    assert pending_suggestions.resolve_codes(project, ["roles"], branch=True) == ("roles", "prevent")


@pytest.mark.parametrize("end", ["retired", "retired by hand", "removed"])
def test_an_open_screen_loses_them_when_another_window_ends_the_code(project: Project, end: str) -> None:
    suggested(project)
    session, queue = opened(project), ReviewQueue(project, ANN, source="first")
    with open_project(project.folder) as window:
        ENDS[end](window)
    session.refresh_if_changed()
    queue.session.refresh_if_changed()
    assert {each.code for each in session.open_source.pending} == {"displacement", "prevent"}
    assert {each.code for each in queue.items} == {"displacement", "prevent"}


def rows_file(project: Project, name: str) -> Path:
    file = project.folder / name
    file.write_text("source,code,quote\nfirst,pursue,Nobody asks that.\n", "utf-8")
    return file


def commented_file(project: Project) -> Path:
    """Return a Word file of the first source with a comment that names the code."""
    text = sources.with_name(project.database, "first").text
    start = text.index("Nobody asks that.")
    comment = TextComment(start=start, end=start + 17, author=ANN, made_at="", text="Pursue: why")
    file = project.folder / "first.docx"
    file.write_bytes(commented_document("Title", text.removesuffix("\n"), [comment]))
    return file


def accept_as(project: Project) -> None:
    session = opened(project)
    session.next_suggestion(1)
    session.accept_as([PURSUE])


def import_comments(project: Project) -> None:
    proposal = import_word_comments.propose_comments(project, commented_file(project))
    import_word_comments.carry_out(project, ANN, proposal)
    [(_, what_to_do)] = proposal.undecided
    raise UsageError(what_to_do)


def api_apply(project: Project) -> None:
    with qualcode.open(project.folder, coder=ANN) as study:
        study.apply("pursue", "first", quote="Nobody asks that.")


def other_suggestion(project: Project) -> Suggestion:
    return next(each for each in pending_suggestions.select(project, ANN) if each.code == PREVENT)


MAKES_CODINGS: dict[str, Callable[[Project], object]] = {
    "apply": lambda project: apply_codes.apply(
        project, ANN, ["pursue"], "first", apply_codes.SpanChoice(quote="Nobody asks that.")
    ),
    "apply --where": lambda project: code_hits.propose(project, ANN, ["pursue"], 'text("asks")'),
    "apply --from": lambda project: bulk_apply.apply_from(project, ANN, rows_file(project, "rows.csv")),
    "import codings": lambda project: import_codings.carry_out(
        project, import_codings.propose_codings(project, ANN, rows_file(project, "rows.csv"))
    ),
    "Word comments": import_comments,
    "accept --as": lambda project: decide_suggestions.accept(
        project, ANN, [other_suggestion(project)], code=PURSUE
    ),
    "screen": lambda project: opened(project).apply([PURSUE]),
    "screen, other code": accept_as,
    "Python": api_apply,
}


@pytest.mark.parametrize("door", MAKES_CODINGS)
def test_a_retired_code_takes_no_new_codings(project: Project, door: str) -> None:
    suggested(project)
    ENDS["retired"](project)
    with pytest.raises(QualcodeError, match="pursue is retired"):
        MAKES_CODINGS[door](project)
    assert coded(project) == []
    assert suggestions.decisions(project.database) == []


def test_a_coding_of_a_retired_code_comes_back_from_word_as_it_is(project: Project) -> None:
    apply_codes.apply(project, ANN, ["pursue"], "first", apply_codes.SpanChoice(quote="Nobody asks that."))
    [before] = coded(project)
    ENDS["retired"](project)
    proposal = import_word_comments.propose_comments(project, commented_file(project))
    assert proposal.undecided == ()
    import_word_comments.carry_out(project, ANN, proposal)
    [after] = coded(project)
    assert (after.id, after.span, after.memo) == (before.id, before.span, "why")
