"""Rules of the code: style, types, layers, sizes, and which libraries a start loads."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
HEAVY = ("spacy", "pandas", "numpy", "textual", "sklearn", "scipy", "pyarrow", "lxml", "ruamel")


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "command",
    [
        [str(BIN / "ruff"), "check", "."],
        [str(BIN / "ruff"), "format", "--check", "."],
        [str(BIN / "mypy")],
        [str(BIN / "lint-imports"), "--no-cache"],
    ],
    ids=["ruff", "format", "mypy", "layers"],
)
def test_style_types_and_layers(command: list[str]) -> None:
    process = run(*command)
    assert process.returncode == 0, process.stdout + process.stderr


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["apply", "--help"], ["frequencies", "--help"]],
    ids=" ".join,
)
def test_help_and_version_load_no_heavy_library(arguments: list[str]) -> None:
    assert loaded_by(f"sys.argv = ['qualcode', *{arguments!r}]; main()") == set()


def test_shell_completion_loads_no_heavy_library() -> None:
    code = (
        "import os; os.environ['_QUALCODE_COMPLETE'] = 'complete_bash'; "
        "os.environ['COMP_WORDS'] = 'qualcode fre'; os.environ['COMP_CWORD'] = '1'; "
        "sys.argv = ['qualcode']; main()"
    )
    assert loaded_by(code) == set()


def test_the_coding_screen_starts_without_the_query_language() -> None:
    program = "import sys, qualcode.tui.app; print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    modules = result.stdout.split()
    assert "qualcode.tui.screens.coding_screen" in modules
    assert not [name for name in modules if name.startswith(("qualcode.retrieval", "qualcode.tables"))]


def test_no_module_has_more_than_300_lines_and_no_function_more_than_50() -> None:
    for file in (ROOT / "qualcode").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        assert text.count("\n") <= 300, file
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 50, f"{file}: {node.name}"


def loaded_by(code: str) -> set[str]:
    program = (
        "import sys\nfrom qualcode.cli import main\n"
        f"try:\n    {code}\nexcept SystemExit: pass\n"
        f"print('LOADED', *sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    process = run(sys.executable, "-c", program)
    assert process.returncode == 0, process.stderr
    *output, loaded = process.stdout.splitlines()
    assert output, "the program printed nothing"
    return set(loaded.split()[1:])


def test_a_short_message_is_printed_without_rich_and_undo_loads_nothing_of_merges(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom qualcode.cli import main\n"
        "for line in ('init study', 'memo project Hi -p study --coder a', 'undo -p study --coder a'):\n"
        "    sys.argv = ['qualcode', *line.split()]\n"
        "    try: main()\n    except SystemExit as end: assert not end.code, line\n"
        "print(*sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert "Undid act" in result.stderr
    modules = result.stdout.split()
    assert [name for name in modules if name.startswith(("rich.console", "qualcode.store.team"))] == []
