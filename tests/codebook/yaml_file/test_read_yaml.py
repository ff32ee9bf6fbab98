from pathlib import Path

import pytest

from qualcode import codebook
from qualcode.errors import CodebookError
from qualcode.model import Pattern, PatternKind

EXAMPLES = sorted(Path("codebooks").glob("*.yaml"))


def refused(text: str) -> CodebookError:
    with pytest.raises(CodebookError) as caught:
        codebook.read(text, Path("study/codebook.yaml"))
    assert caught.value.path == Path("study/codebook.yaml")
    return caught.value


def test_every_field_is_read() -> None:
    book = codebook.read(
        """
codebook: Street life  # a name
codes:
  - code: roles
    label: "Core  roles"
    color: "#4C78A8"
    brief: In brief
    definition: >
      In two
      lines
    when_to_use: |
      First.

      Second.
    when_not_to_use: 'It''s not'
    examples: ["One", Two]
    patterns:
      - lemma: arrest
      - phrase: county lines
      - token: [{LOWER: took}, {lower: {IN: [out, "off"]}}, {OP: "?"}, {LENGTH: {">=": 3}, IS_ALPHA: true}]
      - regex: ' \\d+ '
      - not: under review
    children:
      - code: pursue
        retired: true
"""
    )
    (roles,) = book.codes
    assert (book.name, roles.key, roles.label, roles.color) == (
        "Street life",
        "roles",
        "Core roles",
        "#4C78A8",
    )
    assert (roles.brief, roles.definition) == ("In brief", "In two lines")
    assert (roles.when_to_use, roles.when_not_to_use) == ("First.\n\nSecond.", "It's not")
    assert roles.examples == ("One", "Two")
    assert roles.patterns == (
        Pattern(kind=PatternKind.LEMMA, text="arrest"),
        Pattern(kind=PatternKind.PHRASE, text="county lines"),
        Pattern(
            kind=PatternKind.TOKEN,
            tokens=(
                {"LOWER": "took"},
                {"LOWER": {"IN": ["out", "off"]}},
                {"OP": "?"},
                {"LENGTH": {">=": 3}, "IS_ALPHA": True},
            ),
        ),
        Pattern(kind=PatternKind.REGEX, text=r" \d+ "),
        Pattern(kind=PatternKind.NOT, text="under review"),
    )
    assert [child.retired for child in roles.children] == [True]


def test_codes_and_patterns_have_their_lines() -> None:
    book = codebook.read(
        "codes:\n- label: first\n  code: a\n  patterns:\n  - lemma: x\n\n  - not: y\n# c\n- code: b\n"
    )
    assert [code.line for code, _ in book.walk()] == [3, 9]
    assert [pattern.line for pattern in book.codes[0].patterns] == [5, 7]


@pytest.mark.parametrize(
    "word", ["no", "off", "OFF", "on", "yes", "1.10", "2024-05-01", "0o17", "1e3", "true"]
)
def test_words_are_not_converted_to_other_types(word: str) -> None:
    book = codebook.read(f"codes:\n  - code: {word}\n    label: {word}\n    examples: [{word}]\n")
    assert (book.codes[0].key, book.codes[0].label, book.codes[0].examples) == (word, word, (word,))


def test_a_field_without_a_value_is_empty() -> None:
    book = codebook.read(
        "codebook:\ncodes:\n  - code: a\n    label: ~\n    definition: null\n    examples:\n    children:\n"
    )
    assert book.name == book.codes[0].label == book.codes[0].definition == ""
    assert book.codes[0].examples == ()
    assert book.codes[0].children == ()


def test_a_codebook_may_have_no_codes_yet() -> None:
    assert len(codebook.read("codebook: New\n")) == 0


def test_windows_line_endings_and_a_byte_order_mark_change_nothing() -> None:
    text = "codebook: X\ncodes:\n  - code: a\n    definition: |\n      one\n      two\n"
    assert codebook.read("\ufeff" + text.replace("\n", "\r\n")) == codebook.read(text)


def test_letters_of_any_script_make_a_key() -> None:
    book = codebook.read("codes:\n  - code: Größe.1_a-b\n  - code: हिन्दी\n  - code: 角色\n")
    assert book.keys == ("Größe.1_a-b", "हिन्दी", "角色")


def test_an_alias_repeats_a_list() -> None:
    text = "codes:\n  - code: a\n    patterns: &p\n      - lemma: x\n  - code: b\n    patterns: *p\n"
    book = codebook.read(text)
    assert book.code(book.keys[0]).patterns == book.code(book.keys[1]).patterns != ()


@pytest.mark.parametrize(
    ("text", "position", "message", "hint"),
    [
        ("", (1, 1), "empty", "codes:"),
        ("# only a comment\n", (1, 1), "empty", "codes:"),
        ("- a\n", (1, 1), "begins with `codebook:`", "codes:"),
        ("codes:\n  - code: a\n  - code: b\n  - code: a\n", (4, 11), "'a' is here twice", ""),
        ("codes:\n  - code: a\n    label: x\n    label: y\n", (4, 5), "twice; it is in line 3", ""),
        ("codes:\n  - code:\n", (2, 10), "key of this code is empty", "pursue"),
        ("codes:\n  - code: ''\n", (2, 11), "key of this code is empty", "pursue"),
        ("codes:\n  - label: x\n", (2, 5), "has no key", "code:"),
        ("codes:\n  - pursue\n", (2, 5), "A code is a mapping", "- code:"),
        ("codes:\n  code: pursue\n", (2, 3), "list of codes", "- code:"),
        ("codes:\n  - code: hot spots\n", (2, 11), "'hot spots' cannot be a key", "'hot-spots'"),
        ("codes:\n  - code: -x\n", (2, 11), "cannot be a key", "'x'"),
        ("codes:\n  - code: a\n    defnition: x\n", (3, 5), "no field 'defnition'", "'definition'"),
        ("codes:\n  - code: a\n    colour: x\n", (3, 5), "no field 'colour'", "'color'"),
        ("codes:\n  - code: a\n    <<: {label: x}\n", (3, 5), "no field '<<'", "merge keys"),
        ("code:\n  - code: a\n", (1, 1), "no field 'code' in a codebook", "Did you mean 'code"),
        ("codes:\n  - code: a\n    label: [x]\n", (3, 12), "'label' is a text, not a list", "quotes"),
        ("codes:\n  - code: a\n    label: {x: y}\n", (3, 12), "'label' is a text, not a mapping", "quotes"),
        ("codes:\n  - code: a\n    examples: one\n", (3, 15), "'examples' is a list of texts", "["),
        ("codes:\n  - code: a\n    color: #4C78A8\n", (3, None), "colour is empty", "quotes"),
        ("codes:\n  - code: a\n    color: red\n", (3, 12), "'red' is not a colour", '"#4C78A8"'),
        ("codes:\n  - code: a\n    retired: maybe\n", (3, 14), "true or false, not 'maybe'", ""),
        ('codes:\n  - code: a\n    label: "\\e[31m"\n', (3, 12), "control character in it (U+001B)", ""),
        ("codes:\n  - code: a\n    label: a: b\n", (3, 13), "needs quotation marks", 'label: "a: b"'),
        ("codes:\n\t- code: a\n", (2, 1), "with a tab", "- code: a"),
        ("codes:\n  - code: 'a\n", (2, 11), "not closed", "- code: 'a'"),
        ("codes: []\n---\ncodes: []\n", (2, 1), "second document", "---"),
        ("codes: !!python/object:os.system []\n", (1, 8), "no tags", ""),
        ("codes: &a\n  - code: x\n    children: *a\n", (3, 15), "a cycle", ""),
        ("codes: *nowhere\n", (1, 8), "Nothing has the anchor", "quotes"),
        ("? [codes]\n: 1\n", (1, 3), "a word, not a list", ""),
        ("codebook: é\ncodes:\n  - code: a\x07\n", (3, 12), "not YAML", "Remove it"),
        ("codebook: \ud800\n", (1, 11), "surrogate", "UTF-8"),
    ],
)  # fmt: skip
def test_errors_have_line_column_and_hint(
    text: str, position: tuple[int, int | None], message: str, hint: str
) -> None:
    error = refused(text)
    assert message in error.message
    assert hint in error.hint
    assert error.line == position[0]
    assert position[1] is None or error.column == position[1]


@pytest.mark.parametrize(
    ("pattern", "message", "hint"),
    [
        ("arrest", "needs its kind", "- phrase:"),
        ("{lemma: a, phrase: b}", "one kind and one text, not 2", ""),
        ("{lema: a}", "no kind of pattern 'lema'", "'lemma'"),
        ("{lemma: ''}", "This lemma is empty", ""),
        ("{phrase: [a]}", "A pattern is a text", ""),
        ("{regex: '('}", "not a regular expression", "Python"),
        ("{regex: 'a{99999999999999999999}'}", "not a regular expression", ""),
        ("{token: took}", "a list with one mapping per token", "LOWER"),
        ("{token: []}", "a list with one mapping per token", "LOWER"),
        ("{token: [took]}", "Each token", "LOWER"),
        ("{token: [{LOWRE: took}]}", "no token attribute 'LOWRE'", "LOWER"),
        ("{token: [{_: {a: b}}]}", "Extension attributes", ""),
        ("{token: [{OP: '??'}]}", "OP is one of", "OP"),
        ("{token: [{IS_ALPHA: 3}]}", "IS_ALPHA is true or false", ""),
        ("{token: [{LENGTH: long}]}", "LENGTH takes a whole number", ""),
        ("{token: [{LOWER: }]}", "LOWER takes a word", ""),
        ("{token: [{LOWER: {}}]}", "LOWER takes a word, or a comparison", ""),
        ("{token: [{LOWER: {AMONG: [a]}}]}", "no comparison 'AMONG'", "IN"),
        ("{token: [{LOWER: {IN: a}}]}", "IN takes a list", ""),
        ("{token: [{LOWER: {REGEX: '('}}]}", "not a regular expression", ""),
    ],
)
def test_invalid_patterns_are_refused(pattern: str, message: str, hint: str) -> None:
    error = refused(f"codes:\n  - code: a\n    patterns:\n      - {pattern}\n")
    assert message in error.message
    assert hint in error.hint
    assert error.line == 4


def test_spacy_accepts_the_token_patterns_that_the_reader_accepts() -> None:
    spacy = pytest.importorskip("spacy")
    matcher = spacy.matcher.Matcher(spacy.blank("en").vocab, validate=True)
    forms = (
        "{ORTH: 1984}, {LIKE_NUM: yes, OP: '{2,3}'}, {LENGTH: {'>=': 3}}, {TEXT: {REGEX: '^a', NOT_IN: [no]}}"
    )
    forms += (
        ", {LOWER: {FUZZY: {IN: [colour]}}}, {LOWER: {FUZZY1: arrest}}, {TAG: {IN: []}}, {POS: VERB, OP: '!'}"
    )
    book = codebook.read(f"codes:\n  - code: a\n    patterns:\n      - token: [{forms}]\n")
    (pattern,) = book.codes[0].patterns
    matcher.add("a", [[dict(token) for token in pattern.tokens]])


def test_too_deep_nesting_is_refused() -> None:
    deep = "codes:\n" + "".join(
        f"{'  ' * level}- code: c{level}\n{'  ' * level}  children:\n" for level in range(60)
    )
    assert "more than 50" in refused(deep).message
    assert "deep" in refused("codes: " + "[" * 5000).message


def test_an_alias_bomb_is_refused() -> None:
    bomb = "a: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in range(9):
        bomb += f"b{level}: &a{level + 1} [{', '.join([f'*a{level}'] * 9)}]\n"
    assert "repeats more than a codebook can hold" in refused(bomb).message


def test_a_too_large_text_is_refused() -> None:
    assert "too large" in refused("#" * 20_000_001).message


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_example_codebooks_are_read(path: Path) -> None:
    assert len(codebook.read(path.read_text(encoding="utf-8"), path)) > 5


def test_a_new_codebook_is_valid_and_has_no_findings() -> None:
    text = codebook.new_text('Care: "home" #2')
    book = codebook.read(text)
    assert book.name == 'Care: "home" #2'
    assert codebook.check(book) == ()
    assert text.startswith("# yaml-language-server: $schema=")
