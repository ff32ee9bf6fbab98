"""Words from the command line: stop words, own lists, lemmas, groups and charts."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture(autouse=True)
def _two_sources(study: Path, run: Run) -> None:
    (study / "other.txt").write_text(
        "Int: Well?\nP2: The line's lines don't arrest 12 kids.\n", encoding="utf-8"
    )
    assert run("import", "other.txt").code == 0


def counts(run: Run, *arguments: object) -> dict[str, int]:
    printed = run("words", *arguments, "--format", "json")
    assert printed.code == 0, printed.err
    return {row["word"]: row["count"] for row in json.loads(printed.out)}


def test_stop_words_are_left_out_unless_they_are_requested(run: Run) -> None:
    plain = counts(run)
    assert plain["line"] == 2
    assert plain["kids"] == 2
    assert not {"we", "a", "the", "don't", "12"} & set(plain)
    assert counts(run, "--all")["we"] == 3
    assert "stop words (en) are left out; --all counts them." in run("words").err


def test_lists_of_words_are_those_of_the_researcher(run: Run, study: Path) -> None:
    (study / "list.txt").write_text("# harms\nKids\nwe\n", encoding="utf-8")
    assert counts(run, "--only", "list.txt") == {"we": 3, "kids": 2}
    assert "kids" not in counts(run, "--stop-words", "list.txt")
    assert counts(run, "--stop-words", "list.txt")["the"] == 2
    missing = run("words", "--only", "none.txt")
    assert missing.code == 1
    assert "none.txt" in missing.err


def test_lines_of_a_list_that_are_not_one_word_are_named(run: Run, study: Path) -> None:
    note = "Not one word, so they match nothing:"
    (study / "list.txt").write_text("kids\nstop and search\n24/7\n", encoding="utf-8")
    for option in ("--only", "--stop-words"):
        assert f"{note} stop and search, 24/7." in " ".join(run("words", option, "list.txt").err.split())
    (study / "list.txt").write_text("kids\na b\nc d\ne f\ng h\n", encoding="utf-8")
    assert f"{note} a b, c d, e f and 1 more." in " ".join(run("words", "--only", "list.txt").err.split())
    (study / "list.txt").write_text("kids\nwell-being\ndon't\n", encoding="utf-8")
    assert note not in " ".join(run("words", "--only", "list.txt").err.split())


def test_lemmas_join_the_forms_of_a_word(run: Run) -> None:
    assert counts(run, "--lemmas")["line"] == 4
    assert counts(run, "--lemmas", "--limit", 1) == {"line": 4}


def test_groups_have_their_own_columns_and_keyness(run: Run) -> None:
    [first, *_] = json.loads(run("words", "--by", "source", "--format", "json").out)
    assert set(first) == {
        "word", "count", "sources", "per_1000", "count local-01", "per_1000 local-01", "sources local-01",
        "count other", "per_1000 other", "sources other", "keyness", "most_in",
    }  # fmt: skip
    assert run("words", "--by", "code").code == 2
    assert "further words not shown" in run("words", "--limit", 1).err
    chart = run("words", "--limit", 2, "--plot")
    assert "█" in chart.out
    assert run("words", "--explain").out.count("Interviewers' words are left out") == 1


def test_words_of_coders_are_those_of_the_sources_that_they_finished(run: Run) -> None:
    assert run("apply", "pursue", "--source", "other", "--turn", 2, "--coder", "ann").code == 0
    by_coder = run("words", "--coder", "ann")
    assert "--coder plays no part here without --finished" in " ".join(by_coder.err.split())
    assert "counted together" not in run("words").err
    assert run("sources", "finish", "other", "--coder", "ann").code == 0
    assert counts(run, "--finished") == {"line's": 1, "lines": 1, "arrest": 1, "kids": 1}
    note = "Only the sources that ann has finished are counted."
    assert note in " ".join(run("words", "--finished", "--coder", "ann").err.split())
