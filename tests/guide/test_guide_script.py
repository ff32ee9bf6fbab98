"""The Python script in the guide, run as a reader would run it."""

import re
import runpy
import shutil
from pathlib import Path

import pytest

import qualcode
from qualcode import guide


def test_the_script_filters_counts_draws_codes_by_a_rule_and_undoes(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    [script] = re.findall(r"```python\n(.*?)```", guide.topic("exports-and-python").text, re.DOTALL)
    assert 15 <= len([line for line in script.splitlines() if line.strip()]) <= 20
    shutil.copytree(demo, tmp_path / "qualcode-demo")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "script.py").write_text(script, encoding="utf-8")
    with qualcode.open("qualcode-demo") as project:
        before = project.codings()
        runpy.run_path("script.py")
        after = project.codings()
        acts = project.history(limit=2)["verb"].tolist()
    printed = capsys.readouterr().out
    local = before[(before["tier"] == "local") & (before["role"] == "participant")]
    for code, count in local["code"].value_counts().head(3).items():
        assert re.search(rf"^{code} +{count}$", printed, re.MULTILINE)
    assert "Core roles of policing" in printed
    assert '"theme"' in Path("themes.html").read_text(encoding="utf-8")
    [new] = re.findall(r"^(\d+) sentences coded by a rule", printed, re.MULTILINE)
    assert int(new) > 0
    assert "naloxone" in printed.split("for instance\n")[1].splitlines()[0].lower()
    assert f"preserve-life on {new} sentences found by a query - undone" in printed
    assert acts == ["undo", "apply"]
    assert after.equals(before)
