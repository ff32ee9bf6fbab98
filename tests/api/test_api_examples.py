"""The examples in the docstrings of the Python API, each run on a copy of the small project."""

import doctest
import inspect
import shutil
from pathlib import Path

import pytest

import qualcode
from tests.support import small_project

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def docstrings() -> dict[str, doctest.DocTest]:
    """Return the docstring of each public name with its examples."""
    public: dict[str, object] = {"open": qualcode.open, "OpenProject": qualcode.OpenProject}
    for name in dir(qualcode.OpenProject):
        if not name.startswith("_"):
            public[f"OpenProject.{name}"] = inspect.getattr_static(qualcode.OpenProject, name)
    finder = doctest.DocTestFinder(recurse=False)
    return {name: test for name, value in public.items() for test in finder.find(value, name, module=False)}


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small project and its files."""
    folder = tmp_path_factory.mktemp("examples")
    small_project.write(folder)
    return folder


@pytest.mark.parametrize("name", docstrings())
def test_the_example_of_each_public_name_works(
    name: str, original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    test = docstrings()[name]
    assert test.examples, f"{name} has no example"
    folder = tmp_path / "copy"
    shutil.copytree(original, folder)
    monkeypatch.chdir(folder)
    report: list[str] = []
    with qualcode.open("my-study", coder="ann") as project:
        test.globs = {"qualcode": qualcode, "project": project}
        result = doctest.DocTestRunner(optionflags=FLAGS).run(test, out=report.append)
    assert result.failed == 0, "".join(report)
