"""Styles of the coding screen, for terminals with 256 or more colours, sixteen, or none.

Codes have the eight colours of Okabe and Ito (2008), "Color Universal Design", which colour-blind readers
can tell apart. Nothing is shown by colour alone: a coding has its bracket and its key, and without colour its
text is underlined.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache

from rich.style import Style
from textual.color import Color

from qualcode.model import Codebook, CodeKey
from qualcode.model.colors import OKABE_ITO, colors_of

_NO_STYLE = Style()
_ANSI = ("blue", "yellow", "green", "magenta", "cyan", "red", "bright_yellow", "bright_black")


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
        if self.depth is Depth.NONE:
            return Style(underline=True, bold=deep)
        if self.depth is Depth.SIXTEEN:
            return Style(color=self._ansi(code), underline=True, bold=deep)
        return Style(bgcolor=self._mixed(self.color_of(code), 0.62 if deep else 0.4))

    def _edge(self, code: CodeKey, *, quiet: bool) -> Style:
        if self.depth is Depth.NONE:
            return Style(dim=quiet, italic=quiet)
        if self.depth is Depth.SIXTEEN:
            return Style(color=self._ansi(code), dim=quiet, italic=quiet)
        color = Color.parse(self.color_of(code)).blend(Color.parse(self.foreground), 0.3)
        return Style(color=self._mixed(color.hex, 0.75) if quiet else color.hex, italic=quiet)

    @cached_property
    def _interviewer(self) -> Style:
        return Style(color=self._mixed(self.foreground, 0.62)) if self._full else Style(dim=True)

    @cached_property
    def selection(self) -> Style:
        """Style of the selection."""
        if self._full:
            return Style(bgcolor=self._mixed(self.foreground, 0.24), bold=True)
        return Style(reverse=True)

    @cached_property
    def cursor(self) -> Style:
        """Style of the character under the cursor."""
        if self._full:
            return Style(color=self.background, bgcolor=self.foreground, bold=True)
        return Style(reverse=True, underline=True, bold=True)

    @cached_property
    def hit(self) -> Style:
        """Style of a search hit."""
        if self._full:
            return Style(color=self.background, bgcolor="#F0E442")
        return Style(bold=True, underline=True)

    @cached_property
    def suggestion(self) -> Style:
        """Style of the suggestion at the cursor; differs from coded text."""
        return Style(italic=True, underline=True)

    @cached_property
    def quiet(self) -> Style:
        """Style of the gutter."""
        return Style(color=self._mixed(self.foreground, 0.5)) if self._full else Style(dim=True)

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
        return _ANSI[nearest]


@lru_cache(maxsize=1024)
def _distance(first: str, second: str) -> int:
    """Return the squared Euclidean distance of two colours in RGB."""
    pairs = zip(Color.parse(first).rgb, Color.parse(second).rgb, strict=True)
    return sum((a - b) ** 2 for a, b in pairs)
