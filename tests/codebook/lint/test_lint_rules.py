import pytest

from qualcode import codebook
from qualcode.codebook import LintRule


def found(codes: str) -> list[tuple[int, str, LintRule]]:
    return [(each.line, each.code, each.kind) for each in codebook.check(codebook.read("codes:\n" + codes))]


def test_a_sound_codebook_has_no_findings() -> None:
    assert (
        found(
            "- code: a\n  definition: What it is.\n  patterns: [lemma: x]\n- code: b\n  definition: Else.\n"
        )
        == []
    )


def test_a_code_without_definition_is_found_even_with_a_brief() -> None:
    assert found("- {code: a, brief: In short}\n- {code: b, definition: D, when_to_use: W}\n") == [
        (2, "a", LintRule.NO_DEFINITION)
    ]


def test_retired_codes_are_left_alone() -> None:
    assert found("- {code: a, retired: true, label: X}\n- {code: b, label: X, definition: D}\n") == []


@pytest.mark.parametrize(("one", "other"), [("Street work", "street  WORK"), ("Café", "Cafe\u0301")])
def test_labels_that_look_the_same_are_twins(one: str, other: str) -> None:
    codes = f"- {{code: a, label: {one}, definition: D}}\n- {{code: b, label: {other}, definition: E}}\n"
    assert found(codes) == [(3, "b", LintRule.TWIN_LABELS)]


def test_keys_that_differ_only_in_case_or_dashes_are_twins() -> None:
    codes = "- {code: open-data, definition: D}\n- {code: Open_Data, definition: E}\n"
    assert found(codes) == [(3, "Open_Data", LintRule.TWIN_KEYS)]


def test_definitions_that_say_almost_the_same_are_found() -> None:
    codes = "- {code: a, definition: The speaker tells how police go after street dealers}\n"
    codes += "- {code: b, definition: The speaker tells how the police go after street dealers}\n"
    codes += "- {code: c, definition: Nurses on wards at night}\n"
    assert found(codes) == [(3, "b", LintRule.LIKE_DEFINITIONS)]


def defined(*patterns: str) -> str:
    return "".join(
        f"- {{code: c{at}, definition: D, patterns: [{each}]}}\n" for at, each in enumerate(patterns)
    )


def test_the_same_words_for_two_codes_overlap_as_phrase_or_lemma() -> None:
    assert found(defined("phrase: Arrest", "lemma: arrest")) == [(3, "c1", LintRule.OVERLAPPING_PATTERNS)]


def test_a_phrase_that_holds_another_codes_phrase_overlaps() -> None:
    assert found(defined("phrase: lines", "phrase: county lines gang")) == [
        (3, "c1", LintRule.OVERLAPPING_PATTERNS)
    ]
    assert found(defined("phrase: line", "phrase: county lines gang")) == []


def test_a_broad_pattern_above_a_narrow_one_is_meant() -> None:
    codes = "- code: a\n  definition: D\n  patterns: [phrase: lines]\n  children:\n"
    codes += "  - {code: b, definition: E, patterns: [phrase: county lines]}\n  - {code: c, definition: F}\n"
    assert found(codes) == []


def test_a_pattern_twice_in_one_code_is_found() -> None:
    assert found(defined("{regex: x}, {regex: x}")) == [(2, "c0", LintRule.REPEATED_PATTERN)]


def test_a_veto_on_a_codes_own_words_is_found() -> None:
    assert found(defined("{phrase: county lines gang}, {not: Lines}")) == [(2, "c0", LintRule.VETOED_PATTERN)]


def test_an_expression_that_matches_nothing_in_particular_is_found() -> None:
    assert found(defined("regex: 'x*'")) == [(2, "c0", LintRule.BOUNDLESS_PATTERN)]


def test_a_theme_with_nothing_in_it_is_an_empty_branch() -> None:
    codes = "- code: a\n- code: b\n  definition: D\n  children:\n"
    codes += "  - {code: c, definition: E}\n  - {code: d, definition: F}\n"
    assert found(codes) == [(2, "a", LintRule.EMPTY_BRANCH)]


def test_a_code_whose_children_are_all_retired_is_an_empty_branch() -> None:
    codes = "- code: a\n  definition: D\n  children:\n  - {code: b, retired: true}\n"
    assert found(codes) == [(2, "a", LintRule.EMPTY_BRANCH)]


def test_a_theme_with_a_single_code_is_found() -> None:
    codes = "- code: a\n  definition: D\n  children:\n  - {code: b, definition: E}\n"
    assert found(codes) == [(2, "a", LintRule.SINGLE_CODE)]
