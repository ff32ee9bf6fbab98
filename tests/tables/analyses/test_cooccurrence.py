"""Co-occurrence and sequence are checked against plain loops over every pair of codings."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import NotFoundError, UsageError
from qualcode.model import Coding, Role
from qualcode.retrieval import evaluate, parse
from qualcode.retrieval.source_view import SourceView
from qualcode.tables import (
    Scope,
    Study,
    codings_frame,
    cooccurrence,
    gather,
    index_source,
    sequence,
    square_matrix,
)
from qualcode.tables.arrays.interval_overlap import count_meeting_pairs
from tests.support import marked_text, plain_figures, random_studies
from tests.support.marked_table_study import CASES, CODEBOOK, SOURCES
from tests.support.marked_text import Marked

Unit = tuple[str, int] | plain_figures.Word
Units = Callable[[Marked, Coding], set[Unit]]


def scoped(sources: Sequence[Marked]) -> list[tuple[Marked, Coding]]:
    inside = {span.coding.id for span in plain_figures.turn_spans(sources)}
    return [(marked, coding) for marked in sources for coding in marked.codings if coding.id in inside]


def characters(marked: Marked, coding: Coding) -> set[Unit]:
    return {
        (marked.source.name, offset)
        for turn in marked.turns
        if turn.role is not Role.INTERVIEWER
        for offset in range(max(coding.span.start, turn.body.start), min(coding.span.end, turn.body.end))
    }


def words(marked: Marked, coding: Coding) -> set[Unit]:
    own = [span for span in plain_figures.turn_spans([marked]) if span.coding.id == coding.id]
    return {word for span in own for word in span.words}


def sentences(marked: Marked, coding: Coding) -> set[Unit]:
    return {
        (marked.source.name, sentence.number)
        for sentence in marked.sentences
        if sentence.span.overlaps(coding.span)
        and marked.turns[sentence.turn - 1].role is not Role.INTERVIEWER
    }


def turns(before: int) -> Units:
    def windows(marked: Marked, coding: Coding) -> set[Unit]:
        met = [
            span.turn.number if span.turn else 0
            for span in plain_figures.turn_spans([marked])
            if span.coding == coding
        ]
        return {(marked.source.name, n) for n in range(max(min(met) - before, 0), max(met) + 1)}

    return windows


UNITS: dict[str, tuple[Units, Units]] = {
    "overlap": (characters, words),
    "sentence": (sentences, sentences),
    "turn": (turns(0), turns(0)),
    "1 turn": (turns(1), turns(1)),
    "3 turns": (turns(3), turns(3)),
}


def expected(sources: Sequence[Marked], within: str) -> dict[tuple[str, str], tuple[int, float]]:
    """Count pairs, and units with both codes and with either, by comparing every pair of codings."""
    reach, unit = UNITS[within]
    pair_counts: Counter[frozenset[str]] = Counter()
    everything = scoped(sources)
    for (source, first), (other_source, second) in combinations(everything, 2):
        if first.coder == second.coder and reach(source, first) & reach(other_source, second):
            pair_counts[frozenset((first.code, second.code))] += 1
    covered: dict[str, set[tuple[str, Unit]]] = {}
    for marked, coding in everything:
        covered.setdefault(coding.code, set()).update((coding.coder, it) for it in unit(marked, coding))
    return {
        (one, other): (
            count,
            len(covered[one] & covered[other]) / max(len(covered[one] | covered[other]), 1),
        )
        for pair, count in pair_counts.items()
        if len(pair) == 2
        for one, other in [sorted(pair, key=random_studies.CODES.index)]
    }


def figures(table: pd.DataFrame) -> dict[tuple[str, str], tuple[int, float]]:
    return {(row.one, row.other): (row.together, row.jaccard) for row in table.itertuples(index=False)}  # type: ignore[misc]


@pytest.mark.parametrize("within", UNITS)
def test_pairs_of_random_codings_equal_plain_loops(within: str) -> None:
    @settings(max_examples=40, deadline=None)
    @given(random_studies.studies())
    def checked(sources: tuple[Marked, ...]) -> None:
        study = plain_figures.study(sources, random_studies.CODEBOOK)
        counted, plain = figures(cooccurrence(study, within=within)), expected(sources, within)
        assert {pair: count for pair, (count, _) in counted.items()} == {p: c for p, (c, _) in plain.items()}
        for pair, (_, share) in plain.items():
            assert counted[pair][1] == pytest.approx(share)

    checked()


def test_overlapping_codes_are_pairs() -> None:
    table = cooccurrence(plain_figures.study(SOURCES, CODEBOOK, CASES))
    pairs = {(row.one, row.other): row.together for row in table.itertuples(index=False)}
    assert pairs == {
        ("roles", "pursue"): 1,
        ("pursue", "arrest"): 2,
        ("harms", "displacement"): 1,
        ("harms", "gone"): 1,
    }


@settings(max_examples=40, deadline=None)
@given(random_studies.studies())
def test_pairs_in_a_sentence_are_those_that_near_finds(sources: tuple[Marked, ...]) -> None:
    # A query places a coding outside all sentences, such as one on a label, in the sentence before it.
    sources = tuple(
        replace(
            marked,
            codings=tuple(
                coding
                for coding in marked.codings
                if any(sentence.span.overlaps(coding.span) for sentence in marked.sentences)
            ),
        )
        for marked in sources
    )
    views = [
        SourceView(
            source=marked.source,
            turns=marked.turns,
            sentences=marked.sentences,
            codings=marked.codings,
        )
        for marked in sources
    ]
    table = cooccurrence(
        plain_figures.study(sources, random_studies.CODEBOOK),
        within="sentence",
        scope=Scope(with_interviewer=True),
    )
    found = figures(table)
    for first, second in combinations(random_studies.CODEBOOK.keys, 2):
        query = parse(f"near({first}, {second}, 0 sentences)")
        quotes = list(evaluate(query, views, codebook=random_studies.CODEBOOK))
        assert bool(quotes) == ((first, second) in found)


def test_what_meets_on_an_interviewers_words_a_label_or_the_preamble_is_not_together() -> None:
    marked = marked_text.interview(
        "Before [all]{a,b}.\n[Int]{a,b}: [Why [so?\nP1:]{b} Well.]{a}\nInt: And [[you?\nP1: I]{b} do]{a}.\n"
    )
    study = plain_figures.study([marked], random_studies.CODEBOOK)
    for within in ("overlap", "sentence"):
        assert cooccurrence(study, within=within)["together"].tolist() == [1], within
        assert (cooccurrence(study, within=within)["jaccard"] > 0).all()


def test_codings_of_two_coders_are_never_paired_and_can_be_counted_separately() -> None:
    marked = marked_text.interview(
        "P1: [one [two]{b@ann} [three]{b}]{a@ann} [four [five]{b@ann}]{a}\n", coder="ben"
    )
    study = plain_figures.study([marked], random_studies.CODEBOOK)
    together = cooccurrence(study)
    assert together["together"].tolist() == [1]
    assert together["jaccard"].tolist() == [pytest.approx(1 / 7)]
    apart = cooccurrence(study, per_coder=True)
    assert apart["coder"].tolist() == ["ann"]
    assert apart["jaccard"].tolist() == [pytest.approx(1 / 4)]


def test_themes_can_be_paired_instead_of_codes() -> None:
    table = cooccurrence(plain_figures.study(SOURCES, CODEBOOK, CASES), by="theme", within="turn")
    assert set(table["one"]) | set(table["other"]) == {"roles", "harms", "(not in the codebook)"}
    with pytest.raises(NotFoundError, match="Did you mean 'theme'"):
        cooccurrence(plain_figures.study(SOURCES, CODEBOOK), by="themes")


def test_the_square_matrix_has_the_codings_of_each_code_on_the_diagonal() -> None:
    pairs = cooccurrence(plain_figures.study(SOURCES, CODEBOOK))
    table = square_matrix(pairs).set_index("code")
    assert (
        table.index.tolist()
        == table.columns.tolist()
        == ["arrest", "displacement", "gone", "harms", "pursue", "roles"]
    )
    assert table.to_numpy().tolist() == table.to_numpy().T.tolist()
    assert table["arrest"].tolist() == [2, 0, 0, 0, 2, 0]
    assert square_matrix(pairs, "jaccard").to_numpy()[0, 1] == 1


def test_an_unknown_unit_or_missing_sentences_are_refused() -> None:
    with pytest.raises(NotFoundError, match="Did you mean 'sentence'"):
        cooccurrence(plain_figures.study(SOURCES, CODEBOOK), within="sentences")
    indexes = [index_source(marked.source, marked.turns) for marked in SOURCES]
    study = gather(codings_frame(marked_text.listing(SOURCES)), indexes, (), CODEBOOK)
    with pytest.raises(UsageError, match="without sentences"):
        cooccurrence(study, within="sentence")


def test_an_empty_study_has_no_pairs() -> None:
    empty = plain_figures.study((), CODEBOOK)
    assert len(cooccurrence(empty)) == len(cooccurrence(empty, per_coder=True)) == len(sequence(empty)) == 0
    assert len(square_matrix(cooccurrence(empty))) == 0


def followers(sources: Sequence[Marked], within: int) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    number = turns(0)
    for marked, coding in scoped(sources):
        later = [
            following
            for source, following in scoped(sources)
            if source is marked
            and following.coder == coding.coder
            and following.span.start >= coding.span.end
        ]
        for follower in later:
            nearest = follower.span.start == min(it.span.start for it in later)
            gap = min(number(marked, follower))[1] - max(number(marked, coding))[1]
            if nearest and gap <= within:
                counts[coding.code, follower.code] += 1
    return counts


@settings(max_examples=40, deadline=None)
@given(random_studies.studies(), st.integers(0, 3))
def test_sequences_equal_plain_loops(sources: tuple[Marked, ...], within: int) -> None:
    study: Study = plain_figures.study(sources, random_studies.CODEBOOK)
    table = sequence(study, turns=within)
    counts = {(row.code, row.followed_by): row.count for row in table.itertuples(index=False)}
    assert Counter(counts) == followers(sources, within)
    assert table["expected"].sum() <= len(sources) * 12 * 12


def test_a_code_follows_another_in_the_same_turn_or_some_turns_later() -> None:
    marked = marked_text.interview("P1: [yes]{a} and [no]{b}\nInt: [so]{b}\nP2: [maybe]{aa}\n")
    study = plain_figures.study([marked], random_studies.CODEBOOK)
    assert [tuple(row) for row in sequence(study).itertuples(index=False)] == [("a", "b", 1, 1.0, 1.0)]
    later = sequence(study, turns=2)
    assert set(zip(later["code"], later["followed_by"], strict=True)) == {("a", "b"), ("b", "aa")}
    assert marked.turns[1].role is Role.INTERVIEWER


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(*map(partial(st.integers, 0), (1, 1, 9, 9))), min_size=1, max_size=40))
def test_dense_ranges_are_counted_like_plain_loops(
    crowd: list[tuple[int, int, int, int]],
) -> None:
    group, label, first, length = np.array(crowd, dtype=np.int64).T
    met = np.zeros((2, 2), dtype=np.int64)
    for earlier, later in combinations(crowd, 2):
        numbers = [set(range(start, start + length)) for _, _, start, length in (earlier, later)]
        met[earlier[1], later[1]] += earlier[0] == later[0] and bool(numbers[0] & numbers[1])
    expected_counts = met + met.T - np.diag(met.diagonal())
    assert count_meeting_pairs(group, label, first, first + length, 2).tolist() == expected_counts.tolist()


def test_more_pairs_than_are_listed_at_a_time_are_all_counted() -> None:
    label = np.arange(3000) % 1500
    first = np.zeros(3000, dtype=np.int64)
    pairs = count_meeting_pairs(first, label, first, first + 5, 1500)
    assert np.unique(pairs.diagonal()).tolist() == [1]
    assert np.unique(pairs[np.triu_indices(1500, 1)]).tolist() == [4]
