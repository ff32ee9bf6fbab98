"""Contrast of two colours, and colours that can be read on a background (WCAG 2.1).

The relative luminance of a colour is the weighted sum of its linear red, green and blue; the contrast of two
is (L1 + 0.05) / (L2 + 0.05), the lighter one first: from 1 to 21.
"""

from functools import lru_cache

from textual.color import Color

WORDS, SIGNS = 4.5, 3.0
"""The least contrast of words (criterion 1.4.3), and of signs (1.4.11)."""
_STEPS = 20


@lru_cache(maxsize=4096)
def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, given as `#rrggbb`."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=1024)
def readable(color: str, background: str, least: float = WORDS) -> str:
    """Return the colour, moved as little as needed towards white or black to have a contrast of `least`.

    Black or white has a contrast of 4.5 with every colour.
    """
    candidates = []
    for extreme in ("#FFFFFF", "#000000"):
        for step in range(_STEPS + 1):
            moved = Color.parse(color).blend(Color.parse(extreme), step / _STEPS).hex
            if contrast(moved, background) >= least:
                candidates.append((step, moved))
                break
    return min(candidates)[1]


@lru_cache(maxsize=4096)
def _luminance(color: str) -> float:
    red, green, blue = map(_linear, Color.parse(color).rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: int) -> float:
    """Return a channel from 0 to 255 without the gamma of sRGB, from 0 to 1."""
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - of sRGB
