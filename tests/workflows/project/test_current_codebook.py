"""Two coders at once: an unrelated change of the codebook never refuses a coding."""

import threading
from pathlib import Path

import pytest

from qualcode.errors import CodebookChangedError
from qualcode.model import CodeKey, Span
from qualcode.store import history
from qualcode.store.project import open_project
from qualcode.store.records import codings
from qualcode.workflows.codebook import edit_codebook
from qualcode.workflows.coding import apply_codes
from qualcode.workflows.coding.apply_codes import SpanChoice
from qualcode.workflows.project.current_codebook import current_codebook
from tests.support.coded_projects import ANN, BEN, project

CODEBOOK = "codes:\n  - code: old\n  - code: other\n  - code: third\n"


def test_a_newer_version_that_still_has_the_codes_is_used(tmp_path: Path) -> None:
    with project(tmp_path / "study", CODEBOOK, [(20, 5, ANN, "old")]) as study:
        before = current_codebook(study)
        edit_codebook.carry_out(study, ANN, edit_codebook.rename(study, CodeKey("old"), CodeKey("new")))
        with history.act(study.database, BEN, "apply") as recorder:
            assert before.keep(recorder, BEN, ["other"]) == 2
            with pytest.raises(CodebookChangedError):
                before.keep(recorder, BEN, ["old"])
            with pytest.raises(CodebookChangedError):
                before.keep(recorder, BEN)


def test_coding_while_somebody_renames_another_code_is_never_refused(tmp_path: Path) -> None:
    with project(tmp_path / "study", CODEBOOK, [(20, 5, ANN, "old")]) as study:
        [name] = [str(row[0]) for row in study.database.rows("SELECT name FROM sources")]
        length = len(str(study.database.rows("SELECT text FROM sources")[0][0]))
    ended = threading.Event()

    def rename_again_and_again() -> None:
        with open_project(tmp_path / "study") as study:
            keys = [CodeKey("old"), CodeKey("new")]
            while not ended.is_set():
                edit_codebook.carry_out(study, ANN, edit_codebook.rename(study, *keys))
                keys.reverse()

    writer = threading.Thread(target=rename_again_and_again)
    writer.start()
    spans = [Span(start, start + 4) for start in range(min(40, length - 4))]
    try:
        with open_project(tmp_path / "study") as study:
            for span in spans:
                apply_codes.apply(study, BEN, ["other"], name, SpanChoice(span=span))
    finally:
        ended.set()
        writer.join()
    with open_project(tmp_path / "study") as study:
        assert codings.counts(study.database, "coder")["ben"] == len(spans)
