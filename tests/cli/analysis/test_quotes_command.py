"""Retrieval from the command line: quotes that answer a query, ready to be cited."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import INTERVIEW, Run


@pytest.fixture
def coded(study: Path, run: Run) -> Path:
    """The interview with three codings by ann and one by bob.

    Ann has `pursue` on turn 2, `displacement` on the end of turn 2 and `protect` on turn 4.
    """
    for arguments in (
        ("pursue", "--turn", 2),
        ("displacement", "--quote", "came back within a week"),
        ("protect", "--turn", 4),
        ("displacement", "--quote", "nobody asked", "--coder", "bob"),
    ):
        assert run("apply", *arguments, "--source", "local-01").code == 0
    return study


def quote_rows(run: Run, *arguments: object) -> list[dict[str, object]]:
    result = run("quotes", *arguments, "--format", "json")
    assert result.code == 0, result.err
    rows: list[dict[str, object]] = json.loads(result.out)
    return rows


@pytest.mark.usefixtures("coded")
def test_a_branch_finds_the_codes_under_it_with_their_locators(run: Run) -> None:
    first, second = quote_rows(run, "roles/*")
    assert (first["source"], first["turn"], first["speaker"], first["codes"]) == (
        "local-01",
        2,
        "Participant",
        "pursue",
    )
    assert (second["turn"], second["codes"], second["coders"]) == (4, "protect", "ann")
    assert INTERVIEW[int(str(first["start"])) : int(str(first["end"]))] == first["quote"]


@pytest.mark.usefixtures("coded")
def test_the_words_that_two_codes_share_are_one_quote_with_both(run: Run) -> None:
    [row] = quote_rows(run, "pursue and displacement")
    assert row["quote"] == "came back within a week"
    assert row["codes"] == "pursue; displacement"


@pytest.mark.usefixtures("coded")
def test_pseudonymous_quotes_name_no_source_speaker_or_case(tmp_path: Path, run: Run) -> None:
    participants = tmp_path / "participants.csv"
    participants.write_text("case,source\nKez Young,local-01\n", encoding="utf-8")
    assert run("cases", "import", participants).code == 0
    [row] = quote_rows(run, 'pursue and speaker("Participant")', "--pseudonymous", "--context", 1)
    assert (row["source"], row["speaker"], row["cases"]) == ("S01", "Participant", "C01")
    assert str(row["before"]).startswith("Interviewer: What do you do")
    document = tmp_path / "quotes.md"
    named = run("quotes", "pursue", "-o", document)
    assert "for other people use --pseudonymous" in named.err
    assert "local-01" in document.read_text(encoding="utf-8")
    for by in ("code", "case"):
        assert (
            "--pseudonymous" not in run("quotes", "pursue", "-o", document, "--pseudonymous", "--by", by).err
        )
        assert not re.search("local-01|Kez", document.read_text(encoding="utf-8"))


@pytest.mark.usefixtures("coded")
def test_coders_are_mixed_only_with_across_coders(run: Run) -> None:
    assert quote_rows(run, "protect and displacement") == []
    [row] = quote_rows(run, "protect and displacement", "--across-coders")
    assert (row["quote"], row["coders"]) == ("nobody asked", "ann; bob")


@pytest.mark.usefixtures("coded")
def test_one_coders_codings_alone(run: Run) -> None:
    assert [row["quote"] for row in quote_rows(run, "displacement", "--coder", "bob")] == ["nobody asked"]
    assert run("quotes", "displacement", "--coder", "bobb").err.count("Did you mean 'bob'?") == 1
    assert run("quotes", "displacement", "--coder", "bob", "--across-coders").code == 2


@pytest.mark.usefixtures("coded")
def test_a_lemma_finds_every_form(run: Run) -> None:
    rows = quote_rows(run, 'lemma("take")')
    assert [row["turn"] for row in rows] == [2, 4]
    assert {row["codes"] for row in rows} == {""}


@pytest.mark.usefixtures("coded")
def test_count_prints_only_the_number(run: Run) -> None:
    assert run("quotes", "*", "--count").out == "4\n"
    assert run("quotes", "pursue and not pursue", "--count").out == "0\n"


@pytest.mark.usefixtures("coded")
def test_a_sample_is_the_same_for_the_same_seed(run: Run) -> None:
    drawn = [quote_rows(run, "*", "--sample", 2, "--seed", 7) for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert len(drawn[0]) == 2


@pytest.mark.usefixtures("coded")
def test_context_is_the_turns_around(run: Run) -> None:
    [row] = quote_rows(run, "pursue", "--context", 1)
    assert row["before"] == "Interviewer: What do you do about a line?"
    assert row["after"] == "Interviewer: And the kids?"
    shown = run("quotes", "pursue", "--context", 1).out
    assert shown.index("What do you do") < shown.index("» We took out a line") < shown.index("And the kids?")


@pytest.mark.usefixtures("coded")
def test_on_the_terminal_every_quote_has_its_locator_and_codes(run: Run) -> None:
    shown = run("quotes", "pursue and displacement").out
    assert "local-01, turn 2" in shown
    assert "came back within a week" in shown
    assert "displacement" in shown


def test_a_document_has_the_quotes_under_their_codes(coded: Path, run: Run) -> None:
    result = run("quotes", "roles/*", "--output", "quotes.md")
    assert (result.out, result.err.splitlines()) == (
        "quotes.md\n",
        ["2 quotes.", "They name sources, speakers and cases: for other people use --pseudonymous."],
    )
    text = (coded / "quotes.md").read_text(encoding="utf-8")
    assert text.index("## Pursue (1 quote)") < text.index("## Protect (1 quote)")
    assert "(local-01, turn 2)" in text
    assert run("quotes", "roles/*", "--output", "deep/quotes.docx").code == 0
    assert (coded / "deep" / "quotes.docx").read_bytes().startswith(b"PK")


def test_a_document_by_case_uses_attributes_in_the_query_too(coded: Path, run: Run) -> None:
    (coded / "people.csv").write_text("case,source,tier\nP1,local-01,local\n", encoding="utf-8")
    assert run("cases", "import", "people.csv").code == 0
    assert run("quotes", "tier = local and pursue", "--output", "q.md", "--by", "case").code == 0
    assert "## P1 (1 quote)" in (coded / "q.md").read_text(encoding="utf-8")
    assert run("quotes", "tiger = local", "--count").err.count("Did you mean 'tier'?") == 1


@pytest.mark.usefixtures("coded")
@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["pursue and"], 1, "^"),
        (["purse"], 1, "Did you mean 'pursue'?"),
        (["pursue", "--output", "quotes.pdf"], 2, ".parquet or .dta"),
        (["pursue", "--output", "q.md", "--count"], 2, "--count"),
        (["pursue", "--output", "codebook.yaml/q.md"], 1, "could not be written"),
    ],
)
def test_an_impossible_request_is_refused(run: Run, arguments: list[str], code: int, message: str) -> None:
    result = run("quotes", *arguments)
    assert (result.code, result.out) == (code, "")
    assert message in result.err
    assert "Traceback" not in result.err


@pytest.mark.usefixtures("study")
def test_keywords_are_aligned(run: Run) -> None:
    result = run("kwic", "a line")
    lines = result.out.splitlines()[1:]
    assert [line.split()[:2] for line in lines] == [["local-01", "1"], ["local-01", "2"], ["local-01", "4"]]
    assert len({line.index("a line") for line in lines}) == 1
    assert result.err == "Hits: 3.\n"


@pytest.mark.usefixtures("study")
def test_hits_are_rows_for_other_programs(run: Run) -> None:
    rows = json.loads(run("kwic", "kids", "--format", "json").out)
    assert [(row["turn"], row["speaker"]) for row in rows] == [(3, "Interviewer"), (4, "Participant")]
    assert [INTERVIEW[row["start"] : row["end"]] for row in rows] == ["kids", "kids"]


@pytest.mark.usefixtures("study")
def test_words_that_cannot_be_searched_are_refused(run: Run) -> None:
    assert run("kwic", "   ").code == 2
    nothing = run("kwic", "elephant")
    assert (nothing.code, nothing.out) == (0, "")
