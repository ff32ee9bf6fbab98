"""`codebook export`, `import` and `schema`."""

import json
from io import StringIO
from pathlib import Path

import pytest

from qualcode.codebook import read
from tests.cli.conftest import CODEBOOK, Run

FORMS = ["md", "html", "docx", "csv", "xlsx", "qdc"]


@pytest.mark.parametrize("form", FORMS)
def test_the_codebook_is_exported_in_the_format_of_the_files_suffix(study: Path, run: Run, form: str) -> None:
    file = study / f"codebook.{form}"
    result = run("codebook", "export", "-o", file)
    assert (result.code, result.out.strip()) == (0, str(file))
    assert file.stat().st_size > 100


def test_a_format_overrules_the_suffix_of_the_exported_file(study: Path, run: Run) -> None:
    assert run("codebook", "export", "-o", "codebook.txt", "--format", "md").code == 0
    assert "Pursue" in (study / "codebook.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["csv", "xlsx", "qdc"])
def test_an_export_for_other_programs_is_imported_unchanged(study: Path, run: Run, form: str) -> None:
    text = CODEBOOK.replace("Enforcement.", '"=1+1\\n- two, three"')
    (study / "codebook.yaml").write_text(text, encoding="utf-8")
    run("codebook", "export", "-o", study / f"out.{form}")
    result = run("codebook", "import", study / f"out.{form}", "--output", study / "back.yaml")
    assert (result.code, result.err) == (0, "4 codes.\n")
    assert read((study / "back.yaml").read_text(encoding="utf-8")) == read(text)


@pytest.mark.usefixtures("study")
def test_without_a_file_the_export_goes_to_stdout_with_counts_and_quotes(run: Run) -> None:
    run("apply", "pursue", "-s", "local-01", "--turn", "2")
    out = run("codebook", "export", "--format", "md").out
    assert "| Pursue<br>pursue" not in out
    assert "Pursue<br>pursue | Enforcement. |  |  |  | 1 |" in out
    assert "We took out a line last month." in run("codebook", "export", "-f", "html", "--quotes", "1").out


@pytest.mark.parametrize(
    "arguments", [[], ["x.csv"], ["-o", "x.pdf"], ["-o", "x.csv", "--quotes", "1"]], ids=str
)
@pytest.mark.usefixtures("study")
def test_invalid_export_arguments_are_usage_errors(run: Run, arguments: list[str]) -> None:
    assert run("codebook", "export", *arguments).code == 2


def test_an_unedited_new_codebook_is_replaced_without_asking(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUALCODE_CODER", "ann")
    run("init", tmp_path / "new", "--name", "Mine")
    (tmp_path / "codes.txt").write_text("Roles: what for\n  Pursue\n  Prevent\n", encoding="utf-8")
    result = run("codebook", "import", tmp_path / "codes.txt", "--project", tmp_path / "new")
    assert (result.code, result.err) == (0, "3 codes.\n")
    text = (tmp_path / "new" / "codebook.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=codebook.schema.json\n")
    assert (read(text).name, read(text).keys) == ("Mine", ("roles", "pursue", "prevent"))


def test_a_codebook_with_codes_is_replaced_only_on_request_and_can_be_restored(
    study: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("apply", "pursue", "-s", "local-01", "--turn", "2")
    before = (study / "codebook.yaml").read_bytes()
    (study / "other.csv").write_text("code,definition\nroles,New\nharms,'=1\n", encoding="utf-8")
    result = run("codebook", "import", "other.csv")
    assert result.code == 1
    assert "--replace" in result.err
    monkeypatch.setattr("sys.stdin", StringIO("n\n"))
    result = run("codebook", "import", "other.csv", "--replace")
    assert result.code == 1
    assert "Replace the 4 codes of codebook.yaml by 2 others?" in result.err
    assert (study / "codebook.yaml").read_bytes() == before
    result = run("codebook", "import", "other.csv", "--replace", "--yes")
    assert result.code == 0
    assert "pursue (1)" in result.err
    replaced = read((study / "codebook.yaml").read_text(encoding="utf-8"))
    assert [(code.key, code.definition, code.retired) for code in replaced.codes] == [
        ("roles", "New", False),
        ("harms", "=1", False),
        ("pursue", "Enforcement.", True),
    ]
    assert run("codebook", "at", "1").out.encode() == before
    assert [row["code"] for row in json.loads(run("codings", "-f", "json").out)] == ["pursue"]


def test_unknown_columns_are_warnings_and_errors_name_their_line(study: Path, run: Run) -> None:
    (study / "odd.csv").write_text("name,weight\nHarms,3\n", encoding="utf-8")
    result = run("codebook", "import", "odd.csv", "--output", "odd.yaml")
    assert "'weight' is no field" in result.err
    (study / "bad.csv").write_text("code,parent\na,b\n", encoding="utf-8")
    result = run("codebook", "import", "bad.csv", "--output", "bad.yaml")
    assert result.code == 1
    assert "bad.csv:2" in result.err
    assert run("codebook", "import", "odd.csv", "--output", "odd.yaml").code == 1
    assert run("codebook", "import", "odd.csv", "--output", "odd.yaml", "--replace", "--yes").code == 0
    assert run("codebook", "import", "odd.csv", "--output", "odd.json").code == 2
    assert run("codebook", "import", "codebook.yaml").code == 2
    assert run("codebook", "import", "nowhere.csv").code in (1, 2)


def test_the_schema_is_printed_and_written_next_to_a_new_codebook(study: Path, run: Run) -> None:
    printed = run("codebook", "schema").out
    assert json.loads(printed)["title"] == "qualcode codebook"
    assert (study / "codebook.schema.json").read_text(encoding="utf-8") == printed
    run("init", study.parent / "new")
    first = (study.parent / "new" / "codebook.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=codebook.schema.json"
    assert (study.parent / "new" / "codebook.schema.json").read_text(encoding="utf-8") == printed
