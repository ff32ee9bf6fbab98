"""A review asks about suggestions one by one; every answer is stored at once and can be undone."""

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
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.suggestions import decide_suggestions, run_suggester
from qualcode.workflows.suggestions.terminal_review import TerminalReview
from tests.support.suggestion_study import ANN, BEN, coded, project_in, suggested


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with project_in(tmp_path / "study") as opened:
        yield opened


@pytest.fixture
def review(project: Project) -> TerminalReview:
    return TerminalReview(project, ANN, suggested(project))


def current(review: TerminalReview) -> tuple[str, str]:
    card = review.in_context()
    assert card is not None
    return card.context.source.name, card.code.key


def words(card: SuggestionInContext, span: Span) -> str:
    return span.of(card.context.source.text)


def test_each_answer_is_stored_and_leads_to_the_next_suggestion(
    project: Project, review: TerminalReview
) -> None:
    assert current(review) == ("first", "displacement")
    review.accept()
    assert current(review) == ("first", "pursue")
    review.decline()
    assert current(review) == ("first", "prevent")
    review.accept(sentence=True)
    review.decline(Verdict.SKIPPED)
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
    assert review.counts() == {Verdict.ACCEPTED: 2, Verdict.REJECTED: 1, Verdict.SKIPPED: 1}


def test_at_the_end_there_is_no_card(review: TerminalReview) -> None:
    while review.in_context():
        review.decline()
    assert len(review.answers) == len(review.items) == 7


def test_a_card_shows_the_question_that_was_answered(review: TerminalReview) -> None:
    card = review.in_context()
    assert card is not None
    assert words(card, card.context.before) == "Did you arrest anybody?"
    assert card.context.previous is not None
    assert card.context.previous.speaker == "Int"
    assert words(card, card.context.after) == ""


def test_a_card_shows_what_the_same_turn_says_around_a_part_of_it(project: Project) -> None:
    whole = suggested(project)[0]
    assert whole.evidence is not None
    part = replace(whole, span=Span(whole.evidence.start, whole.evidence.end - 8))
    card = TerminalReview(project, ANN, [part]).in_context()
    assert card is not None
    assert words(card, card.context.before).endswith("We took out a line last year.")
    assert words(card, card.context.after) == "a month."


def test_answers_are_undone_one_by_one_to_the_first(project: Project, review: TerminalReview) -> None:
    first = review.items[0]
    review.accept()
    review.decline()
    assert review.undo_last() == review.items[1]
    assert review.undo_last() == first
    assert review.undo_last() is None
    assert current(review) == ("first", "displacement")
    assert coded(project) == []
    assert suggestions.decisions(project.database) == []


def test_only_answers_of_this_review_are_undone(project: Project, review: TerminalReview) -> None:
    review.accept()
    decide_suggestions.decline(project, ANN, [review.items[-1]])
    with pytest.raises(ConflictError, match="Something else"):
        review.undo_last()
    assert len(suggestions.decisions(project.database)) == 2
    history.undo(project.database, ANN, 2)
    with pytest.raises(ConflictError):
        review.undo_last()


def test_suggestions_answered_in_another_window_are_dropped(project: Project, review: TerminalReview) -> None:
    review.accept()
    with open_project(project.folder) as window:
        pending = suggestions.pending(window.database, ANN, current_codebook(window).codebook)
        decide_suggestions.decline(window, ANN, pending[:2])
        decide_suggestions.decline(window, BEN, pending[2:4])
    assert current(review) == ("first", "pursue")
    assert review.items[review.position] == pending[2]
    assert len(review.items) == 5


def test_equal_suggestions_of_two_suggesters_are_queued_once(project: Project) -> None:
    alone = suggested(project, run_suggester.SuggestOptions(suggester="patterns"))
    both = suggested(project, run_suggester.SuggestOptions(suggester="learned"))
    review = TerminalReview(project, ANN, both)
    assert len(review.items) == len({(one.source, one.span, one.code) for one in both}) < len(both)
    assert len(alone) <= len(review.items)
