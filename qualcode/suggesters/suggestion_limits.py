"""From probabilities to the few suggestions that are worth a coder's look."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID, uuid5

import numpy as np
from numpy.typing import NDArray

from qualcode.model import CodeKey, Role, Segment, Suggestion, SuggestionId

_SUGGESTIONS = UUID("6a4b1d0e-6f0b-5a3e-9c3d-2f1c0b7f8a55")
"""The name space of suggestions' ids: the same opinion has the same id however often it is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionLimits:
    """Which opinions become suggestions."""

    at_least: float = 0.15
    """The lowest probability that is shown."""
    at_most: int = 3
    """How many suggestions one segment may have."""
    interviewer: bool = False
    """Whether the interviewer's own words get suggestions."""
    codes: frozenset[CodeKey] = frozenset()
    """Only these codes; all where empty."""


DEFAULT_LIMITS = SuggestionLimits()


class Suggester(Protocol):
    """Something that has an opinion on which codes fit a segment."""

    @property
    def name(self) -> str:
        """What it is called in `--suggester` and in every suggestion's provenance."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever the same input may lead to another suggestion."""
        ...

    def suggest(self, segments: Iterable[Segment], limits: SuggestionLimits = ...) -> Iterator[Suggestion]:
        """Yield suggestions in the order of the segments, the likeliest first in each."""
        ...


def top_codes(probabilities: NDArray[np.float64], limits: SuggestionLimits) -> list[int]:
    """Return the positions of the codes to show for one segment, likeliest first; ties keep their order."""
    order = np.argsort(-probabilities, kind="stable")[: limits.at_most]
    return [int(position) for position in order if probabilities[position] >= limits.at_least]


def gets_suggestions(segment: Segment, limits: SuggestionLimits) -> bool:
    """Whether this segment gets suggestions at all."""
    return limits.interviewer or segment.role is not Role.INTERVIEWER


def allowed_codes(keys: Sequence[CodeKey], limits: SuggestionLimits) -> NDArray[np.bool_]:
    """Return for each code whether it may be suggested."""
    return np.array([not limits.codes or key in limits.codes for key in keys], dtype=np.bool_)


def suggestion_id(segment: Segment, code: CodeKey, suggester: str) -> SuggestionId:
    """Return the id of a suggester's opinion on a code for a segment."""
    name = f"{suggester} {segment.source} {segment.span.start} {segment.span.end} {code}"
    return SuggestionId(str(uuid5(_SUGGESTIONS, name)))


def batches(segments: Iterable[Segment], size: int) -> Iterator[list[Segment]]:
    """Yield the segments in lists of at most this many, so that memory does not grow with their number."""
    batch: list[Segment] = []
    for segment in segments:
        batch.append(segment)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
