"""Codebooks that were changed apart are joined: codes, groups by their members, and the name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.codebook import read
from qualcode.codebook.changes.join_groups import join_groups
from qualcode.codebook.changes.join_versions import join
from qualcode.model import CodeGroup, CodeKey

BASE = """\
codebook: T
codes:
  - code: a
  - code: b
  - code: c
groups:
  # the street
  - name: Street
    members: [a, b]
"""
TREE = "codebook: T\ncodes:\n  - code: a\n  - code: b\n"


def test_members_that_both_added_to_a_group_are_joined() -> None:
    first = BASE.replace("[a, b]", "[a, b, c]")
    second = BASE.replace("[a, b]", "[b]") + "  - name: Rare\n    members: [c]\n"
    joined = join(BASE, first, second)
    groups = {group.name: group.members for group in read(joined.text).groups}
    assert groups == {"Street": ("b", "c"), "Rare": ("c",)}
    assert (joined.conflicts, joined.notes) == ((), ())


def test_groups_that_only_one_changed_are_taken_as_they_are() -> None:
    changed = BASE.replace("[a, b]", "[a]")
    assert join(BASE, changed, BASE).text == changed
    assert read(join(BASE, BASE, changed).text).groups == read(changed).groups
    without = BASE[: BASE.index("groups:")]
    assert read(join(without, without, BASE).text).groups == read(BASE).groups
    assert read(join(BASE, BASE, without).text).groups == ()


def test_a_group_that_one_removed_and_the_other_changed_is_kept_and_said() -> None:
    without = BASE[: BASE.index("groups:")]
    joined = join(BASE, without, BASE.replace("[a, b]", "[a]"))
    assert [group.members for group in read(joined.text).groups] == [("a",)]
    assert joined.notes == (
        "The group 'Street' was removed in one copy and changed in the other: it is kept.",
    )


def test_a_code_that_one_removed_leaves_the_groups_of_both() -> None:
    second = BASE.replace("  - code: b\n", "").replace("[a, b]", "[a]")
    joined = join(BASE, BASE.replace("[a, b]", "[a, b, c]"), second)
    assert [group.members for group in read(joined.text).groups] == [("a", "c")]


@pytest.mark.parametrize(("own", "name"), [("T", "U"), ("V", "V")])
def test_the_name_is_that_of_who_changed_it(own: str, name: str) -> None:
    joined = join(TREE, TREE.replace(": T", f": {own}"), TREE.replace(": T", ": U"))
    assert read(joined.text).name == name
    assert any("named the codebook anew" in note for note in joined.notes) == (own == "V")


def test_moves_that_exclude_each_other_are_said() -> None:
    first = "codebook: T\ncodes:\n  - code: b\n    children:\n      - code: a\n"
    second = "codebook: T\ncodes:\n  - code: a\n    children:\n      - code: b\n"
    joined = join(TREE, first, second)
    assert joined.notes == ("`b` is at the top: it cannot be under `a`, where one copy moved it.",)


def test_a_removed_code_under_which_the_other_added_one_is_kept_and_said() -> None:
    first = TREE.replace("  - code: b\n", "  - code: b\n    children:\n      - code: d\n")
    joined = join(TREE, first, TREE.replace("  - code: b\n", ""))
    assert set(read(joined.text).keys) == {"a", "b", "d"}
    assert joined.notes == ("`b` was removed in one copy, but the other has codes under it: it is kept.",)


MEMBERS = st.lists(st.sampled_from([CodeKey(key) for key in "abcd"]), unique=True).map(tuple)
GROUPS = st.dictionaries(st.sampled_from("GH"), MEMBERS).map(
    lambda groups: tuple(CodeGroup(name=name, members=members) for name, members in groups.items())
)


@given(GROUPS, GROUPS, GROUPS)
def test_joined_groups_have_the_same_members_in_either_order(
    base: tuple[CodeGroup, ...], first: tuple[CodeGroup, ...], second: tuple[CodeGroup, ...]
) -> None:
    def members(groups: tuple[CodeGroup, ...]) -> dict[str, set[CodeKey]]:
        return {group.name: set(group.members) for group in groups}

    forth, back = join_groups(base, first, second), join_groups(base, second, first)
    assert members(forth.groups) == members(back.groups)
    assert set(forth.kept) == set(back.kept)
    assert members(join_groups(base, first, base).groups) == members(first)
    assert members(join_groups(base, first, first).groups) == members(first)
