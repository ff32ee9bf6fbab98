"""`agreement` on interviews that two people marked up, in the project and in a closed round."""

import json
from pathlib import Path
from typing import Any

import pytest

from qualcode.model import CoderName
from qualcode.store import history
from qualcode.store.records import sources
from qualcode.store.records.transcripts import finished_sources
from tests.cli.conftest import Run
from tests.support.marked_text import Marked, interview
from tests.support.terminal.screen_studies import study as coded_study

ANN, BEN = CoderName("ann"), CoderName("ben")
ONE = """\
Int: What do you [do about]{pursue@ben} it?
P: [We took [out a line.]{pursue@ben}]{pursue} [It came back]{displacement,displacement@ben} soon. We asked.
"""
TWO = """\
Int: And here?
P: [We took out two lines.]{pursue,pursue@ben} Nobody [asked]{resources} us. [It goes on.]{prevent@ben}
"""
THREE = """\
Int: And now?
P: [We have nobody.]{resources} We took out more.
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in the current folder; ann has finished all three interviews, ben the first two."""
    marked: list[Marked] = [
        interview(text, name=name) for name, text in (("one", ONE), ("two", TWO), ("three", THREE))
    ]
    with coded_study(tmp_path / "study", *marked) as opened:
        for name, coders in (("one", (ANN, BEN)), ("two", (ANN, BEN)), ("three", (ANN,))):
            for coder in coders:
                with history.act(opened.database, coder, "finish", name) as recorder:
                    finished_sources.finish(recorder, coder, sources.with_name(opened.database, name).id)
    monkeypatch.chdir(tmp_path / "study")
    monkeypatch.setenv("QUALCODE_CODER", "lead")
    return tmp_path / "study"


def rows(run: Run, *arguments: str) -> list[dict[str, Any]]:
    result = run("agreement", *arguments, "-f", "json")
    assert result.code == 0, result.err
    parsed: list[dict[str, Any]] = json.loads(result.out)
    return parsed


def _characters(text: str) -> int:
    """Count the characters of the participant's turns, without marks and label."""
    marked = interview(text)
    return sum(len(turn.body) for turn in marked.turns if turn.speaker == "P")


def test_characters_of_participants_are_counted_by_hand(project: Path, run: Run) -> None:
    assert project.is_dir()
    table = {row["code"]: row for row in rows(run)}
    whole = _characters(ONE) + _characters(TWO)
    pursue = table["pursue"]
    ann, both = (
        len("We took out a line.") + len("We took out two lines."),
        len("out a line.We took out two lines."),
    )
    assert (pursue["n_ann"], pursue["n_ben"]) == (2, 2)  # the interviewer's words do not count
    assert pursue["percent"] == pytest.approx((whole - ann + both) / whole)
    assert pursue["f1"] == pytest.approx(2 * both / (ann + both))
    expected = (ann * both + (whole - ann) * (whole - both)) / whole**2
    assert pursue["kappa"] == pytest.approx((pursue["percent"] - expected) / (1 - expected))
    assert (table["displacement"]["f1"], table["resources"]["flag"]) == (1, "one coder only")
    assert list(table) == ["pursue", "prevent", "displacement", "resources", ""]


@pytest.mark.parametrize(
    ("arguments", "f1"),
    [
        (["--unit", "sentence"], 1),
        (["--unit", "turn"], 1),
        (["--unit", "source"], 1),
        (["--unit", "span"], 1),
        (["--unit", "sentence", "--with-interviewer"], 4 / 5),
        (["--unit", "span", "--with-interviewer"], 4 / 5),
    ],
    ids=str,
)
def test_other_units(project: Path, run: Run, arguments: list[str], f1: float) -> None:
    assert project.is_dir()
    pursue = rows(run, "--codes", "pursue", *arguments)[0]
    assert pursue["f1"] == pytest.approx(f1)


def test_a_branch_counts_the_codes_below(project: Path, run: Run) -> None:
    assert project.is_dir()
    [roles] = rows(run, "--codes", "roles", "--branch", "--unit", "turn")
    assert (roles["n_ann"], roles["n_ben"], roles["f1"], roles["flag"]) == (2, 3, 1, "no variation")


def test_every_table_is_printed_and_written(project: Path, run: Run) -> None:
    for show in ("pairs", "overall", "boundaries", "confusion"):
        printed = run("agreement", "--show", show)
        assert (printed.code, "Coders ann, ben: 2 sources" in printed.err) == (0, True)
        assert run("agreement", "--show", show, "-o", f"{show}.xlsx").code == 0
        assert (project / f"{show}.xlsx").is_file()
    [pair] = rows(run, "--show", "pairs")
    assert (pair["coder"], pair["other_coder"], pair["sources"]) == ("ann", "ben", 2)
    confused = rows(run, "--show", "confusion")
    assert confused == []
    assert "●" in run("agreement", "--plot").out
    assert run("agreement", "--plot", "alpha.html").code == 0
    drawn = (project / "alpha.html").read_text(encoding="utf-8")
    assert all(text in drawn for text in (">Alpha<", ">Pursue<", ">all codes<"))
    methods = run("agreement", "--explain").out
    assert "Methods: 2 coders (ann, ben) both coded 2 sources (of 3 in the study)." in methods


def test_a_threshold_ends_with_an_exit_code_of_its_own(project: Path, run: Run) -> None:
    assert project.is_dir()
    result = run("agreement", "--min-alpha", ".99", "--codes", "pursue,displacement")
    assert result.code == 3
    said = "Alpha (lower end of its interval, if any) may be below 0.99: pursue"
    assert said in " ".join(result.err.split())
    assert "No intervals: 2 sources of two coders, too few (fewer than 15)" in " ".join(result.err.split())
    assert run("agreement", "--min-alpha", "-1", "--codes", "displacement").code == 0


def test_what_is_not_finished_by_two_is_said(project: Path, run: Run) -> None:
    assert project.is_dir()
    assert "1 source that only one has finished: left out" in run("agreement").err
    alone = run("agreement", "--coders", "ann")
    assert (alone.code, "Only ann was named: agreement is between two" in alone.err) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--coders", "ann,bne"], "There is no coder 'bne'."),
        (["--coders", "ann,pattern"], "Did you mean 'patterns'?"),
        (["--codes", "persue"], "There is no code 'persue'."),
        (["--unit", "word"], "There is no unit of agreement 'word'."),
        (["--show", "pair"], "Did you mean 'pairs'?"),
        (["--also", "ac2"], "Did you mean 'ac1'?"),
        (["--also", "u2004"], "Add --show boundaries."),
        (["--also", "pi", "--show", "boundaries"], "--also pi is for the table of codes."),
        (["--show", "segmentation"], "Add --unit sentence."),
        (["--show", "pairs", "--unit", "span"], "The table pairs needs units."),
        (["pilot"], "pilot"),
    ],
    ids=str,
)
def test_wrong_names_are_answered(project: Path, run: Run, arguments: list[str], message: str) -> None:
    assert project.is_dir()
    result = run("agreement", *arguments)
    assert result.code in (1, 2)
    assert message in result.err


def test_figures_on_request_say_where_they_mislead(project: Path, run: Run) -> None:
    assert project.is_dir()
    table = {row["code"]: row for row in rows(run, "--also", "se")}
    count, ann, both = (
        _characters(ONE) + _characters(TWO),
        len("We took out a line.We took out two lines."),
        len("out a line.We took out two lines."),
    )
    alike, ann_alone, neither = both / count, (ann - both) / count, (count - ann) / count
    kappa, chance = table["pursue"]["kappa"], alike * ann / count + neither * (1 - alike)
    on_agreement = (
        alike * (1 - (alike + ann / count) * (1 - kappa)) ** 2
        + neither * (1 - (neither + 1 - alike) * (1 - kappa)) ** 2
    )
    apart = (1 - kappa) ** 2 * ann_alone * (alike + neither) ** 2
    variance = (on_agreement + apart - (kappa - chance * (1 - kappa)) ** 2) / (count * (1 - chance) ** 2)
    assert table["pursue"]["se"] == pytest.approx(variance**0.5)
    assert {table[code]["se"] for code in ("displacement", "prevent", "resources", "")} == {None}
    assert "no interval should be made of it" in " ".join(run("agreement", "--also", "se").err.split())
    boundaries = rows(run, "--show", "boundaries", "--also", "u2004", "--codes", "displacement")
    assert [row["u2004"] for row in boundaries] == [1, 1]
    said = run("agreement", "--show", "boundaries", "--also", "u2004").err
    assert "not comparable with u-alpha" in " ".join(said.split())
    segments = {row["code"]: row for row in rows(run, "--show", "segmentation", "--unit", "sentence")}
    assert (segments["displacement"]["boundary_similarity"], segments["displacement"]["matched"]) == (1, 2)
    assert (segments["prevent"]["boundary_similarity"], segments["prevent"]["boundaries"]) == (0, 1)


def test_no_variation_is_not_no_use(project: Path, run: Run) -> None:
    assert project.is_dir()
    said = run("agreement", "--codes", "pursue", "--unit", "source", "--show", "overall").err
    assert "Every coder gave every unit these codes" in said
    unused = run("agreement", "--codes", "roles", "--unit", "source", "--show", "overall").err
    assert "Nobody used any of these codes" in unused


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("pursue", "no variation: both gave every unit these codes"),
        ("roles", "neither used any of these codes"),
        ("resources", ""),
    ],
)
def test_a_pair_without_coefficients_has_the_reason(project: Path, run: Run, code: str, reason: str) -> None:
    assert project.is_dir()
    said = run("agreement", "--codes", code, "--unit", "source", "--show", "pairs")
    assert said.code == 0
    assert ("No coefficients for" in said.err) is bool(reason)
    assert not reason or f"No coefficients for ann and ben: {reason}." in said.err


def test_what_is_on_request_is_never_left_out_silently(project: Path, run: Run) -> None:
    assert project.is_dir()
    alone = run("agreement", "--coders", "ann,patterns", "--unit", "turn", "--also", "max")
    assert (alone.code, "--also is about people." in alone.err) == (2, True)
    assert "standard error" not in run("agreement", "--coders", "ann", "--also", "se").err


def test_a_closed_round_keeps_its_agreement(project: Path, run: Run) -> None:
    assert run("rounds", "draw", "pilot", "--coders", "ann,ben", "--share", "100%").code == 0
    assert run("agreement", "pilot").code == 1
    for coder in ("ann", "ben"):
        run("rounds", "finish", "pilot", "--coder", coder)
    closed = run("rounds", "close", "pilot", "--anyway")
    assert closed.code == 0, closed.err
    before = rows(run, "pilot", "--coders", "ann,ben")
    run("remove", "--code", "pursue", "--yes", "--coder", "ben")
    assert rows(run, "pilot", "--coders", "ann,ben") == before
    assert rows(run, "--coders", "ann,ben") != before
    assert "Round pilot, as it was when it was closed on" in run("agreement", "pilot").err
    [row] = rows(run, "--over-time")
    pooled = before[-1]
    assert (row["round"], row["coders"], row["sources"]) == ("pilot", "ann, ben", 3)
    assert [row[name] for name in ("percent", "f1", "alpha", "kappa", "alpha_low")] == [
        pooled[name] for name in ("percent", "f1", "alpha", "kappa", "alpha_low")
    ]
    assert run("agreement", "pilot", "--over-time").code == 2
    assert project.is_dir()


def test_a_round_in_which_nobody_coded_says_so(project: Path, run: Run) -> None:
    assert project.is_dir()
    run("rounds", "draw", "pilot", "--coders", "eve,finn", "--share", "100%")
    for coder in ("eve", "finn"):
        assert run("rounds", "finish", "pilot", "--coder", coder).code == 0
    assert run("rounds", "close", "pilot").code == 0
    said = run("agreement", "pilot")
    assert (said.code, "Nobody used any of these codes in these sources" in said.err) == (0, True)
    assert "Only turns of the sample: 3 turns in 3 sources of 3." in said.err
    confused = run("agreement", "pilot", "--show", "confusion")
    assert "No code was given where another coder gave another one." in confused.err


@pytest.mark.parametrize(
    ("drawn", "asked", "said"),
    [
        (
            ["--coders", "ann,ben", "--of", "turns", "--share", "100%", "--seed", "7"],
            ["--branch", "--where", "tier = local"],
            (
                "2 coders (ann, ben) both coded 2 sources (of 3 in the round). Until it was closed, the "
                "program hid from each coder what the others coded in the sample. 10 of 10 codings in it had "
                "been made before it was drawn. Only stretches of consecutive turns of them are compared, "
                "drawn at random with a share of 100 % (seed 7). Each character of the turns (without "
                "speakers' labels) was a unit, coded by a coder with a code or not. Turns of interviewers "
                "were left out. Only turns of cases with tier = local were compared. The codes under a code "
                "were"
            ),
        ),
        (
            ["--again", "--coders", "ann", "--share", "66%", "--by", "tier", "--by", "size"],
            [],
            (
                "ann coded 2 sources twice (as ann, ann-again). Until it was closed, the program hid from "
                "each coder what the others coded in the sample. The sample is of whole sources, drawn at "
                "random with a share of 66 %, stratified by tier and size, at least one of each stratum "
                "(seed 1)."
            ),
        ),
    ],
)
def test_the_methods_say_how_the_sample_was_drawn_and_who_coded_it(
    project: Path, run: Run, drawn: list[str], asked: list[str], said: str
) -> None:
    (project / "cases.csv").write_text(
        "case,source,speaker,tier,size\nA,one,P,local,7\nB,two,P,local,7\nC,three,P,local,7\n",
        encoding="utf-8",
    )
    assert run("cases", "import", "cases.csv").code == 0
    assert run("rounds", "draw", "pilot", *drawn).code == 0
    for coder in ("ann", "ann-again", "ben"):
        finished = ("one", "two") if coder == "ben" else ()
        run("rounds", "finish", "pilot", *finished, "--coder", coder)
    assert run("rounds", "close", "pilot", "--anyway").code == 0
    assert f"Methods: {said}" in run("agreement", "pilot", *asked, "--explain").out


def test_a_renamed_coder_is_known_in_closed_rounds(project: Path, run: Run) -> None:
    assert project.is_dir()
    assert run("rounds", "draw", "pilot", "--coders", "ann,ben", "--share", "100%").code == 0
    for coder in ("ann", "ben"):
        run("rounds", "finish", "pilot", "--coder", coder)
    assert run("rounds", "close", "pilot", "--anyway").code == 0
    before = rows(run, "pilot", "--show", "pairs")
    disagreements = json.loads(run("disagreements", "pilot", "-f", "json").out)
    for act in ("ben to benno", "benno to to ben"):
        old, new = act.split(" to ", 1)
        assert run("coders", "rename", old, new).code == 0
    for names in ([], ["--coders", "ann,to ben"], ["--coders", "ann,ben"]):
        [pair] = rows(run, "pilot", "--show", "pairs", *names)
        assert (pair["coder"], pair["other_coder"]) == ("ann", "to ben")
        assert [*pair.values()][2:] == [*before[0].values()][2:]
    said = " ".join(run("agreement", "pilot").err.split())
    assert "When the round pilot was closed, to ben was ben." in said
    listed = json.loads(run("disagreements", "pilot", "-f", "json", "--coder", "ben", "--coder", "ann").out)
    assert listed == json.loads(json.dumps(disagreements).replace("ben: ", "to ben: "))
    assert listed
    assert "to ben was ben" in run("disagreements", "pilot").err
    assert "to ben 3/3" in json.loads(run("rounds", "-f", "json").out)[0]["finished"]
    [over_time] = rows(run, "--over-time", "--coders", "ann,to ben")
    assert over_time["coders"] == "ann, to ben"
    run("undo", "--last", "2")
    assert rows(run, "pilot", "--show", "pairs") == before
