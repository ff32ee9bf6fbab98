"""Counts of the matches of a codebook's patterns."""

from qualcode.codebook import read
from qualcode.model import Role, Segment, SourceId, Span
from qualcode.suggesters.patterns.pattern_usage import PatternUsageCounter

BOOK = """codes:
- code: roles
  patterns: [{phrase: line}]
  children:
  - code: pursue
    examples: [They took out a line., Nothing of the kind.]
    patterns:
    - lemma: arrest
    - phrase: took out
    - not: house arrest
    - phrase: took out
- code: harms
  examples: [Harm.]
  patterns: [{lemma: arrest}, {phrase: came back}]
- code: old
  retired: true
  patterns: [{phrase: line}]
"""
TEXTS = [
    "We arrested two and took out a line.",
    "He was under house arrest when they took out a loan.",
    "It came back.",
]


def segment(text: str, role: Role = Role.PARTICIPANT) -> Segment:
    return Segment(source=SourceId("one"), turn=1, span=Span(0, len(text)), text=text, role=role)


def counted(*texts: str, role: Role = Role.PARTICIPANT) -> dict[tuple[str, int], tuple[int, int]]:
    counter = PatternUsageCounter(read(BOOK))
    counter.add(segment(text, role) for text in texts)
    return {(usage.code, usage.pattern): (usage.hits, usage.shared) for usage in counter.usage()}


def test_hits_are_counted_for_each_pattern_and_vetoed_ones_are_not() -> None:
    assert counted(*TEXTS) == {
        ("roles", 0): (1, 1),
        ("pursue", 0): (1, 1),
        ("pursue", 1): (1, 1),
        ("pursue", 3): (1, 1),
        ("harms", 0): (2, 1),
        ("harms", 1): (1, 0),
    }


def test_a_theme_and_its_codes_share_nothing_and_retired_codes_do_not_count() -> None:
    assert counted("They took out a line.")["pursue", 1] == (1, 0)
    assert counted("They took out a line.")["roles", 0] == (1, 0)


def test_the_interviewers_segments_are_not_counted() -> None:
    assert set(counted(*TEXTS, role=Role.INTERVIEWER).values()) == {(0, 0)}


def test_examples_are_tried_on_their_own_codes_patterns() -> None:
    assert PatternUsageCounter(read(BOOK)).unmatched_examples() == {"pursue": [1], "harms": [0]}
