"""`rounds draw` says what share of the sources or stretches was drawn, and why it is more than was set."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.support.marked_text import interview
from tests.support.terminal.screen_studies import study as coded_study

PLACES = ("north", "south", "east", "west", "centre")
BY_PLACE = ("--by", "place")
BY_BOTH = ("--by", "place", "--by", "half")
MORE = "more than the share of 20 %, as each of the"


@pytest.fixture
def eleven(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    """A project of eleven interviews in five places and two halves, which is the current folder."""
    names = [f"talk-{number:02}" for number in range(11)]
    coded_study(
        tmp_path / "study", *(interview(f"P: We ask {name}.", name=name) for name in names)
    ).database.close()
    rows = [f"{name},{name},P,{PLACES[number % 5]},{number < 5}" for number, name in enumerate(names)]
    (tmp_path / "cases.csv").write_text("\n".join(["case,source,speaker,place,half", *rows]))
    monkeypatch.chdir(tmp_path / "study")
    monkeypatch.setenv("QUALCODE_CODER", "lead")
    assert run("cases", "import", "../cases.csv").code == 0


@pytest.mark.usefixtures("eleven")
@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "2 of 11 sources drawn (18 %)."),
        (("--share", "100%", *BY_PLACE), "11 of 11 sources drawn (100 %)."),
        (("--share", "1%"), "1 of 11 sources drawn (9 %), as at least one is drawn."),
        (("--of", "turns"), "2 of 11 stretches of turns drawn (18 %)."),
        (BY_PLACE, f"5 of 11 sources drawn (45 %), {MORE} 5 strata by place gives at least one."),
        (BY_BOTH, f"10 of 11 sources drawn (91 %), {MORE} 10 strata by place and half gives at least one."),
    ],
)
def test_the_share_that_was_drawn_is_said(run: Run, options: tuple[str, ...], said: str) -> None:
    result = run("rounds", "draw", "pilot", "--coders", "ann,ben", *options)
    assert result.code == 0, result.err
    assert said in (result.err + result.out).splitlines()
