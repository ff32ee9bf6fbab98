"""Numbers with decimals as readers see them: three decimals, more where three would hide the value."""

import math
import re

_WITH_SHARE = re.compile(r"[0-9,.]+ \([0-9.]+\)")
DECIMALS, _SIGNIFICANT, _MOST = 3, 2, 15


def decimals_for(value: float) -> int:
    """Return the number of decimals that show the value: 3, or 2 significant digits of one below 0.001."""
    if value == 0 or not math.isfinite(value) or abs(value) >= 10**-DECIMALS:
        return DECIMALS
    return min(_SIGNIFICANT - 1 - math.floor(math.log10(abs(value))), _MOST)


def decimal_text(value: float) -> str:
    """Return the number with `decimals_for` decimals."""
    return f"{value:.{decimals_for(value)}f}"


def percent_text(share: float) -> str:
    """Return a share as a percentage with one decimal; more decimals where it would be 0."""
    percent = 100 * share
    decimals = 1 if percent == 0 or abs(percent) >= 0.1 else decimals_for(percent / 100) - 2  # noqa: PLR2004
    return f"{percent:.{max(decimals, 1)}f}"


def is_number_with_share(text: str) -> bool:
    """Return whether a text is a number with its share in percent, such as `12 (8.3)`."""
    return _WITH_SHARE.fullmatch(text) is not None
