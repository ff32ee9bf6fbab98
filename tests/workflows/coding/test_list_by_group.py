"""Codings listed by a group of codes."""

from pathlib import Path

import pytest

from qualcode import notices
from qualcode.errors import NotFoundError
from qualcode.model import CodeKey
from qualcode.store.project import open_project
from qualcode.workflows.codebook import export_codebook
from qualcode.workflows.coding import list_codings
from tests.support import small_project


def test_codings_are_listed_by_a_group_of_codes(tmp_path: Path) -> None:
    study = small_project.write(tmp_path)
    codebook = study / "codebook.yaml"
    text = codebook.read_text(encoding="utf-8")
    codebook.write_text(text + "groups:\n  - name: street\n    members: [displacement]\n", encoding="utf-8")
    with open_project(study) as project:
        listing = list_codings.codings(project, codes=[CodeKey("@street")])
        assert [row[listing.columns.index("code")] for row in listing.rows] == ["displacement"]
        with pytest.raises(NotFoundError, match="no group of codes 'streets'"):
            list_codings.codings(project, codes=[CodeKey("@streets")])


def test_every_format_of_the_codebook_has_its_groups(tmp_path: Path) -> None:
    study = small_project.write(tmp_path)
    codebook = study / "codebook.yaml"
    text = codebook.read_text(encoding="utf-8")
    codebook.write_text(text + "groups:\n  - name: street\n    members: [displacement]\n", encoding="utf-8")
    messages: list[str] = []
    notices.set_listener(messages.append)
    with open_project(study) as project:
        assert b"<Set " in export_codebook.published(project, "qdc")
        for form in ("csv", "md", "html"):
            assert b"street" in export_codebook.published(project, form)
        assert messages == []
        codebook.write_text(text + "groups:\n  - name: street\n    members: []\n", encoding="utf-8")
        assert b"street" in export_codebook.published(project, "md")
        assert messages == []
        export_codebook.published(project, "csv")
    [message] = messages
    assert message.startswith("1 group without codes left out")
