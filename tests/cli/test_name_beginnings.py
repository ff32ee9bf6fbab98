"""Names by their beginnings: taken where a command only reads, named where it writes."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.cli.name_beginnings import full_name
from qualcode.errors import NotFoundError
from tests.cli.conftest import INTERVIEW, Run

_NAMES = st.lists(st.text("abB", min_size=1, max_size=4), max_size=6, unique=True)


@pytest.fixture
def two_sources(study: Path, run: Run) -> Path:
    (study / "town-02.txt").write_text(INTERVIEW + " Nobody else asked, either.", encoding="utf-8")
    run("import", study / "town-02.txt")
    run("apply", "pursue", "-s", "local-01", "--turn", "2", "--coder", "anna")
    run("cases", "set", "P07", "tier=local", "--new")
    return study


@pytest.mark.parametrize(
    "arguments",
    [
        ["codings", "--source", "lo", "-f", "json"],
        ["codings", "--source", "LOCAL", "-f", "json"],
        ["codings", "--code", "pu", "-f", "json"],
        ["codings", "--coder", "ANNA", "-f", "json"],
    ],
    ids=str,
)
def test_a_beginning_is_taken_and_said_where_a_command_reads(
    two_sources: Path, run: Run, arguments: list[str]
) -> None:
    assert two_sources.is_dir()
    result = run(*arguments)
    assert [coding["code"] for coding in json.loads(result.out)] == ["pursue"]
    assert f"{arguments[2]}: the " in result.err


def test_an_ambiguous_beginning_lists_the_names(two_sources: Path, run: Run) -> None:
    assert two_sources.is_dir()
    result = run("codings", "--code", "p")
    assert result.code == 1
    assert "pursue, protect" in result.err


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["sources", "remove", "town", "--yes"], "town-02"),
        (["sources", "rename", "t", "x"], "town-02"),
        (["apply", "disp", "-s", "local-01", "--turn", "2"], "displacement"),
        (["apply", "pursue", "-s", "loc", "--turn", "2"], "local-01"),
        (["cases", "remove", "P"], "P07"),
        (["coders", "rename", "ANNA", "b"], "anna"),
    ],
    ids=str,
)
def test_a_command_that_writes_takes_full_names_and_names_the_match(
    two_sources: Path, run: Run, arguments: list[str], name: str
) -> None:
    assert two_sources.is_dir()
    before = run("history").out
    result = run(*arguments)
    assert result.code == 1
    assert f"Did you mean '{name}'?" in result.err
    assert run("history").out == before


@given(_NAMES, st.text("abB", min_size=1, max_size=4))
def test_a_beginning_is_the_only_name_that_begins_so(names: list[str], typed: str) -> None:
    begin_so = [name for name in names if name.startswith(typed)]
    any_case = [name for name in names if name.casefold().startswith(typed.casefold())]
    matches = [typed] if typed in names else begin_so or any_case
    if len(matches) > 1:
        with pytest.raises(NotFoundError):
            full_name(typed, names, "source")
    else:
        assert full_name(typed, names, "source") == (matches or [typed])[0]
