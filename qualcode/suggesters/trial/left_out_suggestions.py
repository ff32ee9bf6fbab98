"""Suggestions on each source by a model that was learned from the other sources only."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from qualcode.errors import NotFoundError
from qualcode.model import CodeKey, SourceId, Span
from qualcode.suggesters.learning.coder_answers import CodedSource
from qualcode.suggesters.learning.learned_suggester import fit_model
from qualcode.suggesters.learning.segment_features import FeatureSpace
from qualcode.suggesters.suggestion_limits import SuggestionLimits

_GROUPS = 10


def suggest_left_out(
    feature_space: FeatureSpace,
    sources: Sequence[CodedSource],
    limits: SuggestionLimits,
    advance: Callable[[], None] = lambda: None,
) -> Iterator[tuple[SourceId, Span, CodeKey]]:
    """Yield what is suggested on each source as if it was unread; at most ten groups are left out in turn.

    NotFoundError for fewer than two sources; `advance` is called after each fit.
    """
    if len(sources) < 2:  # noqa: PLR2004 - one to learn from, one to suggest on
        raise NotFoundError(
            "Suggestions on a source are learned from the other sources, and there is only one.",
            "Finish another one by hand first: `qualcode sources finish SOURCE`.",
        )
    keys = feature_space.patterns.keys
    features = [feature_space.measure(source.segments) for source in sources]
    for group in np.array_split(np.arange(len(sources)), min(len(sources), _GROUPS)):
        left_out = set(group.tolist())
        rest = [number for number in range(len(sources)) if number not in left_out]
        model = fit_model(
            feature_space, [sources[number] for number in rest], [features[number] for number in rest]
        )
        for number in sorted(left_out):
            unread = np.full(features[number].patterns.shape, np.nan)
            shown = model.select(features[number], unread, keys, limits).shown
            for row, code in np.argwhere(shown).tolist():
                segment = sources[number].segments[row]
                yield segment.source, segment.span, keys[code]
        advance()
