"""Selection and grouping of quotes: samples, codes, cases."""

from collections import Counter

import pytest

from qualcode.errors import UsageError
from qualcode.retrieval import Quote, SourceView, by_case, by_code, evaluate, parse, sample
from tests.support import marked_text

CODEBOOK = marked_text.codebook(
    """
    roles
      pursue
    harms
    """
)


def quotes(query: str = "*") -> list[Quote]:
    results: list[Quote] = []
    for name, cases in (("s1", ["P10"]), ("s2", ["P2", "P1"]), ("s3", [])):
        marked = marked_text.interview(
            "Ann: [One [two]{pursue,harms}]{harms}. [Three]{gone}. Four.", name=name
        )
        view = SourceView(
            source=marked.source,
            turns=marked.turns,
            sentences=marked.sentences,
            codings=marked.codings,
            cases=tuple(marked_text.case(case, [name]) for case in cases),
        )
        results += evaluate(parse(query), [view], codebook=CODEBOOK)
    return results


def test_by_code_follows_the_codebook_and_has_a_quote_under_each_of_its_codes() -> None:
    groups = [
        (group.title, [quote.text for quote in group.quotes]) for group in by_code(quotes()[:3], CODEBOOK)
    ]
    assert groups == [("Pursue", ["two"]), ("Harms", ["One two", "two"]), ("gone", ["Three"])]


def test_quotes_without_codes_come_last() -> None:
    assert [group.title for group in by_code(quotes("text(four)"), CODEBOOK)] == ["No code"]


def test_by_case_sorts_numbers_in_names_by_value() -> None:
    groups = by_case(quotes())
    assert [(group.title, len(group.quotes)) for group in groups] == [
        ("P1", 3),
        ("P2", 3),
        ("P10", 3),
        ("No case", 3),
    ]


def test_a_sample_is_the_same_for_the_same_seed_and_keeps_the_order() -> None:
    every = quotes()
    drawn = sample(iter(every), 4, seed=1)
    assert drawn == sample(every, 4, seed=1)
    assert drawn == sorted(drawn, key=every.index)
    assert len(drawn) == 4
    assert sample(every, 100, seed=1) == every
    assert any(sample(every, 4, seed=seed) != drawn for seed in range(2, 6))


def test_every_quote_is_drawn_about_equally_often() -> None:
    every = quotes()
    counts = Counter(quote.codings for seed in range(900) for quote in sample(every, 3, seed=seed))
    assert set(counts) == {quote.codings for quote in every}
    assert all(240 < count < 360 for count in counts.values())  # 300 each expected, 14 the standard deviation


def test_a_sample_of_0_quotes_is_an_error() -> None:
    with pytest.raises(UsageError, match="at least one"):
        sample([], 0, seed=1)
