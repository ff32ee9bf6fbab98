"""Styles of the coding screen, for terminals with 256 or more colours, sixteen, or none.

Codes have the eight colours of Okabe and Ito (2008), "Color Universal Design", which colour-blind readers
can tell apart. Nothing is shown by colour alone: a coding has its bracket and its key, and without colour its
text is underlined.

Words can be read on their background, whatever the colour of the code (`contrast`). With sixteen colours,
whose shades the terminal chooses, words have the terminal's own foreground; only signs are coloured.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache

from rich.style import Style
from textual.color import Color

from qualcode.model import Codebook, CodeKey
from qualcode.model.colors import OKABE_ITO, colors_of
from qualcode.tui.painting.contrast import SIGNS, readable

_NO_STYLE = Style()
_ANSI_ON_DARK = (
    "bright_blue", "bright_yellow", "bright_green", "bright_magenta", "bright_cyan", "bright_red",
    "bright_white", "white",
)  # fmt: skip
_ANSI_ON_LIGHT = ("blue", "red", "magenta", "magenta", "blue", "red", "bright_black", "bright_black")
"""The colours of signs with enough contrast in the usual sixteen colours, by the number of the palette."""
_BARS = "▎┃▌║▏╏▐┇"
"""The marks of speakers, which also differ without colour."""


class Depth(Enum):
    """Number of colours of the terminal."""

    FULL = "full"
    """256 or more."""
    SIXTEEN = "sixteen"
    NONE = "none"


@dataclass(frozen=True, eq=False)
class Palette:
    """The styles of a transcript, for a codebook and a terminal."""

    codebook: Codebook
    depth: Depth = Depth.FULL
    background: str = "#121212"
    foreground: str = "#e0e0e0"
    surface: str = "#1e1e1e"
    """The background of dialogs, on which codes are listed, too."""
    primary: str = "#0178D4"
    dark: bool = True

    def color_of(self, code: CodeKey) -> str:
        """Return a code's colour: its own, its nearest ancestor's, or that of its theme's position."""
        return self._colors.get(code, OKABE_ITO[-1])  # a code that is no longer in the codebook

    def words(self, *, interviewer: bool) -> Style:
        """Return the style of uncoded text; an interviewer's is dimmed."""
        return self._interviewer if interviewer else _NO_STYLE

    def shade(self, code: CodeKey, *, deep: bool) -> Style:
        """Return the style of coded text; `deep` where codings overlap."""
        return self._cached(("shade", code, deep), lambda: self._shade(code, deep=deep))

    def edge(self, code: CodeKey, *, quiet: bool = False) -> Style:
        """Return the style of a bracket and its label; `quiet` for suggestions and for other coders."""
        return self._cached(("edge", code, quiet), lambda: self._edge(code, quiet=quiet))

    def _cached(self, key: tuple[str, str, bool], create: Callable[[], Style]) -> Style:
        """Return a style from the cache, or create it."""
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = create()
        return style

    def _shade(self, code: CodeKey, *, deep: bool) -> Style:
        if self.depth is not Depth.FULL:
            return Style(underline=True, bold=deep)
        background = self._mixed(self.color_of(code), 0.62 if deep else 0.4)
        return Style(color=readable(self.foreground, background), bgcolor=background)

    def _edge(self, code: CodeKey, *, quiet: bool) -> Style:
        if self.depth is not Depth.FULL:
            return Style(italic=quiet)
        color = Color.parse(self.color_of(code)).blend(Color.parse(self.foreground), 0.3)
        return Style(color=self._on_both(self._mixed(color.hex, 0.75) if quiet else color.hex), italic=quiet)

    def sign(self, code: CodeKey) -> Style:
        """Return the style of a bracket."""
        if self.depth is Depth.SIXTEEN:
            return Style(color=self._ansi(code))
        return self.edge(code)

    def speaker(self, number: int | None) -> tuple[str, Style]:
        """Return the mark of a speaker and its style; None is the interviewer, who has no mark."""
        if number is None:
            return " ", _NO_STYLE
        mark = _BARS[number % len(_BARS)]
        if self.depth is Depth.FULL:
            color = OKABE_ITO[(number + number // len(_BARS) + 1) % len(OKABE_ITO)]
            return mark, Style(color=readable(color, self.background, SIGNS))
        if self.depth is Depth.SIXTEEN:
            number += number // len(_BARS)
            return mark, Style(color=self._ansi_colors[number % len(self._ansi_colors)])
        return mark, _NO_STYLE

    @cached_property
    def _interviewer(self) -> Style:
        color = self._mixed(self.foreground, 0.66)
        return Style(color=readable(color, self.background)) if self._full else _NO_STYLE

    @cached_property
    def selection(self) -> Style:
        """Style of the selection."""
        if self._full:
            background = self._mixed(self.foreground, 0.24)
            return Style(color=readable(self.foreground, background), bgcolor=background, bold=True)
        return Style(reverse=True)

    @cached_property
    def cursor(self) -> Style:
        """Style of the character under the cursor."""
        if self._full:
            return Style(color=self.background, bgcolor=self.foreground, bold=True)
        return Style(reverse=True, underline=True, bold=True)

    @cached_property
    def hit(self) -> Style:
        """Style of a search hit; it differs from the selection, and is drawn over it."""
        if self._full:
            return Style(color=readable("#121212", "#F0E442"), bgcolor="#F0E442", underline=True)
        return Style(bold=True, underline=True)

    @cached_property
    def progress(self) -> Style:
        """Style of the line that says how far the coder is."""
        if self._full:
            return Style(color="#FFFFFF", bgcolor=readable(self.primary, "#FFFFFF"))
        return Style(reverse=True)

    @cached_property
    def suggestion(self) -> Style:
        """Style of the suggestion at the cursor; differs from coded text."""
        return Style(italic=True, underline=True)

    @cached_property
    def quiet(self) -> Style:
        """Style of the gutter and of numbers."""
        return Style(color=self._on_both(self._mixed(self.foreground, 0.6))) if self._full else _NO_STYLE

    @cached_property
    def _styles(self) -> dict[tuple[str, str, bool], Style]:
        return {}

    @cached_property
    def _colors(self) -> dict[CodeKey, str]:
        return colors_of(self.codebook)

    @property
    def _full(self) -> bool:
        return self.depth is Depth.FULL

    def _mixed(self, color: str, share: float) -> str:
        return Color.parse(self.background).blend(Color.parse(color), share).hex

    def _ansi(self, code: CodeKey) -> str:
        nearest = min(
            range(len(OKABE_ITO)), key=lambda number: _distance(OKABE_ITO[number], self.color_of(code))
        )
        return self._ansi_colors[nearest]

    @property
    def _ansi_colors(self) -> tuple[str, ...]:
        return _ANSI_ON_DARK if self.dark else _ANSI_ON_LIGHT

    def _on_both(self, color: str) -> str:
        """Return the colour, moved towards the foreground until it can be read on text and in dialogs."""
        return readable(readable(color, self.surface), self.background)


def theme_name(depth: Depth, *, dark: bool) -> str:
    """Return the name of Textual's theme for a terminal."""
    return f"{'textual' if depth is Depth.FULL else 'ansi'}-{'dark' if dark else 'light'}"


OTHER_THEME = {
    theme_name(depth, dark=dark): theme_name(depth, dark=not dark)
    for depth in Depth
    for dark in (True, False)
}
"""The light theme of each dark one, and the other way round."""


def themed_palette(palette: Palette, colors: Mapping[str, str], theme: str) -> Palette:
    """Return the palette that goes with a theme of Textual's, whose colours are given by their names."""
    names = ("background", "foreground", "surface", "primary") if palette.depth is Depth.FULL else ()
    of_theme = {name: colors[name] for name in names if name in colors}
    return Palette(palette.codebook, palette.depth, dark=theme.endswith("dark"), **of_theme)


@lru_cache(maxsize=1024)
def _distance(first: str, second: str) -> int:
    """Return the squared Euclidean distance of two colours in RGB."""
    pairs = zip(Color.parse(first).rgb, Color.parse(second).rgb, strict=True)
    return sum((a - b) ** 2 for a, b in pairs)
