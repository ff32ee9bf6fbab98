"""Codes and sources that begin alike can be told apart wherever the screen shortens their names."""

from pathlib import Path

import pytest

from qualcode.tui.widgets.status_lines import StatusLines
from tests.support.marked_text import interview
from tests.support.terminal.pilot_driver import driven
from tests.support.terminal.screen_studies import study

FOOT, CAR = "experience-of-police-officers-on-foot", "experience-of-police-officers-in-cars"
TALK = "P: We [took out a line]{%s} last year.\n\nInt: And then?\n\nP: It [came back]{%s} in [a month]{%s}."
NORTH = "national-threat-desk-of-the-north-interview-1-superintendent"
SOUTH = "national-threat-desk-of-the-north-interview-2-superintendent"
SCREENS = {"margin": [], "picker": ["j", "c"], "quotes": ["right_square_bracket", "Q"], "sources": ["L"]}
SHOWN = {
    ("margin", 120): "experience…rs-in-cars experience…rs-on-foot experience…s-on-foot expe…cars expe…foot",
    ("margin", 80): "experience…s-on-foot expe…cars expe…foot",
    ("margin", 60): "exper…foot ex…s ex…t",
    ("picker", 80): "experienc…s-in-cars experienc…s-on-foot",
    ("picker", 60): "experience-…rs-in-cars experience-…rs-on-foot",
    ("quotes", 120): "n…1-superintendent n…2-superintendent",
    ("quotes", 60): "n…1-superintendent n…2-superintendent",
    ("sources", 120): "national-th…1-superintendent national-th…2-superintendent",
    ("sources", 80): "national-threat-de…-1-superintendent national-threat-de…-2-superintendent",
    ("sources", 60): "…terview-1-super… …terview-2-super…",
}
"""The names with an ellipsis by screen and width."""


@pytest.mark.parametrize(("screen", "width"), SHOWN)
async def test_names_that_begin_alike_differ_on_the_screen(screen: str, width: int, tmp_path: Path) -> None:
    talk = TALK % (FOOT, CAR, FOOT)
    sources = [interview(f"{talk} {name}", name=name) for name in (NORTH, SOUTH)]
    codebook = f"codes:\n  - code: {FOOT}\n  - code: {CAR}\n"
    with study(tmp_path / "study", *sources, codebook=codebook) as project:
        async with driven(project, size=(width, 24), source=NORTH) as drive:
            await drive.press(*SCREENS[screen])
            rows = drive.lines()[: -StatusLines.HEIGHT]
            shortened = {word for row in rows for word in row.split() if "…" in word}
            assert set(SHOWN[screen, width].split()) <= shortened
