"""Random codebooks as hypothesis strategies: all fields, kinds of pattern, several levels, awkward texts."""

from collections.abc import Callable

from hypothesis import strategies as st

from qualcode.codebook import read, write
from qualcode.errors import CodebookError
from qualcode.model import Code, Codebook, CodeGroup, CodeKey, Pattern, PatternKind
from qualcode.text.visible import UNPRINTABLE

AWKWARD = [
    "no",
    "null",
    "~",
    "1.10",
    "2024-05-01",
    "# not a comment",
    "a: b",
    "- dash",
    "*star",
    "&and",
    "[x]",
]
AWKWARD += [
    "'quoted'",
    '"',
    "{a: 1}",
    "emoji 🚓 é",
    "café",
    "مرحبا",
    "tab\there",
    "\u2028",
    "x\u00a0y",
    "%",
    "@",
]
AWKWARD += [
    "=1+1",
    "two\nlines",
    "  indented\n\n  block\n# hash",
    "end:",
    "back\\slash",
    "<b>&amp;</b>",
    "|",
    ">-",
]


def _clean(text: str) -> str:
    return UNPRINTABLE.sub("", text.replace("\r", "")).strip()


def words(most: int = 40) -> st.SearchStrategy[str]:
    """Texts of several lines, as fields may have them."""
    written = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), max_size=most)
    return (st.sampled_from(AWKWARD) | written).map(_clean)


def line(most: int = 30) -> st.SearchStrategy[str]:
    """Texts of one line, for labels."""
    return words(most).map(lambda text: " ".join(text.split()))


def _filled(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return texts.filter(bool)


tokens = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "LOWER": _filled(line(8)) | st.fixed_dictionaries({"IN": st.lists(_filled(line(6)), max_size=2)}),
            "IS_ALPHA": st.booleans(),
            "LENGTH": st.integers(0, 99) | st.fixed_dictionaries({">=": st.integers(0, 9)}),
            "OP": st.sampled_from(["?", "+", "{1,2}"]),
        },
    ),
    min_size=1,
    max_size=3,
).map(tuple)
worded = st.sampled_from([PatternKind.PHRASE, PatternKind.LEMMA, PatternKind.NOT])
patterns = (
    st.builds(lambda kind, text: Pattern(kind=kind, text=text), worded, _filled(words(12)))
    | st.builds(lambda token_list: Pattern(kind=PatternKind.TOKEN, tokens=token_list), tokens)
    | st.sampled_from([r"\bcount(y|ies)\b", "a#b", " x", "'", '["]+']).map(
        lambda text: Pattern(kind=PatternKind.REGEX, text=text)
    )
)
_Groups = dict[str, set[int]]
"""The rows of the members of each group, by its name."""
colors = st.sampled_from(["", "", "#4C78A8", "#a0B1c2"])


def codebooks(most: int = 9, *, grouped: bool = False) -> st.SearchStrategy[Codebook]:
    """Codebooks of up to `most` codes in any tree; `grouped` ones have groups of codes too."""
    fields = st.fixed_dictionaries(
        {},
        optional={
            **dict.fromkeys(("brief", "definition", "when_to_use", "when_not_to_use"), words()),
            "label": line(),
            "color": colors,
            "retired": st.booleans(),
            "examples": st.lists(_filled(words()), max_size=2).map(tuple),
            "patterns": st.lists(patterns, max_size=2).map(tuple),
        },
    )
    rows = st.lists(st.tuples(fields, st.integers(0, 4)), max_size=most)

    def build(
        name: str, rows: list[tuple[dict[str, object], int]], key: Callable[[int], str], groups: _Groups
    ) -> Codebook:
        members = [
            CodeGroup(
                name=group, members=tuple(CodeKey(key(row)) for row in sorted(chosen) if row < len(rows))
            )
            for group, chosen in groups.items()
        ]
        return Codebook(name=name, codes=_tree(rows, key), groups=tuple(members))

    groups = st.dictionaries(_filled(line(12)), st.sets(st.integers(0, most)), max_size=2 if grouped else 0)
    return st.builds(build, line(), rows, _keys, groups)


_keys: st.SearchStrategy[Callable[[int], str]] = st.sampled_from(
    [lambda number: f"k{number}", lambda number: f"Größe_{number}", str, lambda number: f"a.b-{number}"]
)


def _tree(rows: list[tuple[dict[str, object], int]], key: Callable[[int], str]) -> tuple[Code, ...]:
    """Turn (fields, level) rows into a tree; a level deeper than possible becomes the deepest possible."""
    levels: list[int] = []
    for _, level in rows:
        levels.append(min(level, levels[-1] + 1) if levels else 0)

    def under(start: int, end: int, level: int) -> tuple[Code, ...]:
        heads = [row for row in range(start, end) if levels[row] == level]
        ends = [*heads[1:], end]
        return tuple(
            Code(key=CodeKey(key(row)), children=under(row + 1, stop, level + 1), **rows[row][0])  # type: ignore[arg-type]
            for row, stop in zip(heads, ends, strict=False)
        )

    return under(0, len(rows), 0)


@st.composite
def commented(draw: st.DrawFn) -> tuple[str, int]:
    """The text of a random codebook with inserted comments and blank lines, and the number of comments."""
    book = draw(codebooks(7, grouped=True))
    text = write(book)
    count = 0
    for position, indent, shape in draw(
        st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9), st.integers(0, 2)), max_size=6)
    ):
        lines = text.split("\n")
        row = position % len(lines)
        comment = f"# note {count}."
        if shape == 0:
            lines.insert(row, " " * indent + comment)
        elif shape == 1:
            lines[row] += f"  {comment}"
        else:
            lines.insert(row, "")
        candidate = "\n".join(lines)
        if _reads_as(candidate, book):
            text, count = candidate, count + (shape < 2)
    return text, count


def _reads_as(text: str, book: object) -> bool:
    try:
        return read(text) == book
    except CodebookError:
        return False
