"""Contrast of everything that is drawn: words have 4.5 with what is behind them, signs 3 (WCAG 2.1)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.model.colors import OKABE_ITO
from qualcode.store.project import Project
from qualcode.tui.painting.color_palette import Depth, Palette
from qualcode.tui.painting.contrast import SIGNS, WORDS, contrast, readable
from qualcode.tui.screen_preferences import Preferences
from tests.support.marked_text import interview
from tests.support.terminal.pilot_driver import driven
from tests.support.terminal.screen_contrast import DARK, LIGHT, colors_of, drawn
from tests.support.terminal.screen_studies import CODEBOOK, FOCUS_GROUP, study, suggest

SCENES = {
    "coding": ["J", "j"],
    "coded": ["right_square_bracket"],
    "suggestion": ["right_curly_bracket", "v", "w", "w"],
    "hits": ["slash", *"the", "enter", "n"],
    "picker": ["J", "c", "space", "down"],
    "new code": ["J", "c", *"trust", "enter"],
    "memo": ["J", "m"],
    "sources": ["L"],
    "quotes": ["right_square_bracket", "Q"],
    "history": ["H"],
    "help": ["question_mark"],
    "codebook": ["tab", "down"],
}
COLORED = CODEBOOK + "".join(
    f"  - code: c{number}\n    color: '{color}'\n"
    for number, color in enumerate(("#000000", "#ffffff", "#7f7f7f", *OKABE_ITO))
)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    coded = "".join(f"P: So [it [was]{{c{n}}}]{{c{(n + 1) % 11}}} then.\n" for n in range(11))
    talk = interview(coded + FOCUS_GROUP)
    with study(tmp_path / "study", talk, codebook=COLORED) as project:
        suggest(project, "one", [("Light on the path", "prevent", 0.7)])
        yield project


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("depth", [Depth.FULL, Depth.SIXTEEN, Depth.NONE])
async def test_everything_on_the_screen_can_be_read(depth: Depth, theme: str, project: Project) -> None:
    preferences, terminal = Preferences(theme=theme), DARK if theme == "dark" else LIGHT
    poor = {}
    async with driven(project, size=(120, 40), preferences=preferences, depth=depth) as drive:
        for name, keys in SCENES.items():
            await drive.press("g", "g", *keys)
            for each in drawn(drive, terminal):
                if each.contrast < (WORDS if each.is_words else SIGNS):
                    poor[name, each.foreground, each.background] = each.text
            await drive.press("escape", "escape", "escape")
    assert poor == {}


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_every_colour_of_a_code_can_be_read_as_label_and_behind_words(theme: str) -> None:
    from qualcode.codebook import read

    dark = theme == "dark"
    ends = ("#121212", "#e0e0e0", "#1e1e1e") if dark else ("#e0e0e0", "#1f1f1f", "#d8d8d8")
    palette = Palette(read(COLORED), Depth.FULL, *ends, dark=dark)
    default = (ends[1], ends[0])
    for code in palette.codebook.keys:
        for style in (
            palette.edge(code),
            palette.edge(code, quiet=True),
            palette.shade(code, deep=False),
            palette.shade(code, deep=True),
        ):
            assert contrast(*colors_of(style, default)) >= WORDS
            assert contrast(colors_of(style, default)[0], ends[2]) >= WORDS or style.bgcolor is not None


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#0000ff", "#ffffff") == contrast("#ffffff", "#0000ff") == pytest.approx(8.59, abs=0.005)


@pytest.mark.parametrize("background", ["#000000", "#767676", "#777777", "#ffffff", "#0178D4", "#F0E442"])
def test_a_colour_that_cannot_be_read_is_moved_until_it_can(background: str) -> None:
    for color in ("#000000", "#7f7f7f", "#ffffff", *OKABE_ITO):
        assert contrast(readable(color, background), background) >= WORDS
    assert readable("#ffffff", "#000000") == "#FFFFFF"
