"""Which probabilities become suggestions, and what every suggester has in common."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID, uuid5

import numpy as np
from numpy.typing import NDArray

from qualcode.model import CodeKey, Role, Segment, Suggestion, SuggestionId

_SUGGESTION_NAMESPACE = UUID("6a4b1d0e-6f0b-5a3e-9c3d-2f1c0b7f8a55")
"""The UUID name space of suggestion ids: the same suggestion has the same id in every run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionLimits:
    """Which codes on which segments become suggestions."""

    at_least: float = 0.15
    """The lowest probability that is shown."""
    at_most: int = 3
    """The maximum number of suggestions per segment."""
    interviewer: bool = False
    """Whether the interviewer's segments get suggestions."""
    codes: frozenset[CodeKey] = frozenset()
    """Only these codes; all if empty."""


DEFAULT_LIMITS = SuggestionLimits()


class Suggester(Protocol):
    """Suggests codes for segments."""

    @property
    def name(self) -> str:
        """The name in `--suggester` and in every suggestion's provenance."""
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


def shown_codes(probabilities: NDArray[np.float64], at_least: float, at_most: int) -> NDArray[np.bool_]:
    """Return which codes have one of the highest probabilities of their segment: segments by codes."""
    order = np.argsort(-probabilities, axis=1, kind="stable")[:, :at_most]
    shown = np.zeros(probabilities.shape, dtype=np.bool_)
    np.put_along_axis(shown, order, values=True, axis=1)
    return shown & (probabilities >= at_least)


def gets_suggestions(segment: Segment, limits: SuggestionLimits) -> bool:
    """Whether the segment gets suggestions: by default, those of the interviewer do not."""
    return limits.interviewer or segment.role is not Role.INTERVIEWER


def allowed_codes(keys: Sequence[CodeKey], limits: SuggestionLimits) -> NDArray[np.bool_]:
    """Return for each code whether it may be suggested."""
    return np.array([not limits.codes or key in limits.codes for key in keys], dtype=np.bool_)


def suggestion_id(segment: Segment, code: CodeKey, suggester: str) -> SuggestionId:
    """Return the id of a suggester's suggestion of a code for a segment."""
    name = f"{suggester} {segment.source} {segment.span.start} {segment.span.end} {code}"
    return SuggestionId(str(uuid5(_SUGGESTION_NAMESPACE, name)))


def batches(segments: Iterable[Segment], size: int) -> Iterator[list[Segment]]:
    """Yield the segments in lists of at most `size`, so that memory does not grow with their number."""
    batch: list[Segment] = []
    for segment in segments:
        batch.append(segment)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
