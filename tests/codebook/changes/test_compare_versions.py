from collections.abc import Collection, Mapping

from hypothesis import given, settings

from qualcode import codebook
from qualcode.codebook import DifferenceKind
from qualcode.codebook.changes import edit
from qualcode.model import Codebook, CodeKey
from tests.support.random_codebooks import codebooks

MOVED = "`arrests` was moved: it stood under `roles` and stands at the top now."
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


def told(
    old: str, new: str, became: Mapping[str, Collection[str]] | None = None
) -> list[tuple[DifferenceKind, str, str]]:
    fates = {CodeKey(key): [CodeKey(each) for each in now] for key, now in (became or {}).items()}
    return [(each.kind, each.code, each.message) for each in codebook.compare(read(old), read(new), fates)]


@given(codebooks())
@settings(max_examples=50, deadline=None)
def test_a_codebook_does_not_differ_from_itself(book: Codebook) -> None:
    assert codebook.compare(book, book) == ()
    assert codebook.guesses(book, book) == ()


def test_every_kind_of_change_is_told_in_words() -> None:
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
    assert told(OLD, new) == [
        (DifferenceKind.TITLED, "", 'The codebook was called "Streets" and is now called "The streets".'),
        (DifferenceKind.RELABELLED, "roles", 'The label of `roles` was "Roles" and is now "Core roles".'),
        (DifferenceKind.RETIRED, "roles", "`roles` is retired: it is not given to new passages."),
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
        (DifferenceKind.REMOVED, "harms", "`harms` was removed; it stood at the top."),
    ]


def test_a_known_rename_is_no_removal_and_takes_its_children_along() -> None:
    assert told(OLD, OLD.replace("code: roles", "code: tasks"), {"roles": ["tasks"]}) == [
        (DifferenceKind.RENAMED, "roles", "`roles` was renamed; its key is now `tasks`.")
    ]


def test_merges_and_splits_are_told() -> None:
    merged = edit.merge(OLD, [CodeKey("arrests"), CodeKey("prevent")], into=CodeKey("work"))
    became = {change.old: change.new for change in merged.changes}
    kinds = [
        (each.kind, each.code, each.now) for each in codebook.compare(read(OLD), merged.codebook, became)
    ]
    assert kinds == [
        (DifferenceKind.ADDED, "work", ("work",)),
        (DifferenceKind.MERGED, "arrests", ("work",)),
        (DifferenceKind.MERGED, "prevent", ("work",)),
    ]
    split = edit.split(OLD, CodeKey("harms"), [CodeKey("near"), CodeKey("far")])
    found = codebook.compare(read(OLD), split.codebook, {change.old: change.new for change in split.changes})
    assert [each.kind for each in found] == [
        DifferenceKind.RETIRED,
        DifferenceKind.ADDED,
        DifferenceKind.ADDED,
        DifferenceKind.SPLIT,
    ]
    assert found[-1].message == "`harms` was split into `near`, `far`."


def test_codes_that_follow_their_merged_parent_are_not_called_moved() -> None:
    merged = edit.merge(OLD, [CodeKey("roles")], into=CodeKey("harms"))
    became = {change.old: change.new for change in merged.changes}
    found = codebook.compare(read(OLD), merged.codebook, became)
    assert [(each.kind, each.code) for each in found] == [(DifferenceKind.MERGED, "roles")]


def test_a_merge_into_a_code_that_was_there_is_not_a_rename() -> None:
    merged = edit.merge(OLD, [CodeKey("arrests")], into=CodeKey("prevent"))
    became = {change.old: change.new for change in merged.changes}
    assert [each.kind for each in codebook.compare(read(OLD), merged.codebook, became)] == [
        DifferenceKind.MERGED
    ]


def test_another_order_is_told_once_for_each_list() -> None:
    moved = edit.move(OLD, CodeKey("arrests"), under=CodeKey("roles"))
    assert [each.message for each in codebook.compare(read(OLD), moved.codebook)] == [
        "The codes under `roles` stand in another order."
    ]


def guessed(new: str) -> list[tuple[str, str, str]]:
    return [(each.old, each.new, each.reason) for each in codebook.guesses(read(OLD), read(new))]


def test_a_key_changed_by_hand_is_recognised_by_label_definition_and_place() -> None:
    (guess,) = codebook.guesses(read(OLD), read(OLD.replace("code: arrests", "code: custody")))
    assert (guess.old, guess.new) == ("arrests", "custody")
    assert guess.confidence == 1
    assert guess.reason == "the same label, the same definition, the same place"


def test_several_renames_are_paired_each_with_its_own() -> None:
    new = OLD.replace("code: arrests", "code: custody").replace("code: prevent", "code: prevention")
    assert [pair[:2] for pair in guessed(new)] == [("arrests", "custody"), ("prevent", "prevention")]


def test_a_code_replaced_by_a_different_one_is_not_called_a_rename() -> None:
    new = OLD.replace(
        "{code: arrests, label: Arrests, definition: People are taken in}",
        "{code: money, label: Funding, definition: Who pays for what}",
    )
    assert guessed(new) == []


def test_a_codebook_renamed_throughout_is_paired_quickly_and_rightly() -> None:
    rows = [
        f"- {{code: %s{at}, label: Label {at}, definition: Words {at * 7} about {at}}}\n" for at in range(600)
    ]
    old, new = (read("codes:\n" + "".join(row % letter for row in rows)) for letter in "ab")
    found = codebook.guesses(old, new)
    assert {(guess.old, guess.new) for guess in found} == {(f"a{at}", f"b{at}") for at in range(600)}
