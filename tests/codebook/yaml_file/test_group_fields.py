"""Groups of codes in a codebook file, and how they follow edits of their codes."""

import pytest

from qualcode.codebook import DifferenceKind, LintRule, check, compare, read
from qualcode.codebook.changes import edit
from qualcode.errors import CodebookError
from qualcode.model import CodeGroup, CodeKey

TEXT = """\
codebook: Streets
codes:
  - code: pursue
  - code: protect
  - code: divert
groups:
  - name: Street level   # everyday work
    members: [pursue, divert]
  - name: Soft
    members:
      - protect   # of the young
      - divert
"""


def members(text: str) -> dict[str, tuple[str, ...]]:
    return {group.name: group.members for group in read(text).groups}


def test_groups_have_a_name_and_members() -> None:
    street, soft = read(TEXT).groups
    assert street == CodeGroup(name="Street level", members=(CodeKey("pursue"), CodeKey("divert")))
    assert (street.line, soft.line) == (7, 9)


def test_a_renamed_code_stays_in_its_groups_and_comments_stay() -> None:
    text = edit.rename(TEXT, CodeKey("divert"), CodeKey("turn-away")).text
    assert members(text) == {"Street level": ("pursue", "turn-away"), "Soft": ("protect", "turn-away")}
    assert text == TEXT.replace("divert", "turn-away")


def test_a_removed_code_leaves_its_groups() -> None:
    text = edit.remove(TEXT, CodeKey("divert")).text
    assert members(text) == {"Street level": ("pursue",), "Soft": ("protect",)}


def test_merged_codes_are_in_a_group_once() -> None:
    text = edit.merge(TEXT, [CodeKey("divert")], CodeKey("pursue")).text
    assert members(text) == {"Street level": ("pursue",), "Soft": ("protect", "pursue")}


def test_a_group_that_names_no_code_is_a_finding_and_counts_without_it() -> None:
    book = read(TEXT.replace("members: [pursue", "members: [purse"))
    [finding] = [each for each in check(book) if each.kind is LintRule.UNKNOWN_MEMBER]
    assert (finding.line, finding.code) == (7, "purse")
    assert book.group("Street level") == {"divert"}


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        ("groups:\n  - members: [a]\n", "no name"),
        ("groups:\n  - name: x\n  - name: x\n", "here twice"),
        ("groups: x\n", "a list of groups"),
        ("groups:\n  - x\n", "a mapping"),
        ("groups:\n  - name: x\n    member: [a]\n", "no field 'member'"),
    ],
)
def test_faulty_groups_are_refused_with_their_line(groups: str, message: str) -> None:
    with pytest.raises(CodebookError, match=message) as refusal:
        read(f"codes: []\n{groups}")
    assert refusal.value.line


def test_versions_are_compared_by_the_members_of_groups() -> None:
    old, new = read(TEXT), read(TEXT.replace("[pursue, divert]", "[pursue]").replace("Soft", "Gentle"))
    assert [(each.kind, each.message) for each in compare(old, new)] == [
        (DifferenceKind.REGROUPED, 'The group "Street level" has other members: pursue.'),
        (DifferenceKind.REGROUPED, 'The group "Gentle" is new: divert, protect.'),
        (DifferenceKind.REGROUPED, 'The group "Soft" was removed: none.'),
    ]


def test_a_renamed_code_is_no_change_of_its_groups() -> None:
    renamed = edit.rename(TEXT, CodeKey("divert"), CodeKey("turn-away"))
    kinds = {
        each.kind
        for each in compare(read(TEXT), renamed.codebook, {CodeKey("divert"): [CodeKey("turn-away")]})
    }
    assert kinds == {DifferenceKind.RENAMED}
