"""Which codes of a segment are shown."""

import numpy as np

from qualcode.suggesters.suggestion_limits import shown_codes


def test_the_likeliest_codes_above_the_threshold_are_shown() -> None:
    probabilities = np.array([[0.5, 0.2, 0.1, 0.4]])
    assert shown_codes(probabilities, 0.15, 2).tolist() == [[True, False, False, True]]
    assert shown_codes(probabilities, 0.45, 3).tolist() == [[True, False, False, False]]
