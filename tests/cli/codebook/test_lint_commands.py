"""`codebook check`: findings about patterns and codings."""

import json
import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import Run

BOOK = """codes:
  - code: pursue
    definition: Force.
    examples: [Nobody says so.]
    patterns:
      - phrase: took out
      - phrase: never said
      - token: [{POS: VERB}]
  - code: harms
    definition: Damage.
"""


def kinds(run: Run, *arguments: str) -> set[tuple[str, str, int]]:
    result = run("codebook", "check", "-f", "json", *arguments)
    if not result.out:
        assert result.code == 0
        return set()
    assert result.code == 3
    return {(row["code"], row["kind"], row["line"]) for row in json.loads(result.out)}


def test_pattern_hits_and_codings_are_checked(study: Path, run: Run) -> None:
    (study / "codebook.yaml").write_text(BOOK, encoding="utf-8")
    pattern_findings = {
        ("pursue", "idle pattern", 7),
        ("pursue", "dead pattern", 8),
        ("pursue", "unmatched example", 2),
    }
    assert kinds(run) == pattern_findings
    run("apply", "pursue", "-s", "local-01", "--turn", "2")
    assert kinds(run) == {*pattern_findings, ("harms", "unused", 9)}
    assert kinds(run, "--no-usage") == set()


def test_a_code_used_in_one_of_several_sources_is_reported(study: Path, run: Run) -> None:
    (study.parent / "two.txt").write_text("I: Well?\nP: Nothing took out.\n", encoding="utf-8")
    run("apply", "pursue", "-s", "local-01", "--turn", "2")
    run("apply", "pursue", "-s", "local-01", "--turn", "4")
    assert ("pursue", "one source", 7) not in kinds(run)
    run("import", study.parent / "two.txt")
    assert ("pursue", "one source", 7) in kinds(run)


def test_without_sources_no_heavy_library_is_imported(tmp_path: Path, run: Run) -> None:
    run("init", tmp_path / "empty")
    program = (
        "import sys; from qualcode.cli.program import program\n"
        f"words = ['codebook', 'check', '-p', {str(tmp_path / 'empty')!r}]\n"
        "try: program(words)(words)\n"
        "except SystemExit: pass\n"
        "print(sorted({'spacy', 'pandas', 'numpy'} & sys.modules.keys()))"
    )
    process = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert process.stdout == "[]\n"
