"""Colours as other programs write them, as `#RRGGBB`."""

import re

_COLOR = re.compile("#[0-9A-Fa-f]{6}")
_SHORT = re.compile("#?[0-9A-Fa-f]{3}")
_WITH_OPACITY = re.compile("#?[0-9A-Fa-f]{8}")
_BARE = re.compile("[0-9A-Fa-f]{6}")


def standard_color(written: str) -> tuple[str, str]:
    """Return `#RRGGBB` and what was changed, if that has to be said; an empty colour for what is none.

    Three digits are doubled; of eight the opacity is left out.
    """
    color = written.strip()
    digits = color.removeprefix("#")
    if not color or _COLOR.fullmatch(color):
        return color, ""
    if _WITH_OPACITY.fullmatch(color):
        ends_opaque = digits[6:].upper() == "FF" and digits[:2].upper() != "FF"
        without = "#" + (digits[:6] if ends_opaque else digits[2:])
        return without, f"the colour {color} is taken without its transparency"
    if _SHORT.fullmatch(color):
        return "#" + "".join(digit * 2 for digit in digits), ""
    if _BARE.fullmatch(color):
        return f"#{color}", ""
    return "", f"{color!r} is not a colour; it was left out"
