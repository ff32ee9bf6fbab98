"""The screen's colours: eight that colour-blind readers can tell apart, and what stands in for them.

The eight are those of Okabe and Ito (2008), "Color Universal Design". Nothing is told by colour alone: a
coding has its bracket and its key, and without colour its words are underlined.
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
    """How many colours the terminal has."""

    FULL = "full"
    """256 or more."""
    SIXTEEN = "sixteen"
    NONE = "none"


@dataclass(frozen=True, eq=False)
class Palette:
    """The styles of everything that is drawn in a transcript, for one codebook on one terminal."""

    codebook: Codebook
    depth: Depth = Depth.FULL
    background: str = "#121212"
    foreground: str = "#e0e0e0"

    def color_of(self, code: CodeKey) -> str:
        """Return a code's colour: its own, its nearest ancestor's, or its theme's place in the palette."""
        return self._colors.get(code, OKABE_ITO[-1])  # a code that has left the codebook keeps its codings

    def words(self, *, interviewer: bool) -> Style:
        """Return the style of plain words; an interviewer's stand back."""
        return self._interviewer if interviewer else _NO_STYLE

    def shade(self, code: CodeKey, *, deep: bool) -> Style:
        """Return how coded words look; `deep` where codings lie on one another."""
        return self._made(("shade", code, deep), lambda: self._shade(code, deep=deep))

    def edge(self, code: CodeKey, *, quiet: bool = False) -> Style:
        """Return the style of a bracket and its key; `quiet` for suggestions and for other coders."""
        return self._made(("edge", code, quiet), lambda: self._edge(code, quiet=quiet))

    def _made(self, name: tuple[str, str, bool], make: Callable[[], Style]) -> Style:
        """Return a style, made once: a screen asks for the same few thousands of times."""
        found = self._styles.get(name)
        if found is None:
            found = self._styles[name] = make()
        return found

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
        """Return how the selected words look."""
        if self._full:
            return Style(bgcolor=self._mixed(self.foreground, 0.24), bold=True)
        return Style(reverse=True)

    @cached_property
    def cursor(self) -> Style:
        """Return how the character under the cursor looks."""
        if self._full:
            return Style(color=self.background, bgcolor=self.foreground, bold=True)
        return Style(reverse=True, underline=True, bold=True)

    @cached_property
    def hit(self) -> Style:
        """Return how words that a search found look."""
        if self._full:
            return Style(color=self.background, bgcolor="#F0E442")
        return Style(bold=True, underline=True)

    @cached_property
    def opinion(self) -> Style:
        """Return how the words look that the suggestion at the cursor is about: never like coded ones."""
        return Style(italic=True, underline=True)

    @cached_property
    def quiet(self) -> Style:
        """Return the style of the gutter."""
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
def _distance(one: str, other: str) -> int:
    return sum((a - b) ** 2 for a, b in zip(Color.parse(one).rgb, Color.parse(other).rgb, strict=True))
