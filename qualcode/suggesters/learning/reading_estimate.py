"""How much was read of the segments that a coder has likely, but not certainly, read.

Codings here and there and codings of sources that were read from the first turn on look alike but for their
number. A coder codes a share q of the segments that they read: q is estimated from what is known to be read,
with 20 segments of two thirds (coders of interviews code a third to nearly all of them). With a share u of
the codebook in use it is 1 - (1 - q)^u, as each code is missing on a segment as often as another. If s of
the likely read segments are coded, then about r = s / q were read, and (r - s) / (1 - s) of the silent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from qualcode.model import CodeKey
from qualcode.suggesters.learning.coder_answers import CodedSource
from qualcode.suggesters.suggestion_limits import DEFAULT_LIMITS, gets_suggestions

_PRIOR_SHARE, _PRIOR_SEGMENTS = 2 / 3, 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingEstimate:
    """Estimated shares of the segments that were likely read, but are not known to be."""

    read: float = 1.0
    """The share that was read."""
    silent_read: float = 1.0
    """The share that was read of those without a code."""

    @classmethod
    def of(cls, keys: Sequence[CodeKey], sources: Sequence[CodedSource]) -> Self:
        """Estimate the shares from all answers of a coder."""
        known = [_CodedCount.of(source, 0, source.read_through_count) for source in sources]
        likely = [_CodedCount.of(source, source.read_through_count, source.read_count) for source in sources]
        likely_count = sum(count.segments for count in likely)
        if not likely_count:
            return cls()
        coded_share = sum(count.coded for count in likely) / likely_count
        used = {key for source in sources for codes in source.codes for key in codes}
        known_coded = sum(count.coded for count in known) + _PRIOR_SHARE * _PRIOR_SEGMENTS
        when_read = known_coded / (sum(count.segments for count in known) + _PRIOR_SEGMENTS)
        when_read = 1 - (1 - when_read) ** (len(used & set(keys)) / max(len(keys), 1))
        if coded_share >= min(when_read, 1.0):
            return cls()
        read = coded_share / when_read
        return cls(read=read, silent_read=(read - coded_share) / (1 - coded_share))


@dataclass(frozen=True, slots=True)
class _CodedCount:
    segments: int
    coded: int

    @classmethod
    def of(cls, source: CodedSource, start: int, end: int) -> Self:
        """Count the segments of a range that get suggestions, and those with a code."""
        rows = [row for row in range(start, end) if gets_suggestions(source.segments[row], DEFAULT_LIMITS)]
        return cls(len(rows), sum(bool(source.codes[row]) for row in rows))
