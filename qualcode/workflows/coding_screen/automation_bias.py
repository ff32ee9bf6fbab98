"""Automation bias: noticing when suggestions are waved through faster than they can be read.

Goddard, Roudsari and Wyatt (2012), "Automation bias", JAMIA 19(1), review how people come to follow a
machine's advice without checking it. All that is done here is to say so, once.
"""

import time
from collections import deque
from collections.abc import Callable

IN_A_ROW = 20
ALMOST_ALL = 19
"""How many of them were accepted."""
AT_ONCE = 1.0
"""Seconds: less than it takes to read a suggestion."""


class AutomationBiasWarning:
    """Watches one coder's decisions in one sitting."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, active: bool = True) -> None:
        self._clock = clock
        self._active = active
        self._last = clock()
        self._quick: deque[bool] = deque(maxlen=IN_A_ROW)
        """For each quick decision in a row, whether it accepted."""

    def decided(self, *, accepted: bool) -> bool:
        """Note a decision; whether this is the moment to say something (it comes once)."""
        now = self._clock()
        if now - self._last >= AT_ONCE:
            self._quick.clear()
        self._last = now
        self._quick.append(accepted)
        if not self._active or len(self._quick) < IN_A_ROW or sum(self._quick) < ALMOST_ALL:
            return False
        self._active = False
        return True
