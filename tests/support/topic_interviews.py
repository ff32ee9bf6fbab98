"""Fictional interviews for the learned suggester: each turn has one of three topics, two of them codes."""

from random import Random

from qualcode.model import Code, Codebook, CodeKey, Role, Segment
from qualcode.suggesters.learning.coder_answers import CodedSource
from qualcode.suggesters.learning.hashed_vocabulary import count_vocabulary
from qualcode.suggesters.learning.segment_features import FeatureSpace
from qualcode.suggesters.patterns.pattern_suggester import PatternEvidence
from tests.support.pattern_shorthand import phrase, segment

_WORDS = """
warrant door raid dealer custody squad cell battering handcuff search
clinic prescription nurse recovery keyworker script detox appointment relapse group
weather coffee parking football holiday train lunch kettle garden bus
"""
TOPICS = dict(zip(("pursue", "treatment", ""), map(str.split, _WORDS.strip().splitlines()), strict=True))
_FILLER = "we had the some of it and then they were there really when you think about that again"
FILLER = _FILLER.split()

CODEBOOK = Codebook(
    codes=(
        Code(key=CodeKey("pursue"), label="Pursue", patterns=(phrase("warrant"),)),
        Code(key=CodeKey("treatment"), label="Treatment"),
        Code(key=CodeKey("unused"), label="Unused"),
    )
)
NOTHING: frozenset[CodeKey] = frozenset()


def turn_text(topic: str, random: Random) -> str:
    """Return the words of a turn on a topic."""
    words = random.sample(TOPICS[topic], 3) + random.choices(FILLER, k=9)
    random.shuffle(words)
    return " ".join(words).capitalize() + "."


def coded(name: str, turns: int, seed: int, read_count: int | None = None) -> CodedSource:
    """Return an interview whose first `read_count` turns (or all) were coded by topic."""
    random = Random(seed)  # noqa: S311 - a seed, not a secret
    segments: list[Segment] = []
    codes: list[frozenset[CodeKey]] = []
    start = 0
    for turn in range(1, turns + 1):
        topic = random.choice(list(TOPICS))
        text = turn_text(topic, random)
        segments.append(segment(text, turn=turn, source=name, role=Role.PARTICIPANT, start=start))
        codes.append(frozenset([CodeKey(topic)]) if topic else NOTHING)
        start += len(text) + 1
    answered = turns if read_count is None else read_count
    return CodedSource(
        segments=segments, codes=codes[:answered], rejected=[NOTHING] * answered, skipped=[NOTHING] * answered
    )


def feature_space(sources: list[CodedSource]) -> FeatureSpace:
    """Return the feature space of these sources' words."""
    evidence = PatternEvidence(CODEBOOK)
    segments = [segment for source in sources for segment in source.segments]
    return FeatureSpace(patterns=evidence, vocabulary=count_vocabulary(evidence.analyser, segments))
