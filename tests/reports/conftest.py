"""The study of `report_study` as a report, on disk and in a browser; each is created once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from qualcode.reports import StudyReport, render_page
from qualcode.store.project import Project
from qualcode.workflows.reports.write_report import build_report
from tests.support import report_study

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with report_study.create(tmp_path_factory.mktemp("reported") / "study") as study:
        yield study


@pytest.fixture(scope="session")
def reported(project: Project) -> StudyReport:
    return build_report(project)


@pytest.fixture(scope="session")
def report_file(reported: StudyReport, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(render_page(reported), encoding="utf-8")
    return file


@pytest.fixture(scope="module")  # while it is open, its event loop runs: other tests need their own
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
