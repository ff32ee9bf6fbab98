"""Undecided suggestions, selected by id or by criteria."""

import pytest

from qualcode.errors import NotFoundError
from qualcode.store.project import Project
from qualcode.workflows.suggestions import pending_suggestions, run_suggester
from qualcode.workflows.suggestions.pending_suggestions import SuggestionFilter
from qualcode.workflows.suggestions.run_suggester import suggest
from tests.support.suggestion_study import ANN, BEN, apply_code, brief, pending, suggested


def test_a_code_that_the_coder_has_applied_already_is_not_pending(project: Project) -> None:
    suggested(project)
    suggest(project, BEN, run_suggester.source_ids(project))
    apply_code(project, "prevent", "second", "the schools")
    assert ("second", "prevent", "patterns") not in brief(pending(project, ANN))
    assert ("second", "prevent", "patterns") in brief(pending(project, BEN))


def test_suggestions_are_selected_by_source_code_suggester_and_score(project: Project) -> None:
    undecided = suggested(project)
    assert pending_suggestions.select(project, ANN) == undecided

    def codes(criteria: SuggestionFilter) -> set[str]:
        return {suggestion.code for suggestion in pending_suggestions.select(project, ANN, criteria)}

    assert {
        suggestion.source
        for suggestion in pending_suggestions.select(project, ANN, SuggestionFilter(sources=("second",)))
    } == {"second"}
    assert codes(SuggestionFilter(codes=("pursue",))) == {"pursue"}
    assert codes(SuggestionFilter(codes=("roles",))) == set()
    assert codes(SuggestionFilter(codes=("roles",), branch=True)) == {"pursue", "prevent"}
    text = project.codebook_path.read_text(encoding="utf-8")
    groups = "groups:\n  - name: two\n    members: [prevent]\n"
    project.codebook_path.write_text(f"{text.rstrip()}\n{groups}", encoding="utf-8")
    assert codes(SuggestionFilter(codes=("@two",))) == {"prevent"}
    with pytest.raises(NotFoundError, match="no group of codes 'tow'"):
        codes(SuggestionFilter(codes=("@tow",)))
    assert codes(SuggestionFilter(suggester="learned")) == set()
    highest = max(suggestion.score for suggestion in undecided)
    assert {
        suggestion.score
        for suggestion in pending_suggestions.select(project, ANN, SuggestionFilter(min_score=highest))
    } == {highest}
