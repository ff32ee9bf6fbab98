"""What a listing shows to be typed or copied is on one line, however narrow the terminal is."""

import re
import sys
from pathlib import Path

import pytest

from qualcode.cli.output import show
from tests.cli.conftest import INTERVIEW, MadeOnce, Run
from tests.support import every_command

NAMES = {
    "SOURCE": "local-01-neighbourhood-sergeant",
    "CASE": "participant-of-the-first-pilot",
    "CODER": "ann",
    "ROUND": "pilot-of-the-second-coder",
    "TWO": "regional-02-intelligence-analyst",
    "TIER": "national-and-regional",
    "OTHER": "neighbourhood-policing",
}
CODES = ("metrics-criticism-of-partners", "goal-role-gap-in-neighbourhoods")
WHOLE = {*NAMES.values(), *CODES}
_ID = re.compile(r"\b(?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{8}\b")
LISTINGS = [line for line in every_command.lines(every_command.READING) if line[0] != "guide"]


@pytest.fixture
def named(study: Path, run: Run, made_once: MadeOnce) -> Path:
    """A coded study of two interviews in which all names are long."""

    def fill() -> None:
        codes = "".join(f"  - code: {code}\n    patterns: [{{phrase: line}}]\n" for code in CODES)
        (study / "codebook.yaml").write_text(
            f"codebook: Test\ncodes:\n  - code: pursue\n{codes}", encoding="utf-8"
        )
        (study.parent / "two.txt").write_text(INTERVIEW.replace("line", "phone line"), encoding="utf-8")
        (study.parent / "cases.csv").write_text(
            f"case,source,tier\n{NAMES['CASE']},{NAMES['SOURCE']},{NAMES['TIER']}\n"
            f"other,{NAMES['TWO']},{NAMES['OTHER']}\n",
            encoding="utf-8",
        )
        for arguments in (
            ("sources", "rename", "local-01", NAMES["SOURCE"]),
            ("import", study.parent / "two.txt"),
            ("sources", "rename", "two", NAMES["TWO"]),
            ("cases", "import", study.parent / "cases.csv"),
            *(("apply", code, "-s", NAMES["SOURCE"], "--turn", "2") for code in CODES),
            ("apply", "pursue", "-s", NAMES["TWO"], "--turn", "2", "--memo", "A phone line, again."),
            ("memo", "code", CODES[0], "To be parted."),
            ("suggest",),
            ("rounds", "draw", NAMES["ROUND"], "--coders", "ann,ben"),
            ("rounds", "close", NAMES["ROUND"], "--anyway"),
        ):
            result = run(*arguments)
            assert result.code == 0, (arguments, result.err)

    made_once(fill)
    return study


def shown(run: Run, arguments: list[str], width: int) -> str:
    """Return what a command prints on a terminal of this width, with all columns."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(width))
        patch.setattr(sys.stdout, "isatty", lambda: True)
        show.out.cache_clear()
        try:
            said = run(*arguments)
            return (run(*arguments, "--columns", "all") if "Not shown: " in said.err else said).out
        finally:
            show.out.cache_clear()


@pytest.mark.parametrize("width", [60, 80, 100])
def test_names_and_ids_are_on_one_line_in_every_listing(named: Path, run: Run, width: int) -> None:
    broken = []
    checked = 0
    for arguments in LISTINGS:
        prepared = every_command.prepared(named.parent, named, arguments, NAMES)
        piped = run(*prepared).out
        expected = {name for name in WHOLE if name in piped} | set(_ID.findall(piped))
        narrow = shown(run, prepared, width)
        broken += [(arguments, name) for name in sorted(expected) if name not in narrow]
        checked += bool(expected)
    assert broken == []
    assert checked > len(LISTINGS) / 2
