"""The paragraph for a methods section says what is in the table that was asked for, and nothing else."""

import shutil
from pathlib import Path

import pytest

from qualcode.model import CoderName
from qualcode.store import history
from qualcode.store.project import open_project
from qualcode.store.records import sources
from qualcode.store.records.transcripts import finished_sources
from tests.cli.conftest import Run
from tests.support.marked_text import interview
from tests.support.terminal.screen_studies import study as coded_study

TEXTS = {
    "one": "Int: And?\nP: [We took out a line.]{pursue,pursue@ben} [It came back]{prevent@cid} soon.\n",
    "two": "Int: So?\nP: [We took [out two.]{pursue@ben}]{pursue} [Nobody asked us.]{prevent,prevent@cid}\n",
    "three": "Int: Now?\nP: [We have nobody.]{resources} We took out more.\n",
}
FINISHED = {"ann": ("one", "two", "three"), "ben": ("one", "two"), "cid": ("one",)}
KAPPA = "Cohen's kappa (1960)"
LAYOUTS = {
    "": ["Agreement on each code is given as", KAPPA],
    "--also ac1,max": [
        "Gwet's AC1 (2008), the highest kappa that the coders' shares allow (Cohen 1960), Kripp"
    ],
    "--show pairs": ["Agreement of each pair of coders, in the sources that both coded,", KAPPA],
    "--show overall": ["as the median of the codes' alphas; and as set-valued alpha", KAPPA],
    "--show boundaries": ["unitizing alphas of Krippendorff, Mathet", "matched one to one"],
    "--show segmentation --unit turn": ["boundary similarity (n_t = 2) and its pi (Fournier 2013)"],
    "--also se": ["the standard error of kappa for independent units (Fleiss, Cohen and Everitt 1969)"],
    "--show boundaries --also u2004": [
        "unitizing alphas of Krippendorff, Mathet",
        "and Krippendorff's earlier alpha_U (1995, 2004)",
    ],
    "--show confusion": ["Counted are the units to which one coder gave one code and another coder another"],
    "--unit span": ["matched one to one", "Agreement is F1, twice the matches"],
    "--codes pursue,prevent --branch": [
        "Only these codes were compared: pursue, prevent",
        "The codes under a",
    ],
    "--kind interview": ["Only interviews were compared"],
    "--with-interviewer": ["Turns of interviewers were included"],
}
"""Options → what the paragraph says with them, and with no others."""
ALSO_WITH_OTHERS = ("Agreement on each code is given as", "matched one to one", KAPPA)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study in which ann has finished three interviews, ben two and cid one."""
    folder = tmp_path_factory.mktemp("methods") / "study"
    with coded_study(folder, *(interview(text, name=name) for name, text in TEXTS.items())) as opened:
        for coder, names in FINISHED.items():
            with history.act(opened.database, CoderName(coder), "finish", coder) as recorder:
                for name in names:
                    source = sources.with_name(opened.database, name).id
                    finished_sources.finish(recorder, CoderName(coder), source)
    return folder


def methods(run: Run, *arguments: object) -> str:
    result = run("agreement", *arguments, "--explain")
    [line] = [line for line in result.out.splitlines() if line.startswith("Scope: Methods: ")]
    return line.removeprefix("Scope: Methods: ")


@pytest.mark.parametrize("options", LAYOUTS)
def test_the_paragraph_is_about_the_table(options: str, folder: Path, run: Run) -> None:
    paragraph = methods(run, "--coders", "ann,ben", *options.split(), "-p", folder)
    assert [phrase for phrase in LAYOUTS[options] if phrase not in paragraph] == []
    others = {phrase for phrases in LAYOUTS.values() for phrase in phrases} - {*ALSO_WITH_OTHERS}
    assert [phrase for phrase in others - {*LAYOUTS[options]} if phrase in paragraph] == []
    assert "Intervals" not in paragraph, "two sources are too few"
    assert "The codings are those of the project at the time of the calculation." in paragraph


def test_it_says_how_many_coded_what(folder: Path, run: Run) -> None:
    two, three = (
        methods(run, "--coders", names, "-p", folder).split(". ")[0] for names in ("ann,cid", "ann,ben,cid")
    )
    assert two == "2 coders (ann, cid) both coded 1 source (of 3 in the study)"
    assert three == "At least two of 3 coders (ann, ben, cid) coded each of 2 sources (of 3 in the study)"
    one_source = methods(run, "--coders", "ann,cid", "-p", folder)
    assert "Intervals" not in one_source


def test_rounds_side_by_side_have_a_paragraph_too(project: Path, run: Run) -> None:
    assert project.is_dir()
    run("rounds", "draw", "first", "--coders", "ann,ben", "--share", "100%")
    run("rounds", "finish", "first", "--coder", "ben")
    run("codebook", "add", "new", "--label", "New")
    run("rounds", "close", "first", "--anyway")
    run("rounds", "draw", "self", "--again", "--coders", "ann", "--share", "50%", "--seed", "3")
    run("rounds", "finish", "self", "--coder", "ann-again")
    run("rounds", "close", "self")
    paragraph = methods(run, "--over-time", "--unit", "turn", "--codes", "pursue,new")
    for sentence in (
        "2 closed rounds of coding are compared. first: 2 coders (ann, ben) both coded",
        "share of 100 % (seed 1)",
        "with codebook version 2 (1 when drawn)",
        "self: ann coded",
        "share of 50 % (seed 3)",
        "Each turn was a unit, coded if any coding of the coder overlapped it. Turns of interviewers",
        "Only these codes were compared: pursue, new",
        "Agreement over all codes of a round is given as percent",
    ):
        assert sentence in paragraph


@pytest.fixture
def project(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the study in the current folder."""
    shutil.copytree(folder, tmp_path / "study")
    monkeypatch.chdir(tmp_path / "study")
    monkeypatch.setenv("QUALCODE_CODER", "lead")
    return tmp_path / "study"


def test_a_round_is_compared_with_the_codebook_at_its_closing(project: Path, run: Run) -> None:
    assert project.is_dir()
    run("rounds", "draw", "first", "--coders", "ann,ben", "--share", "100%")
    run("codebook", "rename", "pursue", "enforce")
    run("codebook", "move", "prevent", "--under", "enforce")
    run("rounds", "close", "first", "--anyway")
    table = run("agreement", "first", "--branch", "--unit", "turn", "-f", "csv").out
    rows = {line.split(",")[0]: line.split(",")[1:4] for line in table.splitlines()}
    assert rows["enforce"] == ["Pursue", "3", "2"]  # with the one of prevent
    assert "codebook version 3 (1 when drawn)" in run("agreement", "first").err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--over-time", "--min-alpha", "0"], 2, "--over-time compares all closed rounds"),
        (["--over-time", "--codes", "zzz"], 0, "No round has been closed yet"),
        (
            ["--min-alpha", "0.5", "--codes", "displacement"],
            3,
            "There is no alpha that could be compared with 0.5",
        ),
        (["--min-alpha", "0.5", "--coders", "cid,dan"], 3, "dan: no source finished that is compared here"),
        (["--coders", "ann,ben,dan"], 0, "dan: no source finished that is compared here, so left out"),
    ],
)
def test_what_cannot_be_compared_is_said_and_passes_no_check(
    arguments: list[str], code: int, said: str, project: Path, run: Run
) -> None:
    assert project.is_dir()
    run("memo", "code", "pursue", "An idea.", "--coder", "dan")
    result = run("agreement", *arguments)
    assert (result.code, said in result.err) == (code, True), result


def test_codings_accepted_from_suggestions_are_said_not_to_be_independent(project: Path, run: Run) -> None:
    assert "accepted" not in methods(run)
    with open_project(project) as opened, opened.database.transaction():
        opened.database.execute("UPDATE codings SET origin = 'edited suggestion' WHERE code = 'pursue'")
    sentence = "4 of 6 codings were accepted from suggestions of the program: coders who"
    assert sentence in methods(run)
    assert sentence in " ".join(run("agreement").err.split())
    assert "accepted" not in methods(run, "--codes", "prevent")
