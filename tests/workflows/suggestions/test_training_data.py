"""Which segments count as read by a coder."""

from qualcode.model import CodeKey, merge_spans
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import sources, suggestions
from qualcode.store.records.transcripts import reading_places
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.suggestions import decide_suggestions
from qualcode.workflows.suggestions.training_data import (
    PRIOR,
    TRIAL,
    gather_training_data,
    meaning_in_trial,
)
from tests.support.suggestion_study import ANN, apply_code, suggested

PREVENT = CodeKey("prevent")


def test_segments_before_suggestions_accepted_in_bulk_are_not_negatives(project: Project) -> None:
    suggestions_of_all = suggested(project)
    decide_suggestions.accept(
        project, ANN, [suggestion for suggestion in suggestions_of_all if suggestion.code == PREVENT]
    )
    answers = gather_training_data(project, ANN, current_codebook(project)).answers
    assert [(source.read_count, source.answered_count) for source in answers] == [(0, 4), (0, 4)]
    apply_code(project, "pursue", "first", "Arrests do nothing.")
    answers = gather_training_data(project, ANN, current_codebook(project)).answers
    assert [(source.read_count, source.answered_count) for source in answers] == [(4, 4), (0, 4)]


def test_turns_read_on_the_screen_without_a_gap_count_as_read(project: Project) -> None:
    source = sources.with_name(project.database, "first").id

    def read(*turns: int) -> int:
        spans = [turn.span for turn in sources.turns(project.database, source) if turn.number in turns]
        place = reading_places.ReadingPlace(source=source, position=0, read_spans=merge_spans(spans))
        reading_places.write(project.database, ANN, place)
        answers = gather_training_data(project, ANN, current_codebook(project)).answers
        return sum(source.read_count for source in answers)

    assert [read(), read(2, 3), read(1, 2, 4), read(1, 2, 3, 4)] == [0, 0, 2, 4]


def test_the_last_trial_with_meaning_decides_whether_the_meaning_of_codes_is_evidence(
    project: Project,
) -> None:
    def try_out(coder: str, settings: dict[str, object]) -> None:
        with history.act(project.database, ANN, TRIAL, "", undoable=False) as recorder:
            run = suggestions.SuggesterRun(
                suggester=TRIAL,
                version="1",
                settings={"coder": coder, **settings},
                codebook_version=current_codebook(project).keep(recorder, ANN),
                learned_from=0,
            )
            suggestions.add_run(recorder, run)

    assert meaning_in_trial(project.database, ANN) is None
    try_out(ANN, {PRIOR: False})
    assert meaning_in_trial(project.database, ANN) is False
    try_out("ben", {PRIOR: True})
    try_out(ANN, {})
    assert meaning_in_trial(project.database, ANN) is False
    try_out(ANN, {PRIOR: True})
    assert meaning_in_trial(project.database, ANN) is True
