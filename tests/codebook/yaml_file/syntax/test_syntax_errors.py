"""Faults that people make in YAML: the line where they begin, and the line as it should be."""

from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from qualcode import codebook
from qualcode.errors import CodebookError

LINES = (
    "codebook: Street life",
    "codes:",
    "  - code: roles",
    "    label: Roles",
    "    definition: What officers do",
    "    children:",
    "      - code: pursue",
    '        examples: ["We went in hard.", Kicked the door]',
    "        patterns:",
    "          - lemma: arrest",
    "  - code: harms",
    "    label: Harms",
    '    definition: "What hurts people"',
    "    when_to_use: 'Wounds, debts'",
)

LINE_FAULTS = {
    "tab": ("    label: Harms", "\tlabel: Harms", "with a tab", "    label: Harms"),
    "tab before a dash": ("  - code: harms", "\t- code: harms", "with a tab", "  - code: harms"),
    "no-break spaces": ("    label: Harms", "\xa0\xa0\xa0\xa0label: Harms", "no-break", "    label: Harms"),
    "no space after the dash": ("  - code: harms", "  -code: harms", "after the dash", "  - code: harms"),
    "no space after the colon": (
        "    label: Harms",
        "    label:Harms",
        "after the colon",
        "    label: Harms",
    ),
    "no colon": ("    label: Harms", "    label Harms", "A colon is missing", "    label: Harms"),
    "too far in": ("    label: Harms", "     label: Harms", "by 5 spaces", "    label: Harms"),
    "too far out": ("    label: Harms", "   label: Harms", "by 3 spaces", "    label: Harms"),
    "item too far out": ("  - code: harms", " - code: harms", "by 1 space;", "  - code: harms"),
    "missing dash": ("  - code: harms", "    code: harms", "A dash is missing", "  - code: harms"),
    "double quote not closed": (
        '    definition: "What hurts people"',
        '    definition: "What hurts people',
        "opened here and not closed",
        '    definition: "What hurts people"',
    ),
    "single quote not closed": (
        "    when_to_use: 'Wounds, debts'",
        "    when_to_use: 'Wounds, debts",
        "opened here and not closed",
        "    when_to_use: 'Wounds, debts'",
    ),
    "quote closed early": (
        '    definition: "What hurts people"',
        '    definition: "What" hurts people',
        "Text follows the closing quotation mark",
        "    definition: '\"What\" hurts people'",
    ),
    "backslash": (
        '    definition: "What hurts people"',
        r'    definition: "What \hurts people"',
        "backslash",
        r"    definition: 'What \hurts people'",
    ),
    "colon in a text": (
        "    label: Harms",
        "    label: Harms: all of them",
        "A text with a colon",
        '    label: "Harms: all of them"',
    ),
    "list not closed": (
        '        examples: ["We went in hard.", Kicked the door]',
        '        examples: ["We went in hard.", Kicked the door',
        "The bracket [ is opened here",
        '        examples: ["We went in hard.", Kicked the door]',
    ),
}


MARK_FAULTS = {
    "no space after the dash": ("  -code: roles", "A space is missing after the dash"),
    "tab after the dash": ("  -\tcode: roles", "A tab follows the dash"),
    "no space after the colon": ("  - code:roles", "after the colon of `code`"),
    "en dash": ("  \u2013 code: roles", "begins with the dash -, not with \u2013"),
    "bullet": ("  • code: roles", "not with •"),
    "asterisk": ("  * code: roles", "not with *"),
    "full-width colon": ("  - code\uff1aroles", "another character that looks like one"),
}
"""Faults of a dash or colon of the first code, at which YAML's parser stops only in the next line."""


@pytest.mark.parametrize("kind", MARK_FAULTS)
def test_a_wrong_mark_is_named_in_its_own_line(kind: str) -> None:
    faulty, words = MARK_FAULTS[kind]
    error = fault("  - code: roles", faulty)
    assert (error.line, proposed(error)) == (3, "  - code: roles")
    assert words in error.message


def test_a_code_without_its_dash_is_not_moved_into_the_code_above() -> None:
    error = fault("  - code: harms", "  code: harms")
    assert (error.line, proposed(error)) == (11, "  - code: harms")
    assert "A dash is missing" in error.message


def test_no_break_spaces_before_a_name_are_named() -> None:
    with pytest.raises(CodebookError, match="indented with no-break spaces"):
        codebook.read("codebook: X\ncodes:\n\xa0\xa0- code: a\n")


def fault(line: str, faulty: str) -> CodebookError:
    text = "\n".join(faulty if each == line else each for each in LINES)
    with pytest.raises(CodebookError) as caught:
        codebook.read(text + "\n", Path("codebook.yaml"))
    return caught.value


def proposed(error: CodebookError) -> str:
    return error.hint.removeprefix("Write:\n").partition(" | ")[2]


@pytest.mark.parametrize("kind", LINE_FAULTS)
def test_a_fault_names_its_line_and_the_line_as_it_should_be(kind: str) -> None:
    line, faulty, words, repaired = LINE_FAULTS[kind]
    error = fault(line, faulty)
    assert (error.line, proposed(error)) == (LINES.index(line) + 1, repaired)
    assert words in error.message
    number, _, shown = error.excerpt.splitlines()[0].partition(" | ")
    assert int(number) == error.line
    assert shown == faulty.replace("\t", "→").replace("\xa0", "␣")


def test_a_second_line_of_a_text_is_indented_below_its_field() -> None:
    text = "\n".join(LINES).replace("What officers do\n", "What officers do\nand why\n")
    with pytest.raises(CodebookError, match="This line has no field") as caught:
        codebook.read(text)
    assert (caught.value.line, proposed(caught.value)) == (6, "      and why")


@pytest.mark.parametrize("mark", "*&>|%@`{[?-")
def test_a_text_that_begins_with_an_indicator_is_proposed_in_quotes(mark: str) -> None:
    error = fault("    definition: What officers do", f"    definition: {mark} officers do")
    assert (error.line, error.column) == (5, 17)
    assert proposed(error) == f'    definition: "{mark} officers do"'


def test_a_quote_that_is_closed_by_the_next_quote_is_named_where_it_opens() -> None:
    text = "\n".join(LINES).replace("label: Roles", 'label: "Roles')
    with pytest.raises(CodebookError) as caught:
        codebook.read(text)
    assert (caught.value.line, proposed(caught.value)) == (4, '    label: "Roles"')


def test_of_two_faults_the_first_is_named() -> None:
    text = "\n".join(LINES).replace("label: Roles", "label:Roles").replace("label: Harms", "label:Harms")
    with pytest.raises(CodebookError) as caught:
        codebook.read(text)
    assert (caught.value.line, proposed(caught.value)) == (4, "    label: Roles")


def test_a_column_far_to_the_right_is_shown_with_its_surroundings() -> None:
    error = fault("    label: Harms", "    label: " + "harm " * 40 + ": more")
    line, caret = error.excerpt.splitlines()
    assert len(line) < 90
    assert line[caret.index("^")] == ":"


@settings(max_examples=60, deadline=None)
@given(
    index=st.integers(2, len(LINES) - 1),
    change=st.sampled_from(("tab", "space more", "space less", "glued colon", "open quote")),
    codes=st.integers(1, 30),
)
def test_a_file_with_the_proposed_line_is_yaml(index: int, change: str, codes: int) -> None:
    lines = [*LINES, *(f"  - code: more-{number}" for number in range(codes))]
    line = lines[index]
    assume(change != "open quote" or "[" not in line)
    lines[index] = {
        "tab": "\t" + line.lstrip(),
        "space more": " " + line,
        "space less": line[1:],
        "glued colon": line.replace(": ", ":", 1),
        "open quote": line.replace(": ", ': "', 1),
    }[change]
    error = syntax_error_of(lines)
    if error is not None and error.hint.startswith("Write:"):
        assert error.line is not None
        lines[error.line - 1] = proposed(error)
        remaining = syntax_error_of(lines)
        assert remaining is None or not remaining.hint.startswith("Write:")


def syntax_error_of(lines: list[str]) -> CodebookError | None:
    try:
        codebook.read("\n".join(lines))
    except CodebookError as error:
        return error
    return None


@pytest.mark.parametrize("line_end", ["\r", "\r\n", "\x85", "\u2028"])
@pytest.mark.parametrize("last_line", ['b: "open', "b: [x", "b: {x", "- *a", '"q'])
def test_an_error_after_unusual_line_ends_is_a_message(line_end: str, last_line: str) -> None:
    with pytest.raises(CodebookError):
        codebook.read(line_end.join(["codes:", "# a", "# b", last_line]), Path("codebook.yaml"))
