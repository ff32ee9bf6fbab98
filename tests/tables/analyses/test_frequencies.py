"""Frequencies are checked against plain loops over hand-marked text."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import NotFoundError
from qualcode.model import SourceKind
from qualcode.tables import Scope, Study, codings_frame, frequencies, gather
from tests.support import marked_text, plain_figures, random_studies
from tests.support.marked_table_study import CASES, CODEBOOK, SOURCES
from tests.support.marked_text import Marked
from tests.support.plain_figures import TurnSpan

KEYS = (*CODEBOOK.keys, "gone")


@pytest.fixture(scope="module")
def study() -> Study:
    return plain_figures.study(SOURCES, CODEBOOK, CASES)


def row(table: pd.DataFrame, name: str) -> dict[str, Any]:
    matching = table[table.iloc[:, 0] == name]
    return {str(column): matching[column].iloc[0] for column in matching}


@pytest.mark.parametrize("with_interviewer", [False, True])
def test_every_figure_of_every_code_equals_a_count_by_plain_loops(
    study: Study, with_interviewer: bool
) -> None:
    table = frequencies(study, all_codes=True, scope=Scope(with_interviewer=with_interviewer))
    spans = list(plain_figures.turn_spans(SOURCES, with_interviewer=with_interviewer))
    total = plain_figures.words_in_scope(SOURCES, with_interviewer=with_interviewer)
    assert tuple(table["code"]) == KEYS
    for key in KEYS:
        under_key = [span for span in spans if plain_figures.under(CODEBOOK, key)(span)]
        expected = plain_figures.figures(under_key, CASES)
        figures = row(table, key)
        assert {name: figures[name] for name in expected} == expected
        assert figures["share"] == pytest.approx(expected["words"] / total)
        assert figures["direct_codings"] == len(
            {span.coding.id for span in under_key if span.coding.code == key}
        )


def test_a_coding_of_the_interviewers_words_alone_does_not_count(study: Study) -> None:
    assert row(frequencies(study), "roles")["direct_codings"] == 2
    assert row(frequencies(study, scope=Scope(with_interviewer=True)), "roles")["direct_codings"] == 3


def test_a_coding_that_begins_with_the_interviewer_counts_with_the_participants_words_only(
    study: Study,
) -> None:
    table = frequencies(study, by="speaker", of="words", scope=Scope(coders=("ben",)))
    spoken = "Mostly neighbours and the kids 'Cuckooing' we call it"
    assert row(table, "harms")["Sam"] == len(spoken.split())


def test_a_coding_in_the_preamble_counts_and_has_no_words(study: Study) -> None:
    assert row(frequencies(study, scope=Scope(coders=("ann",))), "harms")["words"] == 4
    assert row(frequencies(study, by="speaker", scope=Scope(coders=("ann",))), "harms")["(none)"] == 1


def test_a_word_counts_where_a_coding_touches_it_though_a_mark_or_a_label_is_glued_to_it() -> None:
    marked = marked_text.interview("P1:[It]{harms} is \u201c[not all bad]{roles}\u201d, you see.\n")
    table = frequencies(plain_figures.study([marked], CODEBOOK))
    assert [row(table, key)["words"] for key in ("harms", "roles")] == [1, 3]
    assert row(table, "roles")["share"] == pytest.approx(3 / 7)


def test_codes_without_codings_are_left_out_unless_all_are_asked_for(study: Study) -> None:
    assert "unused" not in set(frequencies(study)["code"])
    assert "unused" in set(frequencies(study, all_codes=True)["code"])


def test_a_vanished_code_keeps_its_key_at_the_end_under_a_theme_that_says_so(study: Study) -> None:
    last = frequencies(study).iloc[-1]
    assert (last["code"], last["label"], last["theme"]) == ("gone", "gone", "(not in the codebook)")
    assert frequencies(study, by="theme")["theme"].tolist() == ["roles", "harms", "(not in the codebook)"]


def test_a_theme_counts_what_its_codes_share_once(study: Study) -> None:
    by_theme, by_code = frequencies(study, by="theme"), frequencies(study)
    for measure in ("codings", "sources", "cases", "words", "share"):
        assert row(by_theme, "roles")[measure] == row(by_code, "roles")[measure]
    parts = [row(by_code, code)["words"] for code in ("pursue", "arrest", "protect")]
    assert row(by_code, "pursue")["words"] < sum(parts[:2])


def _case(name: str) -> Callable[[TurnSpan], bool]:
    return lambda span: name in (plain_figures.cases_of(span, CASES) or {"(none)"})


def _tier(name: str) -> Callable[[TurnSpan], bool]:
    inside = {case.name for case in CASES if case.attributes["tier"] == name}
    return lambda span: bool(plain_figures.cases_of(span, CASES) & inside)


BELONGS: dict[str, tuple[list[str], Callable[[str], Callable[[TurnSpan], bool]]]] = {
    "source": (["one", "two", "paper"], lambda name: lambda span: span.source == name),
    "kind": (["interview", "document"], lambda name: lambda span: span.kind == name),
    "coder": (["ann", "ben"], lambda name: lambda span: span.coding.coder == name),
    "case": (["Alex", "Sam", "Kim", "(none)"], _case),
    "speaker": (
        ["P1", "Sam", "Kim", "(none)"],
        lambda name: lambda span: ((span.turn and span.turn.speaker) or "(none)") == name,
    ),
}


@pytest.mark.parametrize("of", ["codings", "sources", "cases", "words"])
@pytest.mark.parametrize("by", BELONGS)
def test_every_cell_divided_by_another_thing_equals_a_count_by_plain_loops(
    study: Study, by: str, of: str
) -> None:
    names, belongs = BELONGS[by]
    table = frequencies(study, by=by, of=of, all_codes=True)
    assert list(table.columns) == ["code", "label", "theme", "depth", *names, "total"]
    spans = list(plain_figures.turn_spans(SOURCES))
    for key in KEYS:
        under_key = [span for span in spans if plain_figures.under(CODEBOOK, key)(span)]
        for name in names:
            inside = filter(belongs(name), under_key)
            assert row(table, key)[name] == plain_figures.figures(inside, CASES)[of], (key, name)
        assert row(table, key)["total"] == plain_figures.figures(under_key, CASES)[of]


def test_an_attribute_divides_by_its_values_in_order_and_names_what_has_none(study: Study) -> None:
    tiers = frequencies(study, by="tier")
    assert list(tiers.columns[4:]) == ["local", "national", "(none)", "total"]
    spans = [p for p in plain_figures.turn_spans(SOURCES) if plain_figures.under(CODEBOOK, "harms")(p)]
    for name in ("local", "national"):
        expected = plain_figures.figures(filter(_tier(name), spans))["codings"]
        assert row(tiers, "harms")[name] == expected
    assert list(frequencies(study, by="years").columns[4:]) == ["2", "10", "(none)", "total"]


def test_a_share_in_a_column_is_a_share_of_that_columns_words(study: Study) -> None:
    words = row(frequencies(study, by="source", of="words"), "pursue")["paper"]
    assert words == 2
    assert row(frequencies(study, by="source", of="share"), "pursue")["paper"] == pytest.approx(2 / 7)


def test_one_kind_of_source_and_one_coder_can_be_counted_alone(study: Study) -> None:
    papers = frequencies(study, scope=Scope(kind=SourceKind.DOCUMENT))
    assert row(papers, "arrest")["codings"] == 1
    assert row(papers, "roles")["share"] == pytest.approx(3 / 7)
    assert row(frequencies(study, scope=Scope(coders=("ben",))), "roles")["codings"] == 2


def test_a_misspelt_way_to_divide_names_the_nearest(study: Study) -> None:
    for wrong, right in (("teir", "tier"), ("sorce", "source")):
        with pytest.raises(NotFoundError, match=f"Did you mean '{right}'"):
            frequencies(study, by=wrong)
    with pytest.raises(NotFoundError, match="Did you mean 'codings'"):
        frequencies(study, of="coding")
    with pytest.raises(NotFoundError, match="Did you mean 'ann'"):
        frequencies(study, scope=Scope(coders=("anne",)))


def test_a_study_without_anything_gives_an_empty_table() -> None:
    empty = plain_figures.study((), CODEBOOK)
    for by in ("code", "theme", "source", "case", "speaker", "coder"):
        assert len(frequencies(empty, by=by)) == 0
    assert len(frequencies(empty, all_codes=True)) == len(CODEBOOK)


def test_codings_of_a_source_that_is_not_given_are_refused() -> None:
    codings = codings_frame(marked_text.listing(SOURCES))
    with pytest.raises(NotFoundError, match="There is no source"):
        gather(codings, (), (), CODEBOOK)


@settings(max_examples=60, deadline=None)
@given(random_studies.studies(), st.booleans())
def test_random_codings_are_counted_as_plain_loops_count_them(
    sources: tuple[Marked, ...], with_interviewer: bool
) -> None:
    study = plain_figures.study(sources, random_studies.CODEBOOK)
    scope = Scope(with_interviewer=with_interviewer)
    table = frequencies(study, all_codes=True, scope=scope)
    speakers = frequencies(study, by="speaker", of="words", all_codes=True, scope=scope)
    spans = list(plain_figures.turn_spans(sources, with_interviewer=with_interviewer))
    for key in table["code"]:
        under_key = [span for span in spans if plain_figures.under(random_studies.CODEBOOK, key)(span)]
        expected = plain_figures.figures(under_key)
        assert {name: row(table, key)[name] for name in expected} == expected
        for speaker in set(speakers.columns[4:-1]):
            inside = [p for p in under_key if ((p.turn and p.turn.speaker) or "(none)") == speaker]
            assert row(speakers, key)[speaker] == plain_figures.figures(inside)["words"]


def test_shares_are_of_all_codings_and_sources_in_scope(study: Study) -> None:
    """The sources of the study are three; the words of interviewers are in no figure."""
    table = frequencies(study)
    spans = list(plain_figures.turn_spans(SOURCES))
    words = plain_figures.words_in_scope(SOURCES)
    everything = plain_figures.figures(spans, CASES)
    for _, figures in table.iterrows():
        assert figures["share_of_codings"] == pytest.approx(figures["codings"] / everything["codings"])
        assert figures["share_of_sources"] == pytest.approx(figures["sources"] / len(SOURCES))
        assert figures["per_1000"] == pytest.approx(1000 * figures["codings"] / words)
