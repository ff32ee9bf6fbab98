"""An analysis that has no method of its own yet is called by its name all the same."""

from pathlib import Path

import pytest

import qualcode
from qualcode.api.project_analyses import ProjectAnalyses
from tests.support import report_study


def test_an_analysis_without_a_method_runs_its_function(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report_study.create(tmp_path / "study").database.close()
    with qualcode.open(tmp_path / "study") as project:
        expected = project.crosstab("code", "tier", where="years > 5")
        monkeypatch.delattr(ProjectAnalyses, "crosstab")
        table = project.crosstab("code", "tier", where="years > 5")
        assert table.equals(expected)
        assert table.attrs == expected.attrs
        with pytest.raises(AttributeError, match="no attribute 'crostab'"):
            project.crostab  # type: ignore[attr-defined] # noqa: B018 - reading it is the test
