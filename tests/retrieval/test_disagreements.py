"""Disagreements of coders, written as marked text: the kind of each stretch, and worst codes first."""

from collections.abc import Sequence

import pytest

from qualcode.model import CoderName, SourceId
from qualcode.retrieval.disagreements import Disagreement, find_disagreements, worst_first
from tests.support.marked_text import interview


def found(marked: str, coders: Sequence[str] = ("ann", "ben")) -> list[Disagreement]:
    study = interview(marked)
    names = [CoderName(coder) for coder in coders]
    disagreements, stretches = find_disagreements(study.codings, SourceId("one"), names)
    return worst_first(disagreements, stretches)


def kinds(marked: str, coders: Sequence[str] = ("ann", "ben")) -> list[tuple[str, str, str]]:
    text = interview(marked).source.text
    return [(each.kind.value, "/".join(each.codes), each.span.of(text)) for each in found(marked, coders)]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("R: We [took out a line]{pursue@ann,pursue@ben}.", []),
        ("R: We [took out a line]{pursue@ann}.", [("omission", "pursue", "took out a line")]),
        ("R: We [took out [a line]{pursue@ben}]{pursue@ann}.", [("boundary", "pursue", "took out a line")]),
        (
            "R: We [took out a line]{pursue@ann,harm@ben}.",
            [("label", "harm/pursue", "took out a line")],
        ),
        (
            "R: [We [took]{pursue@ben} out [a line]{pursue@ben}]{pursue@ann}.",
            [("split or merge", "pursue", "We took out a line")],
        ),
        (
            "R: [We took out a line, and it came back within one [week]{harm@ben}]{pursue@ann}.",
            [
                ("omission", "harm", "week"),
                ("omission", "pursue", "We took out a line, and it came back within one week"),
            ],
        ),
        (
            "R: We [took out a line]{pursue@ann,pursue@ben,harm@ann}.",
            [("omission", "harm", "took out a line")],
        ),
    ],
)
def test_each_stretch_has_the_kind_of_its_difference(
    marked: str, expected: list[tuple[str, str, str]]
) -> None:
    assert sorted(kinds(marked)) == sorted(expected)


def test_with_three_coders_a_stretch_says_who_has_nothing() -> None:
    [each] = found("R: We [took out a line]{pursue@ann,pursue@cem}.", ("ann", "ben", "cem"))
    assert (each.kind.value, each.without) == ("omission", ("ben",))


def test_codings_of_somebody_who_has_not_finished_do_not_count() -> None:
    assert kinds("R: We [took out a line]{pursue@ann,pursue@ben,harm@dora}.") == []


def test_the_code_with_the_largest_share_of_disagreements_comes_first() -> None:
    marked = (
        "R: [One]{pursue@ann,pursue@ben} [two]{pursue@ann} [three]{pursue@ann,pursue@ben} "
        "[four]{harm@ann} [five]{harm@ben}."
    )
    assert [each.codes[0] for each in found(marked)] == ["harm", "harm", "pursue"]


def test_the_order_of_coders_changes_nothing() -> None:
    marked = "R: [We [took]{pursue@ben} out]{pursue@ann} [a line]{harm@ben,pursue@ann}."
    assert sorted(kinds(marked)) == sorted(kinds(marked, ("ben", "ann")))
