import re

import pytest

from qualcode import codebook
from qualcode.codebook.changes import edit
from qualcode.codebook.changes.edit import Edit
from qualcode.errors import CodebookError, ConflictError, NotFoundError, UsageError
from qualcode.model import Code, CodeKey

TEXT = """\
# The study's codebook
codebook: 'Street life'   # a working title
codes:

  # --- what police are for
  - code: roles
    label: "Roles"    # to discuss
    color: "#4C78A8"
    children:
      # graded A
      - code: pursue
        label: Pursue
        definition: >-   # folded
          Enforcement as
          the default.
        examples: ["One", Two]
        patterns:
          - lemma: arrest
          # - phrase: not yet
      - code: prevent   # graded B

        # inside
        label: 'Prevent it'
        children:
          - code: schools
            label: Schools

  # --- what goes wrong
  - code: harms
    patterns: [{phrase: went wrong}]
"""


def key(name: str) -> CodeKey:
    return CodeKey(name)


def changed(result: Edit, before: str = TEXT) -> list[str]:
    """Removed lines, marked with -, and added lines, marked with +."""
    old, new = before.splitlines(), result.text.splitlines()
    return [f"-{line}" for line in old if line not in new] + [f"+{line}" for line in new if line not in old]


def keys(result: Edit) -> list[str]:
    return ["/".join([*(code.key for code in above), code.key]) for code, above in result.codebook.walk()]


def test_renaming_changes_one_word_and_returns_the_key_change() -> None:
    result = edit.rename(TEXT, key("prevent"), key("forestall"))
    assert changed(result) == ["-      - code: prevent   # graded B", "+      - code: forestall   # graded B"]
    assert [(change.old, change.new) for change in result.changes] == [("prevent", ("forestall",))]


@pytest.mark.parametrize("name", ["roles", "pursue", "prevent", "harms"])
def test_renaming_with_a_codebook_gives_the_same_result(name: str) -> None:
    text = TEXT.replace("code: pursue", "code: 'pursue'")
    book = codebook.read(text)
    assert edit.rename(text, key(name), key("no"), book) == edit.rename(text, key(name), key("no"))
    stale = codebook.read("# a line more\n" + text)
    assert edit.rename(text, key(name), key("no"), stale) == edit.rename(text, key(name), key("no"))


def test_items_added_to_a_flow_list_are_quoted_for_brackets() -> None:
    text = "codes:\n- {code: a, patterns: [phrase: x], examples: [y]}\n"
    text += "- code: b\n  patterns: [phrase: 'one, two']\n  examples: ['One, two?']\n"
    merged = edit.merge(text, [key("b")], into=key("a"))
    assert '[phrase: x, {phrase: "one, two"}], examples: [y, "One, two?"]' in merged.text


@pytest.mark.parametrize(
    ("name", "words", "lines"),
    [
        (
            "roles",
            "The roles",
            ['-    label: "Roles"    # to discuss', '+    label: "The roles"    # to discuss'],
        ),
        ("prevent", "It's", ["-        label: 'Prevent it'", "+        label: 'It''s'"]),
        ("pursue", "No: really", ["-        label: Pursue", '+        label: "No: really"']),
        ("harms", "Harm", ["+    label: Harm"]),
        ("schools", "", ["-            label: Schools"]),
        ("roles", "", ['-    label: "Roles"    # to discuss', "+    # to discuss"]),
    ],
)
def test_relabelling_keeps_quotes_and_comments(name: str, words: str, lines: list[str]) -> None:
    assert changed(edit.relabel(TEXT, key(name), words)) == lines


def test_a_folded_definition_stays_folded_and_keeps_its_comment() -> None:
    result = edit.define(TEXT, key("pursue"), "definition", "word " * 30)
    assert "        definition: >-   # folded\n          word word" in result.text
    assert result.codebook.code(key("pursue")).definition == ("word " * 30).strip()


def test_a_definition_of_several_paragraphs_becomes_a_block_scalar() -> None:
    result = edit.define(TEXT, key("pursue"), "definition", "One.\n\nTwo.")
    assert "definition: |-   # folded\n          One.\n\n          Two.\n        examples:" in result.text


def test_a_removed_field_leaves_its_comment() -> None:
    result = edit.define(TEXT, key("pursue"), "definition", "")
    assert "label: Pursue\n        # folded\n        examples" in result.text


def test_retiring_and_reviving_restores_every_byte() -> None:
    retired = edit.retire(TEXT, key("pursue"))
    assert changed(retired) == ["+        retired: true"]
    assert retired.codebook.code(key("pursue")).retired
    assert edit.revive(retired.text, key("pursue")).text == TEXT
    assert edit.retire(retired.text, key("pursue")).text == retired.text


def test_recolouring() -> None:
    result = edit.recolor(TEXT, key("roles"), "#000000")
    assert changed(result) == ['-    color: "#4C78A8"', '+    color: "#000000"']


def test_adding_at_the_end_after_a_code_at_the_top_and_under_a_leaf() -> None:
    new = Code(key=key("new"), label="New")
    assert keys(edit.add(TEXT, new, under=key("roles")))[4] == "roles/new"
    assert keys(edit.add(TEXT, new, under=key("roles"), after=key("pursue")))[2] == "roles/new"
    assert keys(edit.add(TEXT, new))[-1] == "new"
    under_leaf = edit.add(TEXT, new, under=key("pursue"))
    assert changed(under_leaf) == ["+          - code: new", "+            label: New"]
    assert "          # - phrase: not yet\n" in under_leaf.text


def test_the_texts_of_an_added_code_are_normalised() -> None:
    unnormalised = Code(key=key("new"), label=" New\none ", definition=" x\n", examples=(" ", "y "))
    code = edit.add(TEXT, unnormalised).codebook.code(key("new"))
    assert (code.label, code.definition, code.examples) == ("New one", "x", ("y",))
    with pytest.raises(UsageError, match="not a colour"):
        edit.add(TEXT, Code(key=key("new"), color="blue"))


def test_moving_includes_comments_and_adjusts_indentation() -> None:
    result = edit.move(TEXT, key("pursue"), under=key("schools"))
    assert keys(result) == [
        "roles",
        "roles/prevent",
        "roles/prevent/schools",
        "roles/prevent/schools/pursue",
        "harms",
    ]
    assert (
        "            children:\n              # graded A\n              - code: pursue\n"
        "                label: Pursue\n                definition: >-   # folded\n"
        "                  Enforcement as\n" in result.text
    )


def test_moving_to_the_top_and_back() -> None:
    up = edit.move(TEXT, key("pursue"), under=None, after=key("roles"))
    assert keys(up) == ["roles", "roles/prevent", "roles/prevent/schools", "pursue", "harms"]
    again = edit.move(up.text, key("pursue"), under=key("roles"))
    assert again.codebook.code(key("pursue")) == codebook.read(TEXT).code(key("pursue"))


def test_moving_the_only_child_removes_the_empty_list() -> None:
    result = edit.move(TEXT, key("schools"), under=None)
    assert result.text.count("children:") == 1


def test_moving_within_a_list_changes_only_the_order() -> None:
    result = edit.move(TEXT, key("pursue"), under=key("roles"))
    assert keys(result) == ["roles", "roles/prevent", "roles/prevent/schools", "roles/pursue", "harms"]
    assert sorted(result.text.splitlines()) == sorted(TEXT.splitlines())


def test_merging_into_another_code_moves_everything_but_its_texts() -> None:
    result = edit.merge(TEXT, [key("pursue"), key("prevent")], into=key("harms"))
    assert keys(result) == ["roles", "harms", "harms/schools"]
    harms = result.codebook.code(key("harms"))
    assert harms.examples == ("One", "Two")
    assert [pattern.text for pattern in harms.patterns] == ["went wrong", "arrest"]
    assert [(each.old, each.new) for each in result.changes] == [
        ("pursue", ("harms",)),
        ("prevent", ("harms",)),
    ]
    for comment in ("# graded A", "# folded", "# graded B", "# inside", "# From `prevent`:"):
        assert comment in result.text


def test_merging_into_a_new_code_puts_it_at_the_position_of_the_first() -> None:
    result = edit.merge(TEXT, [key("pursue"), key("harms")], into=key("both"), label="Both")
    assert keys(result) == ["roles", "roles/both", "roles/prevent", "roles/prevent/schools"]
    assert result.codebook.code(key("both")).label == "Both"


def test_merging_into_the_parent() -> None:
    result = edit.merge(TEXT, [key("prevent")], into=key("roles"))
    assert keys(result) == ["roles", "roles/pursue", "roles/schools", "harms"]


def test_splitting_adds_the_targets_as_siblings_and_retires_the_code() -> None:
    result = edit.split(TEXT, key("pursue"), [key("chase"), key("search"), key("harms")])
    assert keys(result)[1:4] == ["roles/pursue", "roles/chase", "roles/search"]
    assert result.codebook.code(key("pursue")).retired
    assert result.changes[0].new == ("chase", "search", "harms")
    with_itself = edit.split(TEXT, key("pursue"), [key("pursue"), key("search")])
    assert not with_itself.codebook.code(key("pursue")).retired


def test_removing_a_leaf() -> None:
    assert keys(edit.remove(TEXT, key("pursue")))[1] == "roles/prevent"
    with pytest.raises(ConflictError, match="codes under `roles`"):
        edit.remove(TEXT, key("roles"))


@pytest.mark.parametrize("ending", ["\r\n", "\n"])
@pytest.mark.parametrize("last", ["", "\n"])
def test_byte_order_mark_line_endings_and_the_last_line_are_kept(ending: str, last: str) -> None:
    text = "\ufeff" + TEXT.rstrip("\n").replace("\n", ending) + last.replace("\n", ending)
    result = edit.move(text, key("pursue"), under=None)
    result = edit.define(result.text, key("harms"), "definition", "One.\nTwo.")
    assert result.text.startswith("\ufeff#")
    assert len(re.findall("\n", result.text)) == len(re.findall(ending, result.text))
    assert result.text.endswith("\n") == bool(last)


def test_lists_that_are_not_indented_stay_unindented() -> None:
    text = "codes:\n- code: a\n  children:\n  - code: b\n- code: c\n"
    assert edit.move(text, key("c"), under=key("b")).text == (
        "codes:\n- code: a\n  children:\n  - code: b\n    children:\n    - code: c\n"
    )


def test_the_first_code_is_added_to_a_file_without_codes() -> None:
    for text in (
        "codebook: X\n",
        "codebook: X\ncodes:\n",
        "codebook: X\ncodes: []  # none yet\n",
        "codes: ~",
    ):
        result = edit.add(text, Code(key=key("a")))
        assert result.codebook.keys == ("a",)
        assert ("# none yet" in text) == ("# none yet" in result.text)


def test_flow_style_codes_can_be_edited_but_not_given_children() -> None:
    text = "codes:\n  - {code: a, label: A}  # short\n  - {code: b, patterns: [lemma: x], examples: []}\n"
    assert "{code: aa, label: A}  # short" in edit.rename(text, key("a"), key("aa")).text
    assert "{code: a, label: A, retired: true}" in edit.retire(text, key("a")).text
    assert '{code: a, label: "One, two"}' in edit.relabel(text, key("a"), "One, two").text
    assert "{code: a}" in edit.relabel(text, key("a"), "").text
    assert edit.move(text, key("b"), under=None, after=None).codebook.keys == ("a", "b")
    merged = edit.merge(text, [key("b")], into=key("a"))
    assert "{code: a, label: A, patterns: [{lemma: x}]}" in merged.text
    with pytest.raises(ConflictError, match="brackets"):
        edit.add(text, Code(key=key("c")), under=key("a"))
    with pytest.raises(ConflictError, match="brackets"):
        edit.move("codes: [{code: a}, {code: b, children: [{code: c}]}]", key("c"), under=None)


def test_an_edit_that_would_change_another_code_is_refused() -> None:
    shared = "codes:\n  - code: a\n    label: &x Same\n  - code: b\n    label: *x\n"
    with pytest.raises(ConflictError, match="nothing was changed"):
        edit.relabel(shared, key("b"), "Other")


def test_contradictory_edits_are_refused() -> None:
    with pytest.raises(NotFoundError, match="pursue"):
        edit.rename(TEXT, key("persue"), key("x"))
    with pytest.raises(ConflictError, match="already"):
        edit.rename(TEXT, key("pursue"), key("harms"))
    with pytest.raises(UsageError, match="cannot be a key"):
        edit.rename(TEXT, key("pursue"), key("a b"))
    with pytest.raises(ConflictError, match="under itself"):
        edit.move(TEXT, key("roles"), under=key("schools"))
    with pytest.raises(ConflictError, match="directly under `harms`"):
        edit.move(TEXT, key("pursue"), under=key("harms"), after=key("prevent"))
    with pytest.raises(ConflictError, match="is under"):
        edit.merge(TEXT, [key("roles")], into=key("schools"))
    with pytest.raises(UsageError, match="nothing to merge"):
        edit.merge(TEXT, [key("harms")], into=key("harms"))
    with pytest.raises(UsageError, match="at least two"):
        edit.split(TEXT, key("harms"), [key("x")])
    with pytest.raises(NotFoundError, match="definition"):
        edit.define(TEXT, key("harms"), "definiton", "x")
    with pytest.raises(UsageError, match="not a colour"):
        edit.recolor(TEXT, key("harms"), "red")
    with pytest.raises(UsageError, match="control"):
        edit.relabel(TEXT, key("harms"), "\x1b[1m")
    with pytest.raises(ConflictError, match="twice"):
        edit.add(TEXT, Code(key=key("x"), children=(Code(key=key("x")),)))
    with pytest.raises(CodebookError):
        edit.retire("codes: [", key("x"))
