"""Versions of the codebook, their differences, and redefinitions of a code."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.errors import NotFoundError, UsageError
from qualcode.model import CodeKey
from qualcode.store.project import Project
from qualcode.workflows.codebook import adopt_manual_edit, codebook_versions, edit_codebook
from qualcode.workflows.codebook.adopt_manual_edit import MissingCodeAnswers
from qualcode.workflows.coding import list_codings
from qualcode.workflows.project import undo_acts
from tests.support.changing_codebook_study import ANN, apply, carry_out, study, write

ARRESTS, PREVENT = CodeKey("arrests"), CodeKey("prevent")
FIRST = """codebook: Test
codes:
  - code: roles
    definition: What the police are for.
    children:
      - code: arrests
        label: Arrests
        definition: Somebody is caught and taken away.
      - code: prevent
        definition: Nothing begins.
"""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with study(tmp_path / "study", FIRST) as project:
        apply(project, 0, "arrests")
        apply(project, 1, "arrests", "prevent")
        yield project


def changed(project: Project, *versions: int) -> list[tuple[str, str, int]]:
    changes = codebook_versions.compare(project, *versions).changes
    return [(change.difference.kind.value, change.difference.code, change.codings) for change in changes]


def test_by_default_the_newest_version_is_compared_with_the_file(project: Project) -> None:
    assert changed(project) == []
    write(project, FIRST.replace("Nothing begins.", "It does not begin.") + "  - code: new\n")
    assert changed(project) == [("redefined", "prevent", 1), ("added", "new", 0)]


def test_a_rename_by_hand_is_a_guess_in_the_differences(project: Project) -> None:
    write(project, FIRST.replace("code: arrests", "code: arrest"))
    [change] = codebook_versions.compare(project).changes
    assert change.codings == 2
    assert change.difference.message.startswith("`arrests` looks renamed to `arrest`: ")


def test_the_list_of_versions_summarises_their_changes(project: Project) -> None:
    write(
        project, FIRST.replace("code: prevent", "code: avert").replace("Nothing begins.", "Nothing begins!")
    )
    adopt_manual_edit.carry_out(
        project, ANN, adopt_manual_edit.propose(project, MissingCodeAnswers(renamed=(("prevent", "avert"),)))
    )
    write(project, FIRST.replace("code: prevent", "code: avert"))
    newest, avert, first = codebook_versions.version_summaries(project)
    assert (newest.state.number, avert.state.number, first.state.number) == (None, 2, 1)
    assert newest.changed == "redefined avert"
    assert avert.changed == "renamed prevent → avert; redefined prevent → avert"
    assert first.changed == "begun with 3 codes"
    assert [step.state.number for step in codebook_versions.version_summaries(project, 1)] == [None, 2]


def test_recorded_changes_of_keys_are_followed_over_several_versions(project: Project) -> None:
    carry_out(project, edit_codebook.rename(project, ARRESTS, CodeKey("arrest")))
    carry_out(
        project, edit_codebook.define(project, CodeKey("arrest"), [("definition", "Somebody is taken away.")])
    )
    carry_out(project, edit_codebook.merge(project, [CodeKey("arrest"), PREVENT], CodeKey("work"), "Work"))
    assert [kind for kind, *_ in changed(project, 1, 2)] == ["renamed"]
    assert [(kind, code) for kind, code, _ in changed(project, 3, 4)] == [
        ("added", "work"), ("merged", "arrest"), ("merged", "prevent"),
    ]  # fmt: skip
    assert [(kind, code) for kind, code, _ in changed(project, 1)] == [
        ("added", "work"), ("merged", "arrests"), ("merged", "prevent"),
    ]  # fmt: skip
    undo_acts.undo(project, ANN, 2)
    assert [(kind, code) for kind, code, _ in changed(project, 1)] == [("renamed", "arrests")]


def test_a_split_is_one_difference(project: Project) -> None:
    carry_out(project, edit_codebook.split(project, ARRESTS, [CodeKey("raids"), CodeKey("checks")]))
    by_kind = {
        change.difference.kind.value: change.difference
        for change in codebook_versions.compare(project, 1).changes
    }
    assert by_kind["split"].new_keys == ("raids", "checks")


def test_undoing_a_merge_or_split_into_codes_that_were_there_renames_nothing(project: Project) -> None:
    prevent, new = CodeKey("prevent"), CodeKey("new")
    carry_out(project, edit_codebook.merge(project, [ARRESTS], prevent))
    undo_acts.undo(project, ANN)
    carry_out(project, edit_codebook.split(project, ARRESTS, [prevent, new]))
    undo_acts.undo(project, ANN)
    after_split, split, after_merge, merged, _ = (
        each.changed for each in codebook_versions.version_summaries(project)
    )
    assert merged.startswith("merged arrests → prevent")
    assert after_merge == "added arrests"
    assert "split arrests" in split
    assert after_split == "revived arrests; merged new → arrests"


def test_the_text_of_a_version_is_returned_exactly(project: Project) -> None:
    write(project, FIRST + "  # a last word\n")
    assert codebook_versions.text_at(project, 1) == FIRST
    with pytest.raises(NotFoundError, match="no version 7"):
        codebook_versions.text_at(project, 7)


def test_versions_in_the_wrong_order_are_refused(project: Project) -> None:
    with pytest.raises(UsageError, match="not older"):
        codebook_versions.compare(project, 2, 1)


def test_codings_made_before_a_redefinition_are_those_of_earlier_versions(project: Project) -> None:
    assert codebook_versions.last_redefinition(project, "arrests") is None
    write(project, FIRST.replace("taken away", "taken to a station"))
    apply(project, 2, "arrests")
    write(project, FIRST.replace("taken away", "taken to a station").replace("Nothing", "Not a thing"))
    apply(project, 3, "arrests", "prevent")
    redefinition = codebook_versions.last_redefinition(project, "arrests")
    assert redefinition is not None
    assert (redefinition.state.number, redefinition.fields) == (2, ("definition",))
    rows = list_codings.codings(project, codes=[ARRESTS], before_version=redefinition.since_version).rows
    assert [row[4] for row in rows] == ["one", "two"]


def test_a_redefinition_in_the_file_alone_has_the_next_version_number(project: Project) -> None:
    write(project, FIRST.replace("definition: Nothing begins.", "when_to_use: Nothing begins."))
    redefinition = codebook_versions.last_redefinition(project, "prevent")
    assert redefinition is not None
    assert (redefinition.state.number, redefinition.fields, redefinition.since_version) == (
        None,
        ("definition", "when_to_use"),
        2,
    )


def test_a_redefinition_is_found_under_an_earlier_key(project: Project) -> None:
    carry_out(project, edit_codebook.define(project, ARRESTS, [("brief", "Caught")]))
    carry_out(project, edit_codebook.rename(project, ARRESTS, CodeKey("arrest")))
    redefinition = codebook_versions.last_redefinition(project, "arrest")
    assert redefinition is not None
    assert (redefinition.state.number, redefinition.since_version) == (2, 2)
