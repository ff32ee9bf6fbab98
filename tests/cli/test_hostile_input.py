"""Files and names that are made to break the program: one message each, the other files are imported."""

import os
from pathlib import Path

import pytest

from qualcode.errors import UsageError
from qualcode.model import CodeKey, Listing
from qualcode.reports.chart_files import is_available, render_svg
from qualcode.reports.chart_kinds import ChartData, ChartKind
from qualcode.text import limited_expression
from tests.cli.conftest import Run

HOSTILE = "\x1b[31m\x00\x07\u202e\x9b2J"


def test_a_file_with_a_strange_name_does_not_stop_the_others(study: Path, run: Run) -> None:
    folder = study.parent / "more"
    folder.mkdir()
    (folder / "a.txt").write_text("Anna: One.\n", encoding="utf-8")
    Path(os.fsdecode(os.fsencode(folder) + b"/b\xff.txt")).write_text("Anna: Two.\n", encoding="utf-8")
    (folder / "c.txt").write_text("Anna: Three.\n", encoding="utf-8")
    result = run("import", folder)
    assert result.code == 1
    assert "rename the file" in result.err
    assert [name in run("sources").out for name in (" a ", " c ")] == [True, True]


@pytest.mark.parametrize("start", ["9" * 4_000, "9" * 5_000, "1e999", "-1", "NaN", '"' + "9" * 4_000 + '"'])
def test_an_impossible_time_is_a_message(study: Path, run: Run, start: str) -> None:
    file = study.parent / "times.json"
    file.write_text(f'[{{"start": {start}, "speaker": "A", "text": "Hello there."}}]', encoding="utf-8")
    result = run("import", file)
    assert result.code in (0, 1)
    assert "times.json" in result.err


DIGITS = "9" * 5_000
NUMBERS = {
    "cue.srt": f"1\n00:00:01,000 --> 00:00:02,000\nAnna: One.\n\n{DIGITS}\n"
    "00:00:03,000 --> 00:00:04,000\nBen: Two.\n",
    "cue.vtt": f"WEBVTT\n\n{DIGITS}\n00:00:03.000 --> 00:00:04.000\nBen: Two.\n",
    "label.txt": f"{DIGITS}: One.\nAnna: Two.\n{DIGITS}: Three.\nAnna: Four.\n",
    "question.txt": f"Q{DIGITS}: One.\nAnna: Two.\nQ2: Three.\nAnna: Four.\n",
    "time.txt": f"Anna [{DIGITS}:00:00]: One.\nBen [00:00:02]: Two.\n",
    "row.csv": f"speaker,start,text\nAnna,{DIGITS},One.\nBen,2,Two.\n",
}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_of_thousands_of_digits_in_a_file_is_read(study: Path, run: Run, name: str) -> None:
    file = study.parent / name
    file.write_text(NUMBERS[name], encoding="utf-8")
    assert run("import", file).code == 0
    assert "Two." in run("show", file.stem).out


@pytest.mark.usefixtures("study")
@pytest.mark.parametrize(
    "arguments",
    [
        ["apply", "pursue", "-s", "local-01", "--span", f"{DIGITS}:{DIGITS}9"],
        ["memo", "source", "local-01", "A thought.", "--span", f"1:{DIGITS}"],
        ["undo", DIGITS],
        ["redo", DIGITS],
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_number_of_thousands_of_digits_that_is_typed_is_a_message(run: Run, arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.code == 2
    assert "Error: " in result.err


def test_many_marks_and_very_long_lines_take_linear_time(study: Path, run: Run) -> None:
    (study.parent / "dots.txt").write_text("Anna: " + ". " * 50_000 + "\n", encoding="utf-8")
    (study.parent / "line.txt").write_text("Anna: " + "w" * 2_000_000 + "\n", encoding="utf-8")
    assert run("import", study.parent / "dots.txt", study.parent / "line.txt").code == 0
    shown = run("show", "line").out
    assert shown.count("w") >= 2_000_000


def test_a_pattern_that_takes_for_ever_is_a_message(
    study: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limited_expression, "TIMEOUT", 0.05)
    (study.parent / "long.txt").write_text("Anna: " + "a" * 80 + "b\n", encoding="utf-8")
    assert run("import", study.parent / "long.txt").code == 0
    for pattern in ("regex: '(a|aa)+$'", "token: [{TEXT: {REGEX: '(a|aa)+$'}}]"):
        (study / "codebook.yaml").write_text(
            f"codes:\n  - code: pursue\n    patterns:\n      - {pattern}\n", encoding="utf-8"
        )
        result = run("suggest", "long")
        assert result.code in (1, 2), pattern
        assert "takes longer than" in result.err


@pytest.mark.skipif(not is_available(), reason="the extra `pictures` is not installed")
@pytest.mark.parametrize("kind", [ChartKind.BARS, ChartKind.HEAT])
def test_names_with_control_characters_are_drawn(kind: ChartKind) -> None:
    name = CodeKey(f"code{HOSTILE}")
    data = ChartData(
        kind=kind,
        title=HOSTILE,
        table=Listing(title=HOSTILE, columns=("code", f"codings{HOSTILE}", "codings"), rows=((name, 1, 2),)),
        colors={name: "#4C78A8"},
        labels={name: f"Label {HOSTILE}"},
    )
    svg = render_svg(data)
    assert not {"\x1b", "\x00", "\x07", "\x9b"} & set(svg)
    assert "Label" in svg or "code" in svg


@pytest.mark.skipif(not is_available(), reason="the extra `pictures` is not installed")
def test_an_error_of_the_drawing_library_is_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    import altair as alt

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("out of paint")

    monkeypatch.setattr(alt.Chart, "save", fail)
    monkeypatch.setattr(alt.LayerChart, "save", fail)
    data = ChartData(
        kind=ChartKind.BARS, title="x", table=Listing(columns=("code", "codings"), rows=(("a", 1),))
    )
    with pytest.raises(UsageError, match="cannot be drawn: out of paint"):
        render_svg(data)


@pytest.mark.parametrize("namespace", [": : x", "%zz", "http://[", "a b"])
def test_a_namespace_that_is_no_address_is_a_message(study: Path, run: Run, namespace: str) -> None:
    file = study.parent / "codes.qdc"
    file.write_text(
        f'<?xml version="1.0"?>\n<CodeBook xmlns="{namespace}"><Codes/></CodeBook>', encoding="utf-8"
    )
    result = run("codebook", "import", file, "-o", study.parent / "new.yaml")
    assert result.code == 1
    assert "codes.qdc" in result.err
