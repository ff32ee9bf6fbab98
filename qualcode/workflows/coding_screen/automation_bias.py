"""Automation bias: warn once when suggestions are accepted faster than they can be read.

Goddard, Roudsari and Wyatt (2012), "Automation bias", JAMIA 19(1), review how people come to follow a
machine's advice without checking it. Nothing is refused: the warning is all.
"""

import time
from collections import deque
from collections.abc import Callable

WINDOW = 20
"""Number of consecutive quick decisions that are looked at."""
MIN_ACCEPTED = 19
"""Number of acceptances among them that gives the warning."""
QUICK_SECONDS = 1.0
"""A decision in less time is quick: reading a suggestion takes longer."""


class AutomationBiasWarning:
    """Watches the decisions of one coder in one session."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, active: bool = True) -> None:
        self._clock = clock
        self._active = active
        self._last_time = clock()
        self._accepted: deque[bool] = deque(maxlen=WINDOW)
        """For each of the consecutive quick decisions, whether it accepted."""

    def is_due(self, *, accepted: bool) -> bool:
        """Record a decision; whether the warning is due now, which it is only once."""
        now = self._clock()
        if now - self._last_time >= QUICK_SECONDS:
            self._accepted.clear()
        self._last_time = now
        self._accepted.append(accepted)
        if not self._active or len(self._accepted) < WINDOW or sum(self._accepted) < MIN_ACCEPTED:
            return False
        self._active = False
        return True
