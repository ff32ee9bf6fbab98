import pytest

from qualcode import codebook
from qualcode.codebook import LintRule


def findings(codes: str) -> list[tuple[int, str, LintRule]]:
    return [(each.line, each.code, each.kind) for each in codebook.check(codebook.read("codes:\n" + codes))]


def test_a_sound_codebook_has_no_findings() -> None:
    assert (
        findings(
            "- code: a\n  definition: What it is.\n  patterns: [lemma: x]\n- code: b\n  definition: Else.\n"
        )
        == []
    )


def test_a_code_without_definition_is_reported_even_with_a_brief() -> None:
    assert findings("- {code: a, brief: In short}\n- {code: b, definition: D, when_to_use: W}\n") == [
        (2, "a", LintRule.NO_DEFINITION)
    ]


def test_retired_codes_are_not_checked() -> None:
    assert findings("- {code: a, retired: true, label: X}\n- {code: b, label: X, definition: D}\n") == []


@pytest.mark.parametrize(("first", "second"), [("Street work", "street  WORK"), ("Café", "Cafe\u0301")])
def test_labels_that_look_the_same_are_twins(first: str, second: str) -> None:
    codes = f"- {{code: a, label: {first}, definition: D}}\n- {{code: b, label: {second}, definition: E}}\n"
    assert findings(codes) == [(3, "b", LintRule.TWIN_LABELS)]


def test_keys_that_differ_only_in_case_or_dashes_are_twins() -> None:
    codes = "- {code: open-data, definition: D}\n- {code: Open_Data, definition: E}\n"
    assert findings(codes) == [(3, "Open_Data", LintRule.TWIN_KEYS)]


def test_definitions_with_almost_the_same_words_are_reported() -> None:
    codes = "- {code: a, definition: The speaker tells how police go after street dealers}\n"
    codes += "- {code: b, definition: The speaker tells how the police go after street dealers}\n"
    codes += "- {code: c, definition: Nurses on wards at night}\n"
    assert findings(codes) == [(3, "b", LintRule.LIKE_DEFINITIONS)]


def codes_with_patterns(*patterns: str) -> str:
    return "".join(
        f"- {{code: c{number}, definition: D, patterns: [{pattern}]}}\n"
        for number, pattern in enumerate(patterns)
    )


def test_the_same_words_for_two_codes_overlap_whether_phrase_or_lemma() -> None:
    assert findings(codes_with_patterns("phrase: Arrest", "lemma: arrest")) == [
        (3, "c1", LintRule.OVERLAPPING_PATTERNS)
    ]


def test_a_phrase_that_contains_another_codes_phrase_overlaps() -> None:
    assert findings(codes_with_patterns("phrase: lines", "phrase: county lines gang")) == [
        (3, "c1", LintRule.OVERLAPPING_PATTERNS)
    ]
    assert findings(codes_with_patterns("phrase: line", "phrase: county lines gang")) == []


def test_a_broad_pattern_of_an_ancestor_does_not_overlap() -> None:
    codes = "- code: a\n  definition: D\n  patterns: [phrase: lines]\n  children:\n"
    codes += "  - {code: b, definition: E, patterns: [phrase: county lines]}\n  - {code: c, definition: F}\n"
    assert findings(codes) == []


def test_a_repeated_pattern_in_one_code_is_reported() -> None:
    assert findings(codes_with_patterns("{regex: x}, {regex: x}")) == [(2, "c0", LintRule.REPEATED_PATTERN)]


def test_a_veto_on_a_codes_own_phrase_is_reported() -> None:
    assert findings(codes_with_patterns("{phrase: county lines gang}, {not: Lines}")) == [
        (2, "c0", LintRule.VETOED_PATTERN)
    ]


def test_an_expression_that_matches_the_empty_text_is_reported() -> None:
    assert findings(codes_with_patterns("regex: 'x*'")) == [(2, "c0", LintRule.BOUNDLESS_PATTERN)]


def test_a_theme_without_content_is_an_empty_branch() -> None:
    codes = "- code: a\n- code: b\n  definition: D\n  children:\n"
    codes += "  - {code: c, definition: E}\n  - {code: d, definition: F}\n"
    assert findings(codes) == [(2, "a", LintRule.EMPTY_BRANCH)]


def test_a_code_whose_children_are_all_retired_is_an_empty_branch() -> None:
    codes = "- code: a\n  definition: D\n  children:\n  - {code: b, retired: true}\n"
    assert findings(codes) == [(2, "a", LintRule.EMPTY_BRANCH)]


def test_a_theme_with_a_single_code_is_reported() -> None:
    codes = "- code: a\n  definition: D\n  children:\n  - {code: b, definition: E}\n"
    assert findings(codes) == [(2, "a", LintRule.SINGLE_CODE)]
