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


def findings(usage: Usage) -> list[tuple[int, str, LintRule]]:
    return [(each.line, each.code, each.kind) for each in codebook.check_usage(BOOK, usage)]


def test_without_numbers_there_are_no_findings() -> None:
    assert findings(Usage()) == []


def test_unused_codes_are_reported_but_not_parents_of_used_codes_or_retired_codes() -> None:
    assert findings(Usage(codings={key("pursue"): 3})) == [(11, "harms", LintRule.UNUSED)]


def test_a_code_used_in_one_source_only_is_reported_unless_it_has_one_coding() -> None:
    usage = Usage(codings={key("pursue"): 3, key("harms"): 1}, sources={key("pursue"): 1, key("harms"): 1})
    assert findings(usage) == [(4, "pursue", LintRule.ONE_SOURCE)]


def test_patterns_without_hits_or_with_shared_hits_are_reported() -> None:
    hits = [
        PatternHits(code=key("pursue"), pattern=0, hits=10, shared=6),
        PatternHits(code=key("pursue"), pattern=1, hits=0),
        PatternHits(code=key("pursue"), pattern=2, hits=0),
        PatternHits(code=key("pursue"), pattern=9, hits=0),
    ]
    assert findings(Usage(hits=hits)) == [
        (7, "pursue", LintRule.SHARED_PATTERN),
        (9, "pursue", LintRule.IDLE_PATTERN),
    ]


def test_many_patterns_without_hits_are_one_finding_with_their_lines() -> None:
    patterns = "".join(f"  - phrase: word {number}\n" for number in range(5))
    book = codebook.read(f"codes:\n- code: a\n  patterns:\n{patterns}")
    hits = [PatternHits(code=key("a"), pattern=number, hits=int(number == 2)) for number in range(5)]
    (finding,) = codebook.check_usage(book, Usage(hits=hits))
    assert (finding.line, finding.kind) == (4, LintRule.IDLE_PATTERN)
    assert finding.message == "4 of its 5 patterns never fire, phrase `word 0` and those in lines 5, 7, 8."


def test_a_dead_pattern_is_not_reported_as_idle_too() -> None:
    hits = [PatternHits(code=key("pursue"), pattern=2, hits=0)]
    (finding,) = codebook.check_usage(BOOK, Usage(hits=hits, dead={(key("pursue"), 2): "POS"}))
    assert (finding.line, finding.kind) == (9, LintRule.DEAD_PATTERN)
    assert "asks for POS" in finding.message


def test_few_shared_hits_are_not_reported() -> None:
    assert findings(Usage(hits=[PatternHits(code=key("pursue"), pattern=0, hits=3, shared=3)])) == []


def test_examples_without_a_matching_pattern_are_reported() -> None:
    (finding,) = codebook.check_usage(BOOK, Usage(unmatched={key("pursue"): [1], key("harms"): [0]}))
    assert finding.message == "No pattern of `pursue` matches its example 2."
