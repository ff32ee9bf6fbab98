"""Suggestions are replaced; a coder's decisions stay, whatever is suggested and however the run ends."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import NotFoundError, UsageError
from qualcode.model import CodeKey, Role, Span, Turn, Verdict
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import sources, suggestions
from qualcode.workflows.coding import apply_codes
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.suggestions import decide_suggestions, run_suggester
from qualcode.workflows.suggestions.run_suggester import SuggestOptions, suggest
from tests.support.suggestion_study import (
    ANN,
    BEN,
    apply_code,
    brief,
    coded,
    pending,
    project_in,
    suggested,
)

PATTERNS, LEARNED = SuggestOptions(suggester="patterns"), SuggestOptions(suggester="learned")
PURSUE, PREVENT = CodeKey("pursue"), CodeKey("prevent")


def test_before_anything_is_coded_the_patterns_suggest(project: Project) -> None:
    assert brief(suggested(project)) == [
        ("first", "displacement", "patterns"),
        ("first", "pursue", "patterns"),
        ("first", "prevent", "patterns"),
        ("first", "pursue", "patterns"),
        ("second", "pursue", "patterns"),
        ("second", "displacement", "patterns"),
        ("second", "prevent", "patterns"),
    ]


def test_from_ten_answers_on_the_learned_suggester_replaces_the_patterns(project: Project) -> None:
    suggested(project)
    for number in range(9):
        apply_codes.apply(
            project, ANN, ["prevent"], "second", apply_codes.SpanChoice(span=Span(number, number + 9))
        )
        assert suggest(project, ANN, run_suggester.source_ids(project)).suggester == "patterns"
    apply_code(project, "prevent", "second", "I like the schools best.")
    result = suggest(project, ANN, run_suggester.source_ids(project))
    assert (result.suggester, result.learned_from) == ("learned", 10)
    assert {
        suggestion.suggester
        for suggestion in suggestions.pending(project.database, ANN, current_codebook(project).codebook)
    } == {"learned"}


def test_a_suggester_named_in_the_options_leaves_the_others_suggestions(project: Project) -> None:
    suggested(project, PATTERNS)
    assert {suggestion.suggester for suggestion in suggested(project, LEARNED)} == {"patterns", "learned"}


def test_a_run_for_some_codes_keeps_the_other_codes_suggestions(project: Project) -> None:
    before = suggested(project)
    after = suggested(project, SuggestOptions(codes=(PREVENT,)))
    assert brief(after) == brief(before)
    assert [suggestion.id for suggestion in after] == [suggestion.id for suggestion in before]
    project.codebook_path.write_text(
        project.codebook_path.read_text("utf-8").replace("phrase: schools", "phrase: dealers"), "utf-8"
    )
    narrowed = suggested(project, SuggestOptions(codes=(PREVENT,)))
    assert [suggestion for suggestion in narrowed if suggestion.code != PREVENT] == [
        suggestion for suggestion in before if suggestion.code != PREVENT
    ]
    assert [suggestion.source for suggestion in narrowed if suggestion.code == PREVENT] == ["first", "second"]


def test_a_run_on_one_source_keeps_the_others_suggestions(project: Project) -> None:
    before = suggested(project)
    suggest(project, ANN, run_suggester.source_ids(project, ["second"]), LEARNED)
    after = pending(project, ANN)
    assert [suggestion for suggestion in after if suggestion.source == "first"] == [
        suggestion for suggestion in before if suggestion.source == "first"
    ]


def test_the_interviewer_gets_suggestions_only_with_that_option_and_retired_codes_never(
    project: Project,
) -> None:
    spoken = {
        turn.role
        for suggestion in suggested(project)
        for turn in turns_under(project, suggestion.source, suggestion.span)
    }
    assert spoken == {Role.PARTICIPANT}
    everybody = suggested(project, SuggestOptions(with_interviewer=True))
    assert any(
        turn.role is Role.INTERVIEWER
        for suggestion in everybody
        for turn in turns_under(project, suggestion.source, suggestion.span)
    )
    assert "old" not in {suggestion.code for suggestion in everybody}
    assert suggested(project, SuggestOptions(codes=(CodeKey("old"),))) == everybody


def turns_under(project: Project, source: str, span: Span) -> list[Turn]:
    turns = sources.turns(project.database, sources.with_name(project.database, source).id)
    return [turn for turn in turns if turn.span.overlaps(span)]


def test_a_run_is_stored_with_its_settings(project: Project) -> None:
    apply_code(project, "prevent", "second", "I like the schools best.")
    suggested(project, SuggestOptions(suggester="learned", codes=(PURSUE,), with_interviewer=True))
    [run] = suggestions.runs(project.database, "learned")
    assert run.learned_from == 1
    assert run.codebook_version == current_codebook(project).version
    assert run.version
    assert run.settings == {
        "at_least": 0.15,
        "at_most": 3,
        "codes": ["pursue"],
        "coder": "ann",
        "language": "en",
        "meaning": False,
        "model": "",
        "with_interviewer": True,
    }


def test_one_coders_suggestions_do_not_depend_on_anothers_answers(project: Project) -> None:
    before = suggested(project, LEARNED)
    for quote in ("I like the schools best.", "They came back, the dealers"):
        apply_codes.apply(project, BEN, ["pursue"], "second", apply_codes.SpanChoice(quote=quote))
    result = suggest(project, BEN, run_suggester.source_ids(project), LEARNED)
    assert (result.suggester, result.learned_from) == ("learned", 2)
    assert pending(project, ANN) == before, "a run of one coder leaves another's as they are"
    assert suggested(project, LEARNED) == before
    assert not any("I like" in suggestion.reason for suggestion in before)
    bens = pending(project, BEN)
    assert {suggestion.score for suggestion in bens} != {suggestion.score for suggestion in before}


def test_the_same_run_gives_the_same_suggestions(project: Project) -> None:
    apply_code(project, "prevent", "first", "youth work")
    assert suggested(project) == suggested(project)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        (SuggestOptions(suggester="pattern"), NotFoundError, "Did you mean 'patterns'"),
        (SuggestOptions(suggester="patterns", meaning=True), UsageError, "learned"),
    ],
)
def test_invalid_options_are_an_error_and_change_nothing(
    project: Project, options: SuggestOptions, error: type[Exception], message: str
) -> None:
    before = suggested(project)
    with pytest.raises(error, match=message):
        suggested(project, options)
    assert pending(project, ANN) == before


ACTS = st.one_of(
    st.sampled_from([PATTERNS, LEARNED, run_suggester.DEFAULT_OPTIONS, SuggestOptions(codes=(PURSUE,))]),
    st.tuples(st.sampled_from(["accept", "sentence", "reject", "skip"]), st.integers(0, 9)),
    st.just("undo"),
)


@given(acts=st.lists(ACTS, max_size=6))
@settings(max_examples=12, deadline=None)
def test_running_any_suggester_any_number_of_times_changes_no_decision_and_no_coding(
    acts: list[SuggestOptions | str | tuple[str, int]],
) -> None:
    with TemporaryDirectory() as folder, project_in(Path(folder) / "study") as project:
        suggested(project, PATTERNS)
        for act in acts:
            before = decisions_and_codings(project)
            if isinstance(act, SuggestOptions):
                suggested(project, act)
                assert decisions_and_codings(project) == before
            elif isinstance(act, str):
                history.undo(project.database, ANN)
            else:
                answer(project, *act)
            decided = {
                (suggestion.source, suggestion.span, suggestion.code)
                for suggestion in suggestions.decisions(project.database)
            }
            assert not decided & {
                (suggestion.source, suggestion.span, suggestion.code) for suggestion in pending(project, ANN)
            }


def decisions_and_codings(project: Project) -> tuple[object, object]:
    return suggestions.decisions(project.database), coded(project)


def answer(project: Project, verb: str, index: int) -> None:
    undecided = pending(project, ANN)
    answered = undecided[index % len(undecided) :][:1] if undecided else []
    if verb in ("accept", "sentence"):
        decide_suggestions.accept(project, ANN, answered, sentence=verb == "sentence")
    else:
        decide_suggestions.decline(
            project, ANN, answered, Verdict.REJECTED if verb == "reject" else Verdict.SKIPPED
        )


@pytest.mark.parametrize("kills", [3, pytest.param(20, marks=pytest.mark.long)])
def test_a_killed_run_leaves_the_old_suggestions_or_the_new_ones(tmp_path: Path, kills: int) -> None:
    program = Path(__file__).parents[3] / "tests/support/programs/killed_while_suggesting.py"
    process = subprocess.run(
        [sys.executable, str(program), str(tmp_path / "study"), str(kills)],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    result = json.loads(process.stdout)
    assert len(result["outcomes"]) == kills
    assert set(result["outcomes"]) == {"old", "new"}
    assert result["outcomes"] == sorted(result["outcomes"], reverse=True), "after the commit they are new"
    assert result["problems"] == []
