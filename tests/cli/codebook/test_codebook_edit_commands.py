"""Edits of the codebook by commands, by hand and in an editor, with their codings and undo."""

import csv
import io
import json
import sys
from pathlib import Path

import pytest

from qualcode.codebook import compare, read
from qualcode.store.project import open_project
from qualcode.store.records.codebook import codebooks, key_lineage
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[3]


def codes(run: Run) -> dict[str, int]:
    """Return the number of codings of each code that has any."""
    rows = csv.DictReader(io.StringIO(run("codebook", "-f", "csv").out))
    return {row["code"]: int(row["direct_codings"]) for row in rows if row["direct_codings"] != "0"}


def test_a_split_says_that_it_retired_the_code_also_without_codings(run: Run, study: Path) -> None:
    assert study.is_dir()
    said = run("codebook", "split", "protect", "--into", "kids", "pursue").err
    assert "Done: split code protect into kids, pursue." in said
    assert "`protect` is retired" in said
    assert "retired" not in run("codebook", "split", "pursue", "--into", "pursue", "kids").err
    assert "Done" not in run("codebook", "split", "protect").err


@pytest.mark.usefixtures("coded")
@pytest.mark.parametrize(
    "command",
    [
        ("apply", "pursue", "--source", "local-01", "--turn", 1),
        ("apply", "pursue", "--where", 'text("line")', "--yes"),
    ],
    ids=str,
)
def test_a_retired_code_takes_no_new_coding_by_any_command(run: Run, command: tuple[str, ...]) -> None:
    assert run("codebook", "retire", "pursue").code == 0
    before = codes(run)
    result = run(*command, "--coder", "ben")
    assert "pursue is retired" in result.err
    assert "qualcode codebook revive pursue" in result.err
    assert codes(run) == before


def edit_file(study: Path, old: str, new: str) -> None:
    path = study / "codebook.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def type_keys(monkeypatch: pytest.MonkeyPatch, keys: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(keys))


@pytest.fixture
def coded(study: Path, run: Run) -> Path:
    """The study with two codings of `pursue` and one of `protect`."""
    for turn, code in ((2, "pursue"), (4, "pursue"), (4, "protect")):
        assert run("apply", code, "-s", "local-01", "--turn", turn).code == 0
    return study


def test_undo_restores_a_study_after_every_kind_of_edit(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUALCODE_CODER", "ann")
    study = tmp_path / "story"
    run("init", study, "--codebook", ROOT / "codebooks" / "harm-reduction.yaml")
    monkeypatch.chdir(study)
    samples = ROOT / "sample_transcripts"
    first, second = "local-01-neighbourhood-sergeant", "local-03-custody-sergeant"
    assert run("import", samples / f"{first}.txt", samples / f"{second}.md").code == 0
    for source, turn, code in (
        (first, 8, "pursue"), (first, 10, "pursue"), (first, 12, "violence"), (second, 4, "violence"),
        (second, 6, "outputs"), (first, 14, "disruption"), (first, 16, "disruption"), (first, 14, "outputs"),
    ):  # fmt: skip
        assert run("apply", code, "-s", source, "--turn", turn).code == 0
    first_counts, file = codes(run), (study / "codebook.yaml").read_bytes()
    assert sum(first_counts.values()) == 8

    assert run("codebook", "add", "lost-trust", "--under", "barriers", "--label", "Lost trust").code == 0
    edit_file(study, "- code: violence\n", "- code: gang-violence\n")
    result = run("codebook", "adopt", "--rename", "violence=gang-violence")
    assert result.out == "`violence` was renamed; its key is now `gang-violence`.\n"
    assert "2 codings followed" in result.err
    result = run("codebook", "merge", "outputs", "disruption", "--into", "results", "--label", "Results")
    assert "4 codings followed" in result.err
    assert "1 coding joined" in result.err
    type_keys(monkeypatch, "12")
    assert run("codebook", "split", "pursue", "--into", "arrests", "seizures").code == 0
    assert run("codebook", "define", "results", "--definition", "What the work brought.").code == 0

    assert codes(run) == {"arrests": 1, "seizures": 1, "gang-violence": 2, "results": 3}, "one joined another"
    frequencies = json.loads(run("frequencies", "-f", "json").out)
    assert sum(row["direct_codings"] for row in frequencies) == 7
    assert run("check").code == 0
    assert difference_messages(study) == [
        "`arrests` was added under `roles`.",
        "`seizures` was added under `roles`.",
        "`violence` was renamed; its key is now `gang-violence`.",
        "`pursue` (Pursue) was split into `arrests`, `seizures`.",
        "`outputs` (Outputs) was merged into `results`.",
        "`disruption` (Disruption) was merged into `results`.",
    ]
    assert run("undo", "--last", 7).code == 0
    assert codes(run) == first_counts
    assert (study / "codebook.yaml").read_bytes() == file
    assert difference_messages(study) == []


def difference_messages(study: Path) -> list[str]:
    """Return the messages of the differences between the first version and the newest."""
    with open_project(study) as project:
        first, newest = codebooks.with_number(project.database, 1), codebooks.newest(project.database)
        assert first is not None
        assert newest is not None
        key_map = key_lineage.key_changes(project.database, 1, newest.number)
    keys = ("violence", "outputs", "disruption", "pursue", "arrests", "seizures")
    return [
        difference.message
        for difference in compare(read(first.text), read(newest.text), key_map)
        if difference.code in keys and difference.kind not in ("retired", "reordered")
    ]


def test_a_dry_run_shows_the_diff_and_the_number_of_codings_and_writes_nothing(coded: Path, run: Run) -> None:
    before = (coded / "codebook.yaml").read_bytes()
    for command in (
        ["rename", "pursue", "chase"],
        ["merge", "pursue", "protect", "--into", "work"],
        ["split", "pursue", "--into", "one", "two"],
        ["define", "pursue", "--definition", ""],
        ["retire", "pursue"],
    ):
        result = run("codebook", *command, "--dry-run")
        assert result.code == 0, result.err
        assert result.out.startswith("--- codebook.yaml\n+++ codebook.yaml\n@@")
        assert f"affect {3 if command[0] == 'merge' else 2} codings" in result.err
    assert (coded / "codebook.yaml").read_bytes() == before
    assert codes(run) == {"pursue": 2, "protect": 1}


REFUSED: list[tuple[list[str], int, str]] = [
    (["rename", "persue", "x"], 1, "Did you mean 'pursue'"),
    (["rename", "pursue", "protect"], 1, "There is a code 'protect' already"),
    (["rename", "pursue", "two words"], 2, "cannot be a key"),
    (["add", "pursue"], 1, "already"),
    (["add", "x", "--under", "nowhere"], 1, "nowhere"),
    (["move", "pursue"], 2, "Say where to"),
    (["move", "pursue", "--top", "--under", "roles"], 2, "Say where to"),
    (["move", "roles", "--under", "pursue"], 1, "under itself"),
    (["merge", "pursue", "--into", "pursue"], 2, "nothing to merge"),
    (["split", "pursue"], 2, "has not been split"),
    (["split", "pursue", "--into", "one"], 2, "at least two"),
    (["split", "pursue", "one", "two"], 2, "--into one two"),
    (["split", "pursue", "--into", "a", "b", "--by", "a"], 2, "PART=text"),
    (["define", "pursue"], 2, "Say what to change"),
    (["recolor", "pursue", "red"], 2, "not a colour"),
    (["add", "x", "--definition", "\x1b[2J"], 2, "control characters"),
    (["adopt", "--rename", "pursue"], 2, "--rename old=new"),
]


def test_invalid_edits_give_an_error_and_change_nothing(coded: Path, run: Run) -> None:
    before = (coded / "codebook.yaml").read_bytes()
    for command, code, message in REFUSED:
        result = run("codebook", *command)
        assert (result.code, result.out) == (code, ""), command
        assert message in result.err
        assert (coded / "codebook.yaml").read_bytes() == before


def test_every_edit_is_an_act_that_can_be_undone(coded: Path, run: Run) -> None:
    before = (coded / "codebook.yaml").read_bytes()
    for command in (
        ["add", "new", "--after", "pursue", "--label", "New"],
        ["relabel", "new", "Newer"],
        ["recolor", "new", "#112233"],
        ["move", "new", "--top"],
        ["move", "new", "--after", "protect"],
        ["retire", "new"],
        ["revive", "new"],
    ):
        assert run("codebook", *command).code == 0
    assert "nothing was changed" in run("codebook", "revive", "new").err
    tree = [row["code"] for row in json.loads(run("codebook", "-f", "json").out)]
    assert tree == ["roles", "pursue", "protect", "new", "displacement"]
    assert run("undo", "--last", 7).code == 0
    assert (coded / "codebook.yaml").read_bytes() == before
    assert run("redo").code == 0
    assert "code: new" in (coded / "codebook.yaml").read_text(encoding="utf-8")


def test_missing_codes_are_named_by_reading_commands_and_block_writing_ones(coded: Path, run: Run) -> None:
    edit_file(coded, "code: pursue", "code: chase")
    for reading in (["frequencies"], ["status"], ["codebook"], ["quotes", "*"]):
        result = run(*reading)
        assert result.code == 0
        assert "no longer has `pursue` (2 codings)" in result.err
    for writing in (["apply", "chase", "-s", "local-01", "--turn", "1"], ["codebook", "adopt"]):
        result = run(*writing)
        assert result.code == 1
        assert "qualcode codebook adopt --rename pursue=chase" in result.err
    assert codes(run) == {"pursue": 2, "protect": 1}
    assert run("codebook", "adopt", "--merge", "pursue=protect").code == 0
    assert codes(run) == {"protect": 2}
    assert "nothing to adopt" in run("codebook", "adopt").err


def test_an_edit_by_hand_can_be_previewed_before_it_is_adopted(coded: Path, run: Run) -> None:
    edit_file(coded, "Enforcement.", "Whoever deals is arrested.")
    result = run("codebook", "adopt", "--dry-run")
    assert result.out.startswith("The definition changed for `pursue`")
    assert "+        definition: Whoever deals is arrested." in result.out


def test_assigning_the_codings_of_a_split_can_be_interrupted(
    coded: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_keys(monkeypatch, "1u?l")
    result = run("codebook", "split", "pursue", "--into", "arrests", "seizures")
    assert "Undid the last answer" in result.err
    assert "2 codings left" in result.err
    type_keys(monkeypatch, "2")
    result = run("codebook", "split", "pursue", "--by", 'arrests=text("safeguard")')
    assert "1 coding to arrests by query" in result.err
    assert "No coding of pursue by ann is left" in result.err
    assert codes(run) == {"arrests": 1, "seizures": 1, "protect": 1}
    assert "retired: true" in (coded / "codebook.yaml").read_text(encoding="utf-8")


def test_a_split_assigns_own_codings_unless_everyones_are_requested(
    coded: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert coded.is_dir()
    type_keys(monkeypatch, "")
    result = run("codebook", "split", "pursue", "--into", "arrests", "seizures", "--coder", "ben")
    assert "2 codings by other coders left" in result.err
    type_keys(monkeypatch, "11")
    run("codebook", "split", "pursue", "--everyone", "--coder", "ben")
    assert codes(run) == {"arrests": 2, "protect": 1}


def editor(folder: Path, monkeypatch: pytest.MonkeyPatch, *replacements: tuple[str, str]) -> str:
    """Create an editor program that makes one replacement each time it is run; return its command."""
    program = folder / "editor.py"
    program.write_text(
        f"import sys, pathlib\nsteps = {replacements!r}\ntimes = pathlib.Path({str(folder / 'times')!r})\n"
        "done = len(times.read_text()) if times.exists() else 0\ntimes.write_text('x' * (done + 1))\n"
        "path = pathlib.Path(sys.argv[1])\npath.write_text(path.read_text().replace(*steps[done]))\n",
        encoding="utf-8",
    )
    command = f"{sys.executable} {program}"
    monkeypatch.setenv("VISUAL", command)
    return command


def test_an_edit_in_the_editor_is_adopted_with_its_codings(
    coded: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    editor(tmp_path, monkeypatch, ("code: pursue", "code: chase"), ("", ""))
    result = run("codebook", "edit", "--rename", "pursue=chase")
    assert result.out == "`pursue` was renamed; its key is now `chase`.\n"
    assert codes(run) == {"chase": 2, "protect": 1}
    assert "Nothing was changed" in run("codebook", "edit").err
    assert coded.is_dir()


def test_without_a_terminal_an_invalid_edit_is_copied_and_the_file_restored(
    coded: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = (coded / "codebook.yaml").read_bytes()
    editor(tmp_path, monkeypatch, ("definition: Enf", "defnition: Enf"))
    result = run("codebook", "edit")
    assert result.code == 1
    assert "codebook.yaml:9:9: There is no field 'defnition'" in result.err
    assert "        defnition: Enforcement.\n          ^" in result.err
    assert (coded / "codebook.yaml").read_bytes() == before
    assert b"defnition" in (coded / "codebook.edited-1.yaml").read_bytes()


@pytest.mark.parametrize(("program", "message"), [("/no/editor", "cannot be started"), ("'", "cannot be")])
def test_an_editor_that_cannot_be_started_is_named(
    coded: Path, run: Run, monkeypatch: pytest.MonkeyPatch, program: str, message: str
) -> None:
    monkeypatch.setenv("VISUAL", program)
    result = run("codebook", "edit")
    assert result.code == 2
    assert message in result.err
    assert coded.is_dir()


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of its own is POSIX's")
def test_at_a_terminal_the_question_is_asked_once_and_the_command_continues(
    coded: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from tests.support.terminal.cli_conversation import converse

    edit_file(coded, "code: pursue", "code: chase")
    apply = ["apply", "chase", "-s", "local-01", "--quote", "within a week", "--project", str(coded)]
    declined = converse(apply, [("Adopt this", "n\n")], {})
    assert declined.code == 1
    assert codes(run)["pursue"] == 2
    result = converse(apply, [("Adopt this", "y\n")], {})
    assert result.code == 0, result.err
    assert "`pursue` (2 codings) looks renamed to `chase`" in result.err
    assert codes(run) == {"chase": 3, "protect": 1}
    visual = editor(
        tmp_path,
        monkeypatch,
        ("code: chase", "cde: chase"),
        ("cde: chase", "code: hunt"),
    )
    answers = [("r reopens it", "r\n"), ("Adopt this", "y\n")]
    result = converse(["codebook", "edit", "--project", str(coded)], answers, {"VISUAL": visual})
    assert codes(run) == {"hunt": 3, "protect": 1}
    edit_file(coded, "      - code: protect\n        label: Protect\n        definition: Safeguarding.\n", "")
    result = converse(
        ["codebook", "adopt", "--project", str(coded)],
        [("Which code takes `protect` (1 coding)?", "\n"), ("Adopt this", "y\n")],
        {},
    )
    assert result.code == 0, result.err
    assert "retired: true" in (coded / "codebook.yaml").read_text(encoding="utf-8")
    assert codes(run) == {"hunt": 3, "protect": 1}


@pytest.mark.usefixtures("coded")
def test_a_code_is_removed_with_its_codings_after_a_question_that_says_so(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = codes(run)
    type_keys(monkeypatch, "n\n")
    refused = run("codebook", "remove", "pursue")
    assert (refused.code, codes(run)) == (1, before)
    assert "pursue has 2 codings in 1 source (ann 2), which are removed with it." in refused.err
    assert "codebook merge pursue --into OTHER" in refused.err
    assert "-      - code: pursue\n" in run("codebook", "remove", "pursue", "--dry-run").out
    assert codes(run) == before
    type_keys(monkeypatch, "y\n")
    assert run("codebook", "remove", "pursue").code == 0
    assert "pursue" not in codes(run)
    assert run("codings", "--code", "pursue", "-f", "json").code == 1
    assert run("undo").code == 0
    assert codes(run) == before


@pytest.mark.usefixtures("coded")
def test_a_code_with_codes_under_it_is_not_removed(run: Run) -> None:
    refused = run("codebook", "remove", "roles", "--yes")
    assert refused.code == 1
    assert "There are codes under `roles`." in refused.err
