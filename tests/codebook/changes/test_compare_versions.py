from collections.abc import Collection, Mapping

from hypothesis import given, settings

from qualcode import codebook
from qualcode.codebook import DifferenceKind
from qualcode.codebook.changes import edit
from qualcode.model import Codebook, CodeKey
from tests.support.random_codebooks import codebooks

MOVED = "`arrests` was moved: it was under `roles` and is now at the top."
OLD = """
codebook: Streets
codes:
- code: roles
  label: Roles
  children:
  - {code: arrests, label: Arrests, definition: People are taken in}
  - {code: prevent, label: Prevent, color: "#000000"}
- code: harms
"""


def read(text: str) -> Codebook:
    return codebook.read(text)


def differences(
    old: str, new: str, key_map: Mapping[str, Collection[str]] | None = None
) -> list[tuple[DifferenceKind, str, str]]:
    keys = {
        CodeKey(key): [CodeKey(new_key) for new_key in new_keys] for key, new_keys in (key_map or {}).items()
    }
    return [(each.kind, each.code, each.message) for each in codebook.compare(read(old), read(new), keys)]


@given(codebooks(grouped=True))
@settings(max_examples=50, deadline=None)
def test_a_codebook_does_not_differ_from_itself(book: Codebook) -> None:
    assert codebook.compare(book, book) == ()
    assert codebook.guess_renames(book, book) == ()


def test_every_kind_of_change_has_its_message() -> None:
    new = """
codebook: The streets
codes:
- code: roles
  label: Core roles
  retired: true
  children:
  - {code: prevent, label: Prevent, color: "#FFFFFF", examples: [One, Two], patterns: [lemma: school]}
- {code: arrests, label: Arrests, definition: People are taken away}
- code: outcomes
"""
    assert differences(OLD, new) == [
        (DifferenceKind.TITLED, "", 'The codebook was called "Streets" and is now called "The streets".'),
        (DifferenceKind.RELABELLED, "roles", 'The label of `roles` was "Roles" and is now "Core roles".'),
        (DifferenceKind.RETIRED, "roles", "`roles` is retired: it is not available for new codings."),
        (DifferenceKind.RECOLOURED, "prevent", "The colour of `prevent` was #000000 and is now #FFFFFF."),
        (DifferenceKind.EXAMPLES, "prevent", "2 examples were added for `prevent`."),
        (DifferenceKind.PATTERNS, "prevent", "1 pattern was added for `prevent`."),
        (
            DifferenceKind.MOVED,
            "arrests",
            MOVED,
        ),
        (
            DifferenceKind.REDEFINED,
            "arrests",
            'The definition changed for `arrests`: "People are taken in" became "People are taken away".',
        ),
        (DifferenceKind.ADDED, "outcomes", "`outcomes` was added at the top."),
        (DifferenceKind.REMOVED, "harms", "`harms` was removed; it was at the top."),
    ]


def test_a_known_rename_is_neither_a_removal_nor_a_move_of_its_children() -> None:
    assert differences(OLD, OLD.replace("code: roles", "code: tasks"), {"roles": ["tasks"]}) == [
        (DifferenceKind.RENAMED, "roles", "`roles` was renamed; its key is now `tasks`.")
    ]


def test_merges_and_splits_are_differences_of_their_own_kind() -> None:
    merged = edit.merge(OLD, [CodeKey("arrests"), CodeKey("prevent")], into=CodeKey("work"))
    key_map = {change.old: change.new for change in merged.changes}
    kinds = [
        (each.kind, each.code, each.new_keys)
        for each in codebook.compare(read(OLD), merged.codebook, key_map)
    ]
    assert kinds == [
        (DifferenceKind.ADDED, "work", ("work",)),
        (DifferenceKind.MERGED, "arrests", ("work",)),
        (DifferenceKind.MERGED, "prevent", ("work",)),
    ]
    split = edit.split(OLD, CodeKey("harms"), [CodeKey("near"), CodeKey("far")])
    changes = codebook.compare(
        read(OLD), split.codebook, {change.old: change.new for change in split.changes}
    )
    assert [each.kind for each in changes] == [
        DifferenceKind.RETIRED,
        DifferenceKind.ADDED,
        DifferenceKind.ADDED,
        DifferenceKind.SPLIT,
    ]
    assert changes[-1].message == "`harms` was split into `near`, `far`."


def test_children_of_a_merged_code_are_not_moved() -> None:
    merged = edit.merge(OLD, [CodeKey("roles")], into=CodeKey("harms"))
    key_map = {change.old: change.new for change in merged.changes}
    changes = codebook.compare(read(OLD), merged.codebook, key_map)
    assert [(each.kind, each.code) for each in changes] == [(DifferenceKind.MERGED, "roles")]


def test_a_merge_into_an_existing_code_is_not_a_rename() -> None:
    merged = edit.merge(OLD, [CodeKey("arrests")], into=CodeKey("prevent"))
    key_map = {change.old: change.new for change in merged.changes}
    assert [each.kind for each in codebook.compare(read(OLD), merged.codebook, key_map)] == [
        DifferenceKind.MERGED
    ]


def test_a_changed_order_is_one_difference_per_list() -> None:
    moved = edit.move(OLD, CodeKey("arrests"), under=CodeKey("roles"))
    assert [each.message for each in codebook.compare(read(OLD), moved.codebook)] == [
        "The codes under `roles` are in another order."
    ]


def guessed(new: str) -> list[tuple[str, str, str]]:
    return [(each.old, each.new, each.reason) for each in codebook.guess_renames(read(OLD), read(new))]


def test_a_rename_by_hand_is_guessed_from_label_definition_and_position() -> None:
    (guess,) = codebook.guess_renames(read(OLD), read(OLD.replace("code: arrests", "code: custody")))
    assert (guess.old, guess.new) == ("arrests", "custody")
    assert guess.confidence == 1
    assert guess.reason == "the same label, the same definition, the same position"


def test_several_renames_are_paired_one_to_one() -> None:
    new = OLD.replace("code: arrests", "code: custody").replace("code: prevent", "code: prevention")
    assert [pair[:2] for pair in guessed(new)] == [("arrests", "custody"), ("prevent", "prevention")]


def test_a_code_replaced_by_a_different_one_is_not_a_rename() -> None:
    new = OLD.replace(
        "{code: arrests, label: Arrests, definition: People are taken in}",
        "{code: money, label: Funding, definition: Who pays for what}",
    )
    assert guessed(new) == []


def test_a_codebook_with_every_key_renamed_is_paired_correctly() -> None:
    rows = [
        f"- {{code: %s{at}, label: Label {at}, definition: Words {at * 7} about {at}}}\n" for at in range(600)
    ]
    old, new = (read("codes:\n" + "".join(row % letter for row in rows)) for letter in "ab")
    guesses = codebook.guess_renames(old, new)
    assert {(guess.old, guess.new) for guess in guesses} == {(f"a{at}", f"b{at}") for at in range(600)}
