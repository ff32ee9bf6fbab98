"""What the patterns of a codebook do on texts."""

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
SAID = [
    "We arrested two and took out a line.",
    "He was under house arrest when they took out a loan.",
    "It came back.",
]


def segment(text: str, role: Role = Role.PARTICIPANT) -> Segment:
    return Segment(source=SourceId("one"), turn=1, span=Span(0, len(text)), text=text, role=role)


def counted(*texts: str, role: Role = Role.PARTICIPANT) -> dict[tuple[str, int], tuple[int, int]]:
    firings = PatternUsageCounter(read(BOOK))
    firings.look(segment(text, role) for text in texts)
    return {(one.code, one.pattern): (one.hits, one.shared) for one in firings.counted()}


def test_hits_are_counted_for_each_pattern_and_vetoed_ones_are_not() -> None:
    assert counted(*SAID) == {
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


def test_the_interviewers_words_are_passed_over() -> None:
    assert set(counted(*SAID, role=Role.INTERVIEWER).values()) == {(0, 0)}


def test_examples_are_tried_on_their_own_codes_patterns() -> None:
    assert PatternUsageCounter(read(BOOK)).unmatched_examples() == {"pursue": [1], "harms": [0]}
