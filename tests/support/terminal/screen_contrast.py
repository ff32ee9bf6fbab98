"""The contrast of what is drawn on the screen: every piece of text with the colours behind it."""

from collections.abc import Iterator
from dataclasses import dataclass

from rich.color import Color, ColorType
from rich.style import Style

from qualcode.tui.painting.contrast import contrast
from tests.support.terminal.pilot_driver import Drive

XTERM = (
    "#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5",
    "#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#5c5cff", "#ff00ff", "#00ffff", "#ffffff",
)  # fmt: skip
"""The sixteen colours of xterm."""
DARK, LIGHT = ("#ffffff", "#000000"), ("#000000", "#ffffff")
"""Foreground and background of a terminal."""


@dataclass(frozen=True)
class Drawn:
    """Text as it is drawn, and its contrast with what is behind it."""

    text: str
    foreground: str
    background: str

    @property
    def contrast(self) -> float:
        return contrast(self.foreground, self.background)

    @property
    def is_words(self) -> bool:
        """Whether it has letters or digits; otherwise it is a sign, such as a bracket or a frame."""
        return any(character.isalnum() for character in self.text)


def drawn(drive: Drive, terminal: tuple[str, str] = DARK) -> Iterator[Drawn]:
    """Yield what is drawn on the screen, in a terminal with these default colours."""
    compositor = drive.app.screen._compositor  # noqa: SLF001 - the only way to the finished screen
    for strip in compositor.render_strips():
        for text, style, _ in strip:
            if text.strip():
                yield Drawn(text.strip(), *colors_of(style or Style(), terminal))


def colors_of(style: Style, terminal: tuple[str, str]) -> tuple[str, str]:
    """Return foreground and background as `#rrggbb`."""
    assert not style.dim, "how much a terminal dims is not known"
    pair = (shade(style.color, terminal[0]), shade(style.bgcolor, terminal[1]))
    return pair[::-1] if style.reverse else pair


def shade(color: Color | None, default: str) -> str:
    if color is None or color.type is ColorType.DEFAULT:
        return default
    if color.type is ColorType.STANDARD:
        return XTERM[color.number or 0]
    return color.get_truecolor().hex
