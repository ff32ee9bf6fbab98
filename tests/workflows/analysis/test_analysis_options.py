"""The option `where` selects the turns that a query of the same words finds, in every table."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import QueryError
from qualcode.store.project import Project
from qualcode.workflows.analysis import study_tables
from qualcode.workflows.analysis.analyses.coverage_analysis import coverage
from qualcode.workflows.analysis.analyses.crosstab_analysis import crosstab
from qualcode.workflows.analysis.analysis_options import AnalysisOptions
from qualcode.workflows.analysis.gather_study import select_study
from qualcode.workflows.retrieval.find_quotes import find_quotes
from tests.support import report_study

ATOMS = (
    "tier = local",
    "tier != local",
    "TIER = LOCAL",
    "years > 2",
    "years <= 7",
    "years in (2, 10)",
    'tier = ""',
    "tier = nobody-has-this",
)
CONDITIONS = st.recursive(
    st.sampled_from(ATOMS),
    lambda parts: (
        parts.map("not ({})".format)
        | st.tuples(parts, parts).map(" and ".join).map("({})".format)
        | st.tuples(parts, parts).map(" or ".join).map("({})".format)
    ),
    max_leaves=4,
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with report_study.create(tmp_path_factory.mktemp("selecting") / "study") as study:
        yield study


def everything(where: str) -> AnalysisOptions:
    return AnalysisOptions(where=where, with_interviewer=True)


@given(where=CONDITIONS)
@settings(max_examples=40, deadline=None)
def test_the_turns_in_scope_are_those_that_the_condition_finds_as_a_query(
    project: Project, where: str
) -> None:
    quotes = {(quote.source_name, quote.turn) for quote in find_quotes(project, where)}
    selected = select_study(project, everything(where))
    turns = selected.study.within(selected.scope).turns
    in_scope = {
        (selected.study.sources[turns.source[position]].name, turns.turns[position].number)
        for position in np.flatnonzero(turns.in_scope)
    }
    assert {turn for turn in in_scope if turn[1]} == quotes


@given(where=CONDITIONS)
@settings(max_examples=40, deadline=None)
def test_the_codings_in_scope_are_those_that_quotes_finds(project: Project, where: str) -> None:
    table = study_tables.codings(project, options=AnalysisOptions(where=where)).table
    assert set(table["coding_id"]) == {
        coding for quote in find_quotes(project, "*", where=where) for coding in quote.codings
    }


def test_speakers_of_one_interview_are_told_apart(project: Project) -> None:
    speakers = coverage(project, options=AnalysisOptions(where="tier = local and years < 5")).table
    assert speakers["speaker"].tolist() == ["Sam"]
    both = coverage(project, options=AnalysisOptions(where="tier = local or years = 7")).table
    assert both["speaker"].tolist() == ["Anna", "Sam", "Kim"]


def test_units_without_a_selected_turn_have_no_row_or_column(project: Project) -> None:
    options = AnalysisOptions(where="tier = national")
    assert study_tables.sources(project, options=options).table["source"].tolist() == ["joint"]
    assert crosstab(project, "code", "tier", options=options).table.columns.tolist() == [
        "code",
        "national",
        "total",
    ]


def test_the_selection_is_said(project: Project) -> None:
    notes = coverage(project, options=AnalysisOptions(where=" tier = local ")).notes
    assert "Only turns of cases with tier = local: 3 turns in 2 sources of 3." in notes


@pytest.mark.parametrize(
    ("where", "problem"),
    [
        ("teir = local", "Did you mean 'tier'?"),
        ("tier = local and", "ends"),
        ("local", "`local` is not a condition on an attribute"),
        ("tier = local and harms/*", "`harms/*` is not a condition on an attribute"),
        ('not text("kids")', "is not a condition on an attribute"),
        ("role(participant)", "is not a condition on an attribute"),
    ],
)
def test_other_conditions_are_refused_with_what_to_write(project: Project, where: str, problem: str) -> None:
    with pytest.raises(QueryError) as refused:
        coverage(project, options=AnalysisOptions(where=where))
    assert problem in str(refused.value)


def test_an_empty_condition_selects_everything(project: Project) -> None:
    options = AnalysisOptions()
    assert coverage(project, options=replace(options, where=" ")).table.equals(coverage(project).table)
