"""`report`, `barcode` and the option `--plot`: files, and messages where one is impossible."""

from pathlib import Path

import pytest

from tests.cli.conftest import MadeOnce, Run


@pytest.fixture
def coded(study: Path, run: Run, made_once: MadeOnce) -> Path:
    def code_two_quotes() -> None:
        for code, quote in (("pursue", "We took out a line last month"), ("displacement", "came back")):
            assert run("apply", code, "--source", "local-01", "--quote", quote).code == 0

    made_once(code_two_quotes)
    return study


def test_the_report_is_written_to_the_named_file(coded: Path, run: Run) -> None:
    result = run("report", "--output", "my.html")
    assert (result.code, result.out) == (0, "my.html\n")
    text = (coded / "my.html").read_text(encoding="utf-8")
    assert "We took out a line last month" in text
    assert "local-01" in text


def test_without_a_file_the_report_is_written_into_the_project(coded: Path, run: Run) -> None:
    assert run("report").out == f"{coded / 'report.html'}\n"
    assert run("report", "--methods").out == f"{coded / 'methods.md'}\n{coded / 'methods.docx'}\n"
    assert "## 24. Number of data coders" in (coded / "methods.md").read_text(encoding="utf-8")
    assert (coded / "methods.docx").read_bytes().startswith(b"PK")


def test_methods_count_codings_as_tables_do_and_those_on_interviewers_apart(coded: Path, run: Run) -> None:
    assert run("apply", "pursue", "--source", "local-01", "--turn", "1").code == 0
    counted = "| ann | 2 | 1 | 1 |"
    assert run("report", "--methods").code == 0
    text = (coded / "methods.md").read_text(encoding="utf-8")
    assert "| coder | codings | interviewer | sources |" in text
    assert counted in text
    assert "1 coding on interviewers' words is left out" in text
    assert "Of 2 codings, 2 were made by hand" in text
    assert run("report", "--methods", "--with-interviewer").code == 0
    text = (coded / "methods.md").read_text(encoding="utf-8")
    assert "| ann | 3 | 1 |" in text
    assert "Of 3 codings, 3 were made by hand" in text


def test_saturation_is_reported_in_the_order_of_an_attribute(coded: Path, run: Run) -> None:
    (coded / "earlier.txt").write_text("Int: Well?\nPaul: It came back.\n", encoding="utf-8")
    (coded / "people.csv").write_text(
        "case,source,held\nA,local-01,2026-02-01\nB,earlier,2026-01-31\n", encoding="utf-8"
    )
    assert run("import", "earlier.txt").code == 0
    assert run("sources", "finish", "earlier", "--coder", "ann").code == 0
    assert run("cases", "import", "people.csv").code == 0
    assert run("report", "--order", "held").code == 0
    table = (coded / "report.html").read_text(encoding="utf-8").split('id="saturation-table"')[1]
    assert table.index("earlier") < table.index("local-01")
    assert run("report", "--methods", "--order", "held", "--output", "methods.md").code == 0
    assert "in the order of “held”" in (coded / "methods.md").read_text(encoding="utf-8")


def test_pseudonymous_reports_have_no_names(coded: Path, run: Run) -> None:
    assert run("report", "--pseudonymous").code == 0
    text = (coded / "report.html").read_text(encoding="utf-8")
    assert "local-01" not in text
    assert "S01, turn 2" in text


@pytest.mark.usefixtures("coded")
@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--output", "report.docx"], 2, "--methods"),
        (["--methods", "--output", "report.html"], 2, ".docx"),
        (["--output", "nowhere/report.html"], 1, "could not be written"),
        (["--coder", "bob"], 1, "There is no coder 'bob'"),
        (["--order", "tear"], 1, "There is no attribute 'tear'"),
        (["--methods", "--order", "tear"], 1, "There is no attribute 'tear'"),
    ],
)
def test_an_impossible_report_is_refused(run: Run, arguments: list[str], code: int, message: str) -> None:
    result = run("report", *arguments)
    assert result.code == code
    assert message in result.err
    assert "Traceback" not in result.err


def test_a_report_that_cannot_be_written_leaves_the_old_one(coded: Path, run: Run) -> None:
    run("report")
    before = (coded / "report.html").read_bytes()
    assert run("report", "--coder", "bob").code == 1
    assert (coded / "report.html").read_bytes() == before
    assert not [file.name for file in coded.iterdir() if file.name.startswith(".writing")]


@pytest.mark.usefixtures("coded")
def test_frequencies_are_drawn_in_the_terminal(run: Run) -> None:
    result = run("frequencies", "--plot")
    assert result.code == 0
    assert result.out.startswith("Codings of each code\n")
    assert "Displacement" in result.out
    assert "█ 1" in result.out
    assert "by source" in run("frequencies", "--plot", "--by", "source").out


def test_frequencies_are_drawn_into_a_file(coded: Path, run: Run) -> None:
    assert run("frequencies", "--plot", "bars.svg").out == "bars.svg\n"
    assert (coded / "bars.svg").read_text(encoding="utf-8").startswith("<svg")
    result = run("frequencies", "--plot", "bars.jpg")
    assert result.code == 2
    assert ".svg" in result.err


@pytest.mark.usefixtures("study")
def test_an_empty_table_is_not_drawn(run: Run) -> None:
    result = run("frequencies", "--plot", "bars.svg")
    assert (result.code, result.out) == (0, "")
    assert "nothing to draw" in result.err


@pytest.mark.usefixtures("coded")
def test_a_barcode_has_the_spans_of_each_theme_as_rows_or_as_a_picture(run: Run) -> None:
    table = run("barcode").out.splitlines()
    assert table[1].split() == ["source", "theme", "begins", "ends"]
    assert [line.split()[:2] for line in table[3:5]] == [["local-01", "roles"], ["local-01", "displacement"]]
    assert run("barcode", "--plot", "when.png").out == "when.png\n"
    assert run("barcode", "--format", "csv").out.startswith("source,theme,begins,ends\nlocal-01,roles,0.")
    assert "Did you mean 'local-01'?" in run("barcode", "--source", "local-1").err
