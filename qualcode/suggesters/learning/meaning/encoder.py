"""What turns segments into vectors."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qualcode.model import Segment


class Encoder(Protocol):
    """Sentence vectors: segments to rows of length one."""

    def encode(self, segments: Sequence[Segment]) -> NDArray[np.float64]:
        """Return one row per segment."""
        ...
