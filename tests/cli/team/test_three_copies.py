"""A study in three folders: draw, code apart, finish, pack, merge, close, disagree, redefine, draw again."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run, Said

TEXTS = {
    "one": "Int: What do you do?\nDana: We took out a line. It came back within a week.\n",
    "two": "Int: And here?\nSam: We map the line. Arrests alone do not help anybody.\n",
}
CODEBOOK = (
    "codebook: T\ncodes:\n  - code: pursue\n    label: Pursue\n  - code: displacement\n    label: Moves\n"
)
COEFFICIENTS = ("percent", "f1", "alpha", "kappa")
BY_CHANCE = (0.5, 71 / 98)
PILOT = [
    [60 / 98, 30 / 68, 1 - 195 * 38 / (68 * 128), (60 / 98 - 0.5) / 0.5],
    [71 / 98, 0, 1 - 195 * 27 / (27 * 169), 0],
    [
        131 / 196,
        30 / 95,
        1 - 195 * (38 + 27) / (68 * 128 + 27 * 169),
        (131 / 196 - sum(BY_CHANCE) / 2) / (1 - sum(BY_CHANCE) / 2),
    ],
]
"""The coefficients of the first round, counted by hand.

Dana says 47 characters and Sam 51. For pursue, both coded 15 (`took out a line`), only ann 4, only ben 34;
for displacement only ann 27. So of twice 98 values, 68 are pursue and 27 displacement.
"""


@pytest.fixture
def folders(tmp_path: Path, run: Run) -> dict[str, Path]:
    """The lead's study, and copies of it for ann and ben, with a round for both that the lead has drawn."""
    (tmp_path / "codes.yaml").write_text(CODEBOOK)
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.txt").write_text(text)
    lead = tmp_path / "lead"
    assert run("init", lead, "--codebook", tmp_path / "codes.yaml").code == 0
    files = [tmp_path / f"{name}.txt" for name in TEXTS]
    assert run("import", *files, "--project", lead, "--coder", "lead").code == 0
    drawn = run(
        "rounds", "draw", "pilot", "--coders", "ann,ben", "--share", "100%", "-p", lead, "--coder", "lead"
    )
    assert "for ann, ben: one, two" in drawn.err
    return {"lead": lead, **{name: Path(shutil.copytree(lead, tmp_path / name)) for name in ("ann", "ben")}}


def test_two_coders_and_a_lead_in_three_folders(folders: dict[str, Path], tmp_path: Path, run: Run) -> None:
    def do(coder: str, *arguments: object) -> Said:
        said = run(*arguments, "--project", folders[coder], "--coder", coder)
        assert said.code == 0, said
        return said

    def look(coder: str, *arguments: object) -> Said:
        return run(*arguments, "--project", folders[coder])

    coded = {
        "ann": [
            ("pursue", "one", "We took out a line."),
            ("displacement", "one", "It came back within a week."),
        ],
        "ben": [
            ("pursue", "one", "took out a line"),
            ("pursue", "two", "Arrests alone do not help anybody."),
        ],
    }
    for coder, rows in coded.items():
        for code, source, quote in rows:
            do(coder, "apply", code, "--source", source, "--quote", quote)
        do(coder, "rounds", "finish", "pilot")
        do(coder, "team", "pack", tmp_path / f"{coder}.qpack")
    assert "1 source to go" not in look("lead", "rounds").out
    do("lead", "team", "merge", tmp_path / "ann.qpack", tmp_path / "ben.qpack")
    assert "ann 2/2, ben 2/2" in look("lead", "rounds").out
    do("lead", "rounds", "close", "pilot")
    listed = json.loads(look("lead", "disagreements", "pilot", "--format", "json").out)
    assert [(row["kind"], row["code"], row["source"]) for row in listed] == [
        ("boundary", "pursue", "one"),
        ("omission", "pursue", "two"),
        ("omission", "displacement", "one"),
    ]
    agreed = json.loads(look("lead", "agreement", "pilot", "--format", "json").out)
    assert [(row["n_ann"], row["n_ben"]) for row in agreed] == [(1, 2), (1, 0), (2, 2)]
    assert [[row[name] for name in COEFFICIENTS] for row in agreed] == [pytest.approx(row) for row in PILOT]

    do("lead", "codebook", "define", "pursue", "--definition", "Only arrests, of the whole sentence.")
    second = do("lead", "rounds", "draw", "second", "--coders", "ann,ben", "--share", "50%", "--seed", "2")
    for coder in ("ann", "ben"):
        assert f"To code anew: qualcode sources reopen one --coder {coder}" in second.err
    do("lead", "team", "pack", tmp_path / "all.qpack", "--everybody")
    for coder in ("ann", "ben"):
        do(coder, "team", "merge", tmp_path / "all.qpack")
        assert (folders[coder] / "codebook.yaml").read_bytes() == (
            folders["lead"] / "codebook.yaml"
        ).read_bytes()
        assert "second" in look(coder, "rounds").out
        assert json.loads(look(coder, "disagreements", "pilot", "--format", "json").out) == listed
    again = do("lead", "team", "merge", tmp_path / "ann.qpack")
    assert "everything in it is here already" in again.err

    assert "ann 1/1, ben 1/1" in look("ann", "rounds").out
    for coder in ("ann", "ben"):
        do(coder, "sources", "reopen", "one")
    assert "ann 0/1" in look("ann", "rounds").out
    for code, quote in (("pursue", "We took out a line."), ("displacement", "It came back within a week.")):
        do("ben", "apply", code, "--source", "one", "--quote", quote)
    for coder in ("ann", "ben"):
        do(coder, "rounds", "finish", "second")
        do(coder, "team", "pack", tmp_path / f"{coder}.qpack", "--replace")
    do("lead", "team", "merge", tmp_path / "ann.qpack", tmp_path / "ben.qpack")
    do("lead", "rounds", "close", "second")
    listed = json.loads(look("lead", "disagreements", "second", "--format", "json").out)
    assert [(row["kind"], row["code"], row["source"]) for row in listed] == [
        ("split or merge", "pursue", "one")
    ]
    over_time = json.loads(look("lead", "agreement", "--over-time", "--format", "json").out)
    assert [(row["round"], row["sources"], row["units"]) for row in over_time] == [
        ("pilot", 2, 98),
        ("second", 1, 47),
    ]
    assert [[row[name] for name in COEFFICIENTS] for row in over_time] == [
        pytest.approx(PILOT[-1]),
        [1, 1, 1, 1],
    ]
    assert json.loads(look("lead", "agreement", "pilot", "--format", "json").out) == agreed


@pytest.mark.parametrize("suggester", ["learned", "patterns (machine)"])
def test_a_suggester_does_not_code_in_a_round(folders: dict[str, Path], run: Run, suggester: str) -> None:
    line = ("rounds", "draw", "other", "--coders", f"ann,{suggester}", "--coder", "lead")
    refused = run(*line, "--project", folders["lead"])
    assert (refused.code, f"{suggester} is a suggester" in refused.err) == (2, True)
    assert "other" not in run("rounds", "--project", folders["lead"]).out


def test_a_blind_coder_is_told_that_their_own_work_has_two_versions(
    folders: dict[str, Path], tmp_path: Path, run: Run
) -> None:
    desk, second = folders["ann"], tmp_path / "desk"
    lines = ("-s", "one", "--quote", "a line", "--coder", "ann")
    identity = run("apply", "pursue", *lines, "--project", desk).out.strip()
    shutil.copytree(desk, second)
    assert "own work" not in run("team", "merge", second, "--project", desk, "--coder", "ann").err
    assert run("memo", "coding", identity, "Here.", "--project", desk, "--coder", "ann").code == 0
    assert run("remove", identity, "--yes", "--project", second, "--coder", "ann").code == 0
    planned = run("team", "merge", second, "--dry-run", "--project", desk, "--coder", "ann").err
    said = run("team", "merge", second, "--project", desk, "--coder", "ann").err
    assert planned == f"{said}Nothing was changed.\n"
    assert "stays hidden" in said
    assert "Some of your own work has two versions. Decide on them: qualcode team rivals" in said
