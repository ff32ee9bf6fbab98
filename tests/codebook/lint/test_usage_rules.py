from qualcode import codebook
from qualcode.codebook import LintRule, PatternHits, Usage
from qualcode.model import CodeKey

BOOK = codebook.read(
    """\
codes:
- code: roles
  children:
  - code: pursue
    examples: [One, Two]
    patterns:
    - lemma: arrest
    - not: arrest warrant
    - phrase: lock up
  - {code: old, retired: true}
- code: harms
"""
)


def key(name: str) -> CodeKey:
    return CodeKey(name)


def found(usage: Usage) -> list[tuple[int, str, LintRule]]:
    return [(each.line, each.code, each.kind) for each in codebook.check_usage(BOOK, usage)]


def test_nothing_is_said_about_what_is_not_known() -> None:
    assert found(Usage()) == []


def test_unused_codes_are_found_but_not_those_that_only_hold_others_or_are_retired() -> None:
    assert found(Usage(codings={key("pursue"): 3})) == [(11, "harms", LintRule.UNUSED)]


def test_a_code_used_in_one_source_only_is_found_unless_it_was_used_once() -> None:
    usage = Usage(codings={key("pursue"): 3, key("harms"): 1}, sources={key("pursue"): 1, key("harms"): 1})
    assert found(usage) == [(4, "pursue", LintRule.ONE_SOURCE)]


def test_patterns_that_never_fire_or_fire_with_others_are_found() -> None:
    hits = [
        PatternHits(code=key("pursue"), pattern=0, hits=10, shared=6),
        PatternHits(code=key("pursue"), pattern=1, hits=0),
        PatternHits(code=key("pursue"), pattern=2, hits=0),
        PatternHits(code=key("pursue"), pattern=9, hits=0),
    ]
    assert found(Usage(hits=hits)) == [
        (7, "pursue", LintRule.SHARED_PATTERN),
        (9, "pursue", LintRule.IDLE_PATTERN),
    ]


def test_many_patterns_that_never_fire_are_one_finding_with_their_lines() -> None:
    patterns = "".join(f"  - phrase: word {number}\n" for number in range(5))
    book = codebook.read(f"codes:\n- code: a\n  patterns:\n{patterns}")
    hits = [PatternHits(code=key("a"), pattern=number, hits=int(number == 2)) for number in range(5)]
    (finding,) = codebook.check_usage(book, Usage(hits=hits))
    assert (finding.line, finding.kind) == (4, LintRule.IDLE_PATTERN)
    assert finding.message == "4 of its 5 patterns never fire, phrase `word 0` and those in lines 5, 7, 8."


def test_a_pattern_that_can_never_fire_is_not_said_to_be_idle_too() -> None:
    hits = [PatternHits(code=key("pursue"), pattern=2, hits=0)]
    (finding,) = codebook.check_usage(BOOK, Usage(hits=hits, dead={(key("pursue"), 2): "POS"}))
    assert (finding.line, finding.kind) == (9, LintRule.DEAD_PATTERN)
    assert "asks for POS" in finding.message


def test_a_few_shared_hits_say_nothing() -> None:
    assert found(Usage(hits=[PatternHits(code=key("pursue"), pattern=0, hits=3, shared=3)])) == []


def test_examples_that_the_codes_own_patterns_miss_are_found() -> None:
    (finding,) = codebook.check_usage(BOOK, Usage(unmatched={key("pursue"): [1], key("harms"): [0]}))
    assert finding.message == "No pattern of `pursue` matches its example 2."
