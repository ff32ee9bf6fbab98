from dataclasses import replace

import pytest

from qualcode.errors import ConflictError
from qualcode.model import (
    Code,
    Codebook,
    CodeKey,
    CoderName,
    Decision,
    SourceId,
    Span,
    Suggestion,
    SuggestionId,
    Verdict,
)
from qualcode.store import history
from qualcode.store.database import Database
from qualcode.store.records import sources, suggestions
from qualcode.store.records.suggestions import SuggesterRun
from tests.support import stored_studies
from tests.support.stored_studies import ANN, BEN

RUN = SuggesterRun(suggester="patterns", version="1", settings={"b": 1, "a": "ü"}, codebook_version=1)
ONE, TWO = SourceId("one"), SourceId("two")
CODEBOOK = Codebook(codes=tuple(Code(key=CodeKey(key)) for key in ("harm", "pursue", "roles")))


def opinion(
    number: int, source: SourceId = ONE, *, code: str = "harm", suggester: str = "patterns"
) -> Suggestion:
    return Suggestion(
        id=SuggestionId(f"{suggester}-{source}-{number}"),
        source=source,
        span=Span(number, number + 5),
        code=CodeKey(code),
        score=number / 10,
        reason="“line”",
        suggester=suggester,
        evidence=Span(number, number + 2) if number % 2 else None,
    )


def suggested(database: Database, *several: Suggestion, run: SuggesterRun = RUN) -> int:
    with history.act(database, ANN, "suggest", undoable=False) as recorder:
        return suggestions.replace(recorder, run, {one.source for one in several}, several)


def decided(
    database: Database, suggestion: Suggestion, coder: CoderName = ANN, verdict: Verdict = Verdict.REJECTED
) -> Decision:
    decision = Decision(
        source=suggestion.source, span=suggestion.span, code=suggestion.code, coder=coder, verdict=verdict,
        decided_at=f"2026-01-0{suggestion.span.start + 1}", suggester=suggestion.suggester,
        score=suggestion.score,
    )  # fmt: skip
    with history.act(database, coder, "decide") as recorder:
        suggestions.decide(recorder, [decision])
    return decision


@pytest.fixture(autouse=True)
def _two_sources(database: Database) -> None:
    stored_studies.import_marked(database, "R: It came back in a week.")
    stored_studies.import_marked(database, "R: It came back in a month.", name="two")


def test_suggestions_come_back_as_they_were_made_in_the_order_of_the_text(database: Database) -> None:
    several = [opinion(3), opinion(1), opinion(2, TWO)]
    assert suggested(database, *several) == 3
    assert suggestions.pending(database, ANN, CODEBOOK) == [several[1], several[0], several[2]]


def test_they_can_be_limited_to_a_source_and_a_code(database: Database) -> None:
    suggested(database, opinion(1), opinion(2, code="pursue"), opinion(3, TWO))
    assert [one.code for one in suggestions.pending(database, ANN, CODEBOOK, source=ONE)] == [
        "harm",
        "pursue",
    ]
    assert [one.source for one in suggestions.pending(database, ANN, CODEBOOK, code=CodeKey("harm"))] == [
        "one",
        "two",
    ]
    assert suggestions.pending(database, ANN, CODEBOOK, ONE, CodeKey("roles")) == []


def test_what_a_coder_has_decided_is_pending_for_the_others_only(database: Database) -> None:
    suggested(database, opinion(1), opinion(2))
    decided(database, opinion(1))
    assert suggestions.pending(database, ANN, CODEBOOK) == [opinion(2)]
    assert suggestions.pending(database, BEN, CODEBOOK) == [opinion(1), opinion(2)]


def test_a_new_run_replaces_the_suggesters_suggestions_and_no_decision(database: Database) -> None:
    suggested(database, opinion(1), opinion(2), opinion(3, TWO))
    suggested(database, opinion(1, suggester="learned"), run=replace(RUN, suggester="learned"))
    answer = decided(database, opinion(1))
    suggested(
        database, replace(opinion(1), id=SuggestionId("new")), replace(opinion(4), id=SuggestionId("newer"))
    )
    assert [one.id for one in suggestions.pending(database, BEN, CODEBOOK)] == [
        "learned-one-1", "new", "newer", "patterns-two-3",
    ]  # fmt: skip
    assert suggestions.decisions(database) == [answer]
    assert [one.id for one in suggestions.pending(database, ANN, CODEBOOK)] == ["newer", "patterns-two-3"]


@pytest.mark.parametrize("suggester", ["patterns", "learned"])
def test_a_run_for_one_coder_takes_no_suggestion_from_another(database: Database, suggester: str) -> None:
    for_all = [opinion(1), opinion(2), opinion(3, TWO)]  # as in projects of early versions
    suggested(database, *for_all)
    with history.act(database, BEN, "look", undoable=False):
        pass
    run = replace(RUN, suggester=suggester, coder=ANN)
    new = replace(opinion(4, suggester=suggester), id=SuggestionId("new"))
    with history.act(database, ANN, "suggest", undoable=False) as recorder:
        suggestions.replace(recorder, run, [ONE], [new])
        suggestions.delete_other_suggesters(recorder, run, [ONE])
    assert suggestions.pending(database, ANN, CODEBOOK) == [new, opinion(3, TWO)]
    assert suggestions.pending(database, BEN, CODEBOOK) == for_all


def test_a_run_for_some_codes_keeps_suggestions_of_others(database: Database) -> None:
    suggested(database, opinion(1), opinion(2, code="pursue"))
    with history.act(database, ANN, "suggest", undoable=False) as recorder:
        suggestions.replace(recorder, RUN, [ONE], [opinion(3)], [CodeKey("harm")])
    assert suggestions.pending(database, ANN, CODEBOOK) == [opinion(2, code="pursue"), opinion(3)]


def test_every_run_is_kept_with_its_settings(database: Database) -> None:
    suggested(database, opinion(1))
    suggested(database, replace(opinion(2), id=SuggestionId("new")), run=replace(RUN, version="2"))
    rows = database.rows("SELECT version, settings FROM suggestion_runs ORDER BY version")
    assert rows == [("1", '{"a": "ü", "b": 1}'), ("2", '{"a": "ü", "b": 1}')]


def test_a_suggesters_runs_are_listed_newest_first(database: Database) -> None:
    suggested(database, opinion(1))
    suggested(database, opinion(1, suggester="learned"), run=replace(RUN, suggester="learned"))
    newer = replace(RUN, version="2", learned_from=7)
    suggested(database, replace(opinion(2), id=SuggestionId("new")), run=newer)
    assert suggestions.runs(database, "patterns") == [newer, RUN]


def test_suggestions_of_other_suggesters_can_be_deleted(database: Database) -> None:
    suggested(database, opinion(1), opinion(3, TWO))
    suggested(database, opinion(2, suggester="learned"), run=replace(RUN, suggester="learned"))
    with history.act(database, ANN, "suggest", undoable=False) as recorder:
        suggestions.delete_other_suggesters(recorder, replace(RUN, suggester="learned"), [ONE])
    assert [one.id for one in suggestions.pending(database, ANN, CODEBOOK)] == [
        "learned-one-2",
        "patterns-two-3",
    ]


def test_suggestions_for_one_coder_are_separate_from_anothers(
    database: Database,
) -> None:
    for_ann, for_ben = replace(RUN, coder="ann"), replace(RUN, coder="ben")
    suggested(database, opinion(1), opinion(2), run=for_ann)
    suggested(database, opinion(1), run=for_ben)
    assert suggestions.pending(database, ANN, CODEBOOK) == [opinion(1), opinion(2)]
    assert suggestions.pending(database, BEN, CODEBOOK) == [opinion(1)]
    with history.act(database, BEN, "suggest", undoable=False) as recorder:
        suggestions.delete_other_suggesters(recorder, replace(for_ben, suggester="learned"), [ONE])
    assert suggestions.pending(database, BEN, CODEBOOK) == []
    assert len(suggestions.pending(database, ANN, CODEBOOK)) == 2


def test_decisions_come_in_the_order_in_which_they_were_made(database: Database) -> None:
    second, first = decided(database, opinion(5)), decided(database, opinion(2))
    bens = decided(database, opinion(3), BEN, Verdict.ACCEPTED)
    assert suggestions.decisions(database) == [first, bens, second]
    assert suggestions.decisions(database, BEN) == [bens]


def test_a_decision_can_be_changed_and_that_undone(database: Database) -> None:
    skipped = decided(database, opinion(1), verdict=Verdict.SKIPPED)
    accepted = decided(database, opinion(1), verdict=Verdict.ACCEPTED)
    assert suggestions.decisions(database) == [accepted]
    history.undo(database, ANN)
    assert suggestions.decisions(database) == [skipped]


def test_two_answers_at_once_to_one_suggestion_are_a_conflict(database: Database) -> None:
    answer = decided(database, opinion(1))
    with pytest.raises(ConflictError), history.act(database, ANN, "decide") as recorder:
        suggestions.decide(recorder, [answer, answer])
    assert suggestions.decisions(database) == [answer]


def test_a_restored_source_has_its_decisions_and_no_suggestions(database: Database) -> None:
    suggested(database, opinion(1), opinion(2, TWO))
    answer = decided(database, opinion(1), BEN)
    with history.act(database, ANN, "remove") as recorder:
        sources.remove(recorder, sources.with_id(database, ONE))
    assert suggestions.pending(database, ANN, CODEBOOK) == [opinion(2, TWO)]
    assert suggestions.decisions(database) == []
    history.undo(database, ANN)
    assert suggestions.decisions(database) == [answer]
