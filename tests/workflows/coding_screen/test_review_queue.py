"""A review asks about one suggestion after another; every answer is kept at once and can be taken back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from qualcode.errors import ConflictError
from qualcode.model import Span, Verdict
from qualcode.store import history
from qualcode.store.project import Project, open_project
from qualcode.store.records import suggestions
from qualcode.workflows.coding.suggestion_context import SuggestionInContext
from qualcode.workflows.coding_screen.terminal_review import TerminalReview
from qualcode.workflows.suggestions import decide_suggestions, run_suggester
from tests.support.suggestion_study import ANN, BEN, coded, project_in, suggested


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with project_in(tmp_path / "study") as made:
        yield made


@pytest.fixture
def sitting(project: Project) -> TerminalReview:
    return TerminalReview.of(project, ANN, suggested(project))


def asked(sitting: TerminalReview) -> tuple[str, str]:
    card = sitting.card()
    assert card is not None
    return card.around.source.name, card.code.key


def words(card: SuggestionInContext, span: Span) -> str:
    return span.of(card.around.source.text)


def test_each_answer_is_kept_and_leads_to_the_next_suggestion(
    project: Project, sitting: TerminalReview
) -> None:
    assert asked(sitting) == ("first", "displacement")
    sitting.accept()
    assert asked(sitting) == ("first", "pursue")
    sitting.decline()
    assert asked(sitting) == ("first", "prevent")
    sitting.accept(sentence=True)
    sitting.decline(Verdict.SKIPPED)
    assert [(one.code, one.origin.value) for one in coded(project)] == [
        ("displacement", "suggestion"),
        ("prevent", "edited suggestion"),
    ]
    assert [one.verdict.value for one in suggestions.decisions(project.database)] == [
        "accepted",
        "rejected",
        "accepted",
        "skipped",
    ]
    assert sitting.counts() == {Verdict.ACCEPTED: 2, Verdict.REJECTED: 1, Verdict.SKIPPED: 1}


def test_at_the_end_there_is_no_card(sitting: TerminalReview) -> None:
    while sitting.card():
        sitting.decline()
    assert len(sitting.answers) == len(sitting.waiting) == 7


def test_a_card_shows_the_question_that_was_answered(sitting: TerminalReview) -> None:
    card = sitting.card()
    assert card is not None
    assert words(card, card.around.before) == "Did you arrest anybody?"
    assert card.around.previous is not None
    assert card.around.previous.speaker == "Int"
    assert words(card, card.around.after) == ""


def test_a_card_shows_what_the_same_turn_says_around_a_part_of_it(project: Project) -> None:
    whole = suggested(project)[0]
    assert whole.evidence is not None
    part = replace(whole, span=Span(whole.evidence.start, whole.evidence.end - 8))
    card = TerminalReview.of(project, ANN, [part]).card()
    assert card is not None
    assert words(card, card.around.before).endswith("We took out a line last year.")
    assert words(card, card.around.after) == "a month."


def test_answers_are_taken_back_one_by_one_to_the_beginning(
    project: Project, sitting: TerminalReview
) -> None:
    first = sitting.waiting[0]
    sitting.accept()
    sitting.decline()
    assert sitting.undo() == sitting.waiting[1]
    assert sitting.undo() == first
    assert sitting.undo() is None
    assert asked(sitting) == ("first", "displacement")
    assert coded(project) == []
    assert suggestions.decisions(project.database) == []


def test_only_answers_of_this_sitting_are_taken_back(project: Project, sitting: TerminalReview) -> None:
    sitting.accept()
    decide_suggestions.decline(project, ANN, [sitting.waiting[-1]])
    with pytest.raises(ConflictError, match="Something else"):
        sitting.undo()
    assert len(suggestions.decisions(project.database)) == 2
    history.undo(project.database, ANN, 2)
    with pytest.raises(ConflictError):
        sitting.undo()


def test_what_is_answered_in_another_window_is_not_asked_again(
    project: Project, sitting: TerminalReview
) -> None:
    sitting.accept()
    with open_project(project.folder) as window:
        pending = suggestions.pending(window.database, ANN)
        decide_suggestions.decline(window, ANN, pending[:2])
        decide_suggestions.decline(window, BEN, pending[2:4])
    assert asked(sitting) == ("first", "pursue")
    assert sitting.waiting[sitting.position] == pending[2]
    assert len(sitting.waiting) == 5


def test_what_two_suggesters_say_alike_is_asked_once(project: Project) -> None:
    alone = suggested(project, run_suggester.SuggestOptions(suggester="patterns"))
    both = suggested(project, run_suggester.SuggestOptions(suggester="learned"))
    sitting = TerminalReview.of(project, ANN, both)
    assert len(sitting.waiting) == len({(one.source, one.span, one.code) for one in both}) < len(both)
    assert len(alone) <= len(sitting.waiting)


def test_codes_that_are_gone_from_the_codebook_are_passed_over(project: Project) -> None:
    found = suggested(project)
    text = project.codebook_path.read_text("utf-8")
    project.codebook_path.write_text(text.replace("code: displacement", "code: moved"), "utf-8")
    sitting = TerminalReview.of(project, ANN, found)
    assert sitting.passed_over == 2
    assert asked(sitting) == ("first", "pursue")
