"""A coder's decisions on suggestions, and the codings made of accepted ones."""

from qualcode.model import CodeKey, Verdict
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import suggestions
from qualcode.workflows.suggestions import decide_suggestions, pending_suggestions
from qualcode.workflows.suggestions.pending_suggestions import SuggestionFilter
from qualcode.workflows.suggestions.run_suggester import SuggestOptions
from tests.support.suggestion_study import ANN, FIRST, coded, pending, suggested

PATTERNS, LEARNED = SuggestOptions(suggester="patterns"), SuggestOptions(suggester="learned")
PREVENT = CodeKey("prevent")


def test_a_coding_of_an_accepted_suggestion_has_its_provenance(project: Project) -> None:
    suggestion = suggested(project)[0]
    [coding] = decide_suggestions.accept(project, ANN, [suggestion])
    assert (coding.span, coding.code, coding.origin.value) == (suggestion.span, suggestion.code, "suggestion")
    assert (coding.suggester, coding.score) == ("patterns", suggestion.score)
    assert coding.quote == FIRST[coding.span.start : coding.span.end]
    [decision] = suggestions.decisions(project.database, ANN)
    assert (decision.span, decision.code, decision.verdict) == (
        suggestion.span,
        suggestion.code,
        Verdict.ACCEPTED,
    )


def test_only_the_evidence_sentence_or_another_code_is_an_edited_suggestion(project: Project) -> None:
    back, line, *_ = suggested(project)
    [sentence] = decide_suggestions.accept(project, ANN, [back], sentence=True)
    assert (sentence.quote, sentence.origin.value) == ("It came back within a month.", "edited suggestion")
    [recoded] = decide_suggestions.accept(project, ANN, [line], code=PREVENT)
    assert (recoded.code, recoded.origin.value) == ("prevent", "edited suggestion")
    assert {
        (suggestion.span, suggestion.code) for suggestion in suggestions.decisions(project.database, ANN)
    } == {
        (back.span, back.code),
        (line.span, line.code),
    }


def test_a_sentence_that_is_the_entire_span_is_not_an_edited_suggestion(project: Project) -> None:
    last = suggested(project)[-1]
    assert last.evidence == last.span
    [coding] = decide_suggestions.accept(project, ANN, [last], sentence=True)
    assert coding.origin.value == "suggestion"


def test_equal_suggestions_of_two_suggesters_are_coded_and_decided_once(project: Project) -> None:
    suggested(project, PATTERNS)
    both = suggested(project, LEARNED)
    assert len({(suggestion.source, suggestion.span, suggestion.code) for suggestion in both}) < len(both)
    codings = decide_suggestions.accept(project, ANN, both)
    assert len(codings) == len({(suggestion.source, suggestion.span, suggestion.code) for suggestion in both})
    assert pending(project, ANN) == []
    assert history.undo(project.database, ANN)
    assert coded(project) == []
    assert pending(project, ANN) == both


def test_a_decision_on_a_skipped_suggestion_replaces_the_skip(project: Project) -> None:
    suggestion = suggested(project)[0]
    decide_suggestions.decline(project, ANN, [suggestion], Verdict.SKIPPED)
    assert suggestion not in pending_suggestions.select(project, ANN)
    assert suggestion in pending_suggestions.select(project, ANN, SuggestionFilter(skipped=True))
    [skipped] = pending_suggestions.by_ids(project, ANN, [suggestion.id[:8]])
    decide_suggestions.accept(project, ANN, [skipped])
    assert [answer.verdict for answer in suggestions.decisions(project.database)] == [Verdict.ACCEPTED]
    assert suggestion not in pending_suggestions.select(project, ANN, SuggestionFilter(skipped=True))
