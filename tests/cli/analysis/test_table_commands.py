"""Tables from the command line, against figures counted by hand.

Two interviews: P1 (local) is coded by ann with `pursue` and `displacement` on turn 2 and `protect` on
turn 4; P2 (regional) with `pursue` on turn 2, which has 14 words.
"""

import json
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import INTERVIEW, Run

PEOPLE = "case,source,tier\nP1,local-01,local\nP2,regional-01,regional\n"


@pytest.fixture(autouse=True)
def _coded(study: Path, run: Run) -> None:
    regional = INTERVIEW.replace("test", "second test") + "Interviewer: Thanks.\n"
    (study / "regional-01.txt").write_text(regional, encoding="utf-8")
    (study / "people.csv").write_text(PEOPLE, encoding="utf-8")
    assert run("import", "regional-01.txt").code == 0
    assert run("cases", "import", "people.csv").code == 0
    for code, source, *place in (
        ("pursue", "local-01", "--quote", "We took out a line last month."),
        ("displacement", "local-01", "--quote", "It came back within a week."),
        ("protect", "local-01", "--turn", 4),
        ("pursue", "regional-01", "--turn", 2),
    ):
        assert run("apply", code, "--source", source, *place).code == 0


def rows(run: Run, *arguments: object) -> list[dict[str, object]]:
    result = run(*arguments, "--format", "json")
    assert result.code == 0, result.err
    table: list[dict[str, object]] = json.loads(result.out)
    return table


def test_crosstab_counts_codes_by_an_attribute_with_totals(run: Run) -> None:
    assert rows(run, "crosstab", "code", "tier") == [
        {"code": "roles", "local": 2, "regional": 1, "total": 3},
        {"code": "pursue", "local": 1, "regional": 1, "total": 2},
        {"code": "protect", "local": 1, "regional": 0, "total": 1},
        {"code": "displacement", "local": 1, "regional": 0, "total": 1},
        {"code": "total", "local": 3, "regional": 1, "total": 4},
    ]


def test_crosstab_shows_shares_and_rates(run: Run) -> None:
    shares = {row["code"]: row["local"] for row in rows(run, "crosstab", "code", "tier", "--show", "row")}
    assert shares["pursue"] == pytest.approx(1 / 2)
    assert shares["total"] == pytest.approx(3 / 4)
    assert run("crosstab", "code", "tier", "--show", "rows").code == 1
    assert run("crosstab", "code", "code").code == 2


def test_the_test_and_its_warnings_are_messages(run: Run) -> None:
    result = run("crosstab", "code", "tier", "--test", "--format", "json")
    # Rows of 2 and 1, 1 and 1, 1 and 0, 1 and 0; 5/7 of each are expected in the first column.
    assert "chi-square(3) = 1.28" in result.err
    assert "n = 7" in result.err
    assert "No p-value" in result.err
    assert "chi-square is rough" in result.err
    assert "not independent" in result.err
    assert len(json.loads(result.out)) == 5


def test_cooccurrence_is_by_overlap_sentence_turn_or_turns(run: Run) -> None:
    assert rows(run, "cooccurrence") == []
    assert rows(run, "cooccurrence", "--within", "sentence") == []
    [pair] = rows(run, "cooccurrence", "--within", "turn")
    assert {pair["one"], pair["other"]} == {"pursue", "displacement"}
    assert (pair["together"], pair["one_codings"] in (1, 2)) == (1, True)
    assert len(rows(run, "cooccurrence", "--within", "2 turns")) == 3
    assert run("cooccurrence", "--within", "page").code == 1


def test_cooccurrence_of_codes_by_codes(run: Run) -> None:
    table = rows(run, "cooccurrence", "--within", "turn", "--square")
    assert [row["code"] for row in table] == ["pursue", "displacement"]
    assert [row["displacement"] for row in table] == [1, 1]
    [pair] = rows(run, "cooccurrence", "--within", "turn", "--per-coder")
    assert pair["coder"] == "ann"
    assert run("cooccurrence", "--square", "--per-coder").code == 2
    assert run("cooccurrence", "--square", "--of", "dice").code == 2


def test_sequence_counts_followers(run: Run) -> None:
    [row] = rows(run, "sequence")
    assert (row["code"], row["followed_by"], row["count"]) == ("pursue", "displacement", 1)
    pairs = {(row["code"], row["followed_by"]) for row in rows(run, "sequence", "--turns", 2)}
    assert pairs == {("pursue", "displacement"), ("displacement", "protect")}


def test_matrix_has_counts_or_presence(run: Run) -> None:
    assert rows(run, "matrix") == [
        {"case": "P1", "tier": "local", "roles": 2, "pursue": 1, "protect": 1, "displacement": 1},
        {"case": "P2", "tier": "regional", "roles": 1, "pursue": 1, "protect": 0, "displacement": 0},
    ]
    assert [row["roles"] for row in rows(run, "matrix", "--binary")] == [1, 1]
    assert len(rows(run, "matrix", "--binary", "--long")) == 8


def test_compare_has_the_figures_of_two_groups(run: Run) -> None:
    result = run("compare", "tier", "local", "regional", "--format", "json")
    by_code = {row["code"]: row for row in json.loads(result.out)}
    assert (by_code["pursue"]["codings local"], by_code["pursue"]["codings regional"]) == (1, 1)
    assert by_code["protect"]["codings regional"] == 0
    assert by_code["pursue"]["low"] is None
    assert by_code["pursue"]["interval"] == "too few"
    assert "Coded sources: 1 of local, 1 of regional." in result.err
    assert "too few sources of a group" in result.err
    assert "Did you mean 'regional'?" in run("compare", "tier", "local", "regionel").err


def test_saturation_counts_new_codes_in_the_order_of_interviewing(run: Run) -> None:
    assert [row["new_codes"] for row in rows(run, "saturation")] == [3, 0]
    order = ("--source", "regional-01", "--source", "local-01")
    assert [row["new_codes"] for row in rows(run, "saturation", *order)] == [1, 2]
    few = run("saturation", *order, "--base", 1, "--run", 1).err
    assert "No verdict on saturation: the number of coded sources is 2, and at least 6 are needed." in few


def test_saturation_names_what_nobody_has_coded(run: Run, study: Path) -> None:
    for number in range(5):
        (study / f"later-{number}.txt").write_text(
            f"Int: Well?\nP{number}: It came back.\n", encoding="utf-8"
        )
        assert run("import", f"later-{number}.txt").code == 0
    result = run("saturation", "--format", "json")
    assert [row["source"] for row in json.loads(result.out)] == ["local-01", "regional-01"]
    assert "Left out, not coded yet: later-0, later-1, later-2, later-3, later-4." in result.err
    assert run("sources", "finish", *(f"later-{number}" for number in range(4)), "--coder", "ann").code == 0
    verdict = run("saturation", "--base", 1, "--run", 1).err
    assert "7 sources: 4 finished, 2 begun, 1 untouched." in verdict
    assert "Saturation not reached in 6 coded sources" in verdict


def test_saturation_gives_the_reason_of_each_source_that_it_leaves_out(run: Run, study: Path) -> None:
    (study / "paper.md").write_text("# Aims\n\nWe pursue.\n", encoding="utf-8")
    (study / "later.txt").write_text("Int: Well?\nP9: It came back.\n", encoding="utf-8")
    assert run("import", "--kind", "document", "paper.md").code == 0
    assert run("import", "later.txt").code == 0
    assert run("apply", "pursue", "--source", "paper", "--quote", "pursue", "--coder", "ben").code == 0
    everything = ("--source", "local-01", "--source", "paper", "--source", "later")
    default = run("saturation").err
    assert "3 sources: 2 begun, 1 untouched." in default
    assert "Left out, documents (--documents counts them): paper." in default
    assert "Left out, not coded yet: later." in default
    named = run("saturation", *everything, "--kind", "interview").err
    assert "2 sources: 1 begun, 1 untouched." in named
    assert "Left out, not of the kind interview: paper." in named
    assert "regional-01" not in named
    assert (
        "Left out, without a turn in scope: local-01"
        in run("saturation", "--where", "tier = regional", "--source", "local-01").err
    )
    assert run("sources", "finish", "regional-01", "--coder", "ann").code == 0
    finished = run("saturation", "--finished")
    assert "Left out, not finished: local-01, paper." in finished.err
    assert run("saturation", "--source", "later").err.startswith("No coded source is in scope.")


def test_a_barcode_says_how_many_of_its_own_sources_are_coded(run: Run) -> None:
    assert "1 source: 1 begun." in run("barcode", "--source", "local-01").err
    assert "2 sources: 2 begun." in run("barcode").err


def test_only_finished_sources_count_with_the_option(run: Run) -> None:
    assert rows(run, "frequencies", "--finished") == []
    assert run("sources", "finish", "regional-01", "--coder", "ann").code == 0
    result = run("frequencies", "--finished", "--format", "json")
    counts = {row["code"]: row["codings"] for row in json.loads(result.out)}
    assert counts == {"roles": 1, "pursue": 1}
    assert "Only finished sources are counted" in result.err
    presence = {row["case"]: row["displacement"] for row in rows(run, "matrix", "--binary")}
    assert presence == {"P1": 1, "P2": 0}
    assert run("sources", "reopen", "regional-01", "--coder", "ann").code == 0
    presence = {row["case"]: row["displacement"] for row in rows(run, "matrix", "--binary")}
    assert presence == {"P1": 1, "P2": None}


def test_saturation_takes_the_sources_in_the_order_of_an_attribute(run: Run, study: Path) -> None:
    people = study / "people.csv"
    people.write_text("case,source,held\nP1,local-01,2026-05-02\nP2,regional-01,\n", encoding="utf-8")
    assert run("cases", "import", "people.csv").code == 0
    refused = run("saturation", "--order", "held")
    assert refused.code == 2
    assert "'regional-01' needs one value of 'held'; it has none" in refused.err
    people.write_text(people.read_text(encoding="utf-8").strip() + "2026-04-30\n", encoding="utf-8")
    assert run("cases", "import", "people.csv").code == 0
    assert [row["source"] for row in rows(run, "saturation", "--order", "held")] == [
        "regional-01",
        "local-01",
    ]
    assert run("saturation", "--order", "held", "--source", "local-01").code == 2


def test_timeline_adds_up_the_days_of_each_coder(run: Run) -> None:
    assert run("apply", "protect", "--source", "local-01", "--turn", 3, "--coder", "bob").code == 0
    days = rows(run, "timeline")
    assert sum(int(str(day["ann"])) for day in days) == 4
    assert sum(int(str(day["bob"])) for day in days) == 1
    assert days[-1]["so_far"] == 5


def test_coverage_is_the_coded_share_of_a_speakers_words(run: Run) -> None:
    full, half = rows(run, "coverage")
    assert (full["source"], full["speaker"], full["coded_share"]) == ("local-01", "Participant", 1)
    words = [len(line.split()) - 1 for line in INTERVIEW.splitlines() if line.startswith("Participant")]
    assert (half["words"], half["coded_words"]) == (sum(words), words[0])


def test_an_export_is_limited_to_documents_or_to_a_coder_throughout(run: Run, study: Path) -> None:
    (study / "paper.md").write_text("# Aims\n\nWe pursue.\n", encoding="utf-8")
    assert run("import", "--kind", "document", "paper.md").code == 0
    assert run("apply", "pursue", "--source", "paper", "--quote", "pursue", "--coder", "ben").code == 0

    def exported(table: str, *limits: str) -> list[dict[str, object]]:
        assert run("export", "--format", "json", "--only", table, *limits).code == 0
        file = study / "tables" / f"{table.replace(' ', '-')}.json"
        rows_of_table: list[dict[str, object]] = json.loads(file.read_text(encoding="utf-8"))
        return rows_of_table

    for table in ("codings", "segments", "sources"):
        assert {row["kind"] for row in exported(table)} == {"interview", "document"}
        assert {row["kind"] for row in exported(table, "--kind", "document")} == {"document"}
    assert {row["coder"] for row in exported("codings", "--coder", "ann")} == {"ann"}
    used = {row["code"]: row["codings"] for row in exported("codebook", "--kind", "document")}
    assert used["pursue"] == 1
    assert used["displacement"] == 0
    for table in ("codes by case", "coded by case"):
        assert exported(table, "--kind", "document") == [], "a document without a case has no row"
    exporting = run("export", "--only", "codes by case", "--kind", "document")
    assert "1 coding on turns without a case is left out." in exporting.err


def test_counting_several_coders_together_is_announced(run: Run) -> None:
    assert run("apply", "protect", "--source", "local-01", "--turn", 2, "--coder", "bob").code == 0
    for command in (["crosstab", "code", "tier"], ["matrix"], ["coverage"], ["saturation"]):
        assert "The codings of ann, bob are counted together" in run(*command).err
        assert "counted together" not in run(*command, "--coder", "ann").err
    assert "counted together" not in run("crosstab", "code", "coder").err


def test_on_the_terminal_a_table_is_a_table(run: Run) -> None:
    result = run("crosstab", "code", "tier")
    assert "displacement" in result.out
    assert result.out.strip().splitlines()[0].split() == ["code", "local", "regional", "total"]


def test_the_framework_matrix_has_summaries_and_quotes(run: Run, study: Path) -> None:
    assert run("summary", "P1", "roles", "Speaks of lines.").code == 0
    assert run("summary", "P1", "roles", "Speaks of lines and kids.").code == 0
    cells = {(row["case"], row["theme"]): row for row in rows(run, "matrix", "--framework")}
    assert cells["P1", "roles"]["summary"] == "Speaks of lines and kids."
    assert "“We took out a line last month.” (local-01, turn 2)" in str(cells["P1", "roles"]["quotes"])
    assert cells["P2", "roles"]["summary"] == ""
    assert run("matrix", "--framework", "--output", "matrix.docx").code == 0
    assert (study / "matrix.docx").stat().st_size > 0
    assert run("undo").code == 0
    assert [row["summary"] for row in rows(run, "summary", "P1")] == ["Speaks of lines."]
    assert run("summary", "P1", "roles", "--remove").code == 0
    assert run("summary", "P1", "roles", "--remove").code == 1
    assert rows(run, "summary") == []


def test_each_coder_has_a_summary_of_the_same_cell(run: Run) -> None:
    run("summary", "P1", "roles", "One view.")
    run("apply", "pursue", "--source", "local-01", "--turn", 2, "--coder", "ben")
    run("summary", "P1", "roles", "Another.", "--coder", "ben")
    both = {(row["case"], row["theme"]): row["summary"] for row in rows(run, "matrix", "--framework")}
    assert both["P1", "roles"] == "ann: One view.\n\nben: Another."
    [only] = [
        row["summary"] for row in rows(run, "matrix", "--framework", "--coder", "ben") if row["summary"]
    ]
    assert only == "Another."


def test_a_summary_needs_an_existing_case_and_theme(run: Run, study: Path) -> None:
    assert "Did you mean 'roles'" in run("summary", "P1", "role", "x").err
    assert "There is no case 'P9'" in run("summary", "P9", "roles", "x").err
    assert run("summary", "P1", "roles").out == ""
    assert run("summary", "P1", "", "x").code == 2
    (study / "words.txt").write_bytes(b"caf\xe9")
    assert "not UTF-8" in run("summary", "P1", "roles", "--file", "words.txt").err
    (study / "words.txt").write_text("From a file.", encoding="utf-8")
    assert run("summary", "P1", "roles", "--file", "words.txt").code == 0
    assert run("codebook", "rename", "roles", "tasks").code == 0
    assert [row["theme"] for row in rows(run, "summary")] == ["tasks"]
    (study / "people.csv").write_text(PEOPLE.replace("P1", "Q1"), encoding="utf-8")
    assert run("check").code == 0


@pytest.mark.parametrize(
    ("command", "title"),
    [
        (["crosstab", "code", "tier"], "Codings by code and tier"),
        (["cooccurrence", "--within", "2 turns", "--square"], "Co-occurrence of codes, within 2 turns"),
        (["matrix"], "Codings by case"),
        (["matrix", "--binary"], "Codes present by case"),
    ],
)
def test_a_heat_map_is_drawn_in_the_terminal_or_into_a_file(
    run: Run, study: Path, command: list[str], title: str
) -> None:
    drawn = run(*command, "--plot")
    assert drawn.code == 0
    assert drawn.out.splitlines()[0].strip() == title
    assert run(*command, "--plot", "picture.svg").code == 0
    assert "<svg" in (study / "picture.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("command", "title"),
    [
        (["cooccurrence", "--within", "2 turns"], "Co-occurrence of codes, within 2 turns"),
        (["saturation"], "New codes by source"),
        (["timeline"], "Codings by day and coder"),
        (["barcode"], "Themes over the course of each source"),
    ],
)
def test_networks_curves_and_strips_are_drawn_into_a_file_only(
    run: Run, study: Path, command: list[str], title: str
) -> None:
    in_terminal = run(*command, "--plot")
    assert (in_terminal.code, in_terminal.out) == (2, "")
    assert "ending in .svg, .png or .html" in in_terminal.err
    assert run(*command, "--plot", "picture.svg").code == 0
    assert title in (study / "picture.svg").read_text(encoding="utf-8")


def test_empty_columns_of_a_framework_file_are_left_out_unless_requested(run: Run, study: Path) -> None:
    assert run("remove", "--code", "displacement", "--yes").code == 0
    written = run("matrix", "--framework", "-o", "framework.xlsx")
    assert "themes without summaries and codings (displacement); --all includes them." in written.err
    headings = [cell.value for cell in openpyxl.load_workbook(study / "framework.xlsx")["framework"][1]]
    assert headings == ["case", "roles"]
    assert run("matrix", "--framework", "--all", "-o", "framework.xlsx").code == 0
    headings = [cell.value for cell in openpyxl.load_workbook(study / "framework.xlsx")["framework"][1]]
    assert headings == ["case", "roles", "displacement"]


def test_codes_are_indented_on_the_terminal_with_own_codings_under_their_branch(run: Run) -> None:
    assert run("apply", "roles", "--source", "local-01", "--turn", 2).code == 0
    lines = run("crosstab", "code", "tier").out.splitlines()
    assert [line[:15].rstrip() for line in lines[3:7]] == [
        " roles", "   roles (own)", "   pursue", "   protect",
    ]  # fmt: skip
    assert [row["code"] for row in rows(run, "crosstab", "code", "tier")][:2] == ["roles", "pursue"]
