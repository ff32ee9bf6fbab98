"""Which names the arguments and options of commands take."""

from collections.abc import Mapping, Sequence

SOURCE, CODE, CODES, CODER, CASE, ATTRIBUTE, ASSIGNMENT = (
    "source",
    "code",
    "codes",
    "coder",
    "case",
    "attribute",
    "assignment",
)
"""Kinds of names; codes are a code or a `@group`, an assignment is an attribute with `=`."""

ARGUMENTS: Mapping[str, Sequence[str]] = {
    "show": [SOURCE],
    "code": [SOURCE],
    "suggest": [SOURCE],
    "sources finish": [SOURCE],
    "sources reopen": [SOURCE],
    "sources rename": [SOURCE, ""],
    "sources remove": [SOURCE],
    "sources speakers": [SOURCE],
    "sources kind": [SOURCE, ""],
    "memo source": [SOURCE, ""],
    "apply": [CODE],
    "memo code": [CODE, ""],
    "codebook rename": [CODE, ""],
    "codebook define": [CODE, ""],
    "codebook relabel": [CODE, ""],
    "codebook recolor": [CODE, ""],
    "codebook move": [CODE, ""],
    "codebook merge": [CODE],
    "codebook retire": [CODE, ""],
    "codebook revive": [CODE, ""],
    "codebook remove": [CODE, ""],
    "codebook split": [CODE, ""],
    "codebook examples": [CODES, ""],
    "cases set": [CASE, ASSIGNMENT],
    "cases join": [CASE, SOURCE, ""],
    "cases rename": [CASE, ""],
    "cases remove": [CASE, ""],
    "coders rename": [CODER],
    "summary": [CASE, CODE, ""],
    "compare": [ATTRIBUTE, ""],
    "crosstab": [ATTRIBUTE],
}
"""Command → the kind of each argument (empty: no name of these); the last one counts for all that follow."""

OPTIONS: Mapping[str, str] = {
    "--source": SOURCE,
    "-s": SOURCE,
    "--code": CODES,
    "-c": CODES,
    "--codes": CODES,
    "--under": CODE,
    "--after": CODE,
    "--coder": CODER,
    "--where": ATTRIBUTE,
    "--by": ATTRIBUTE,
}
"""Option → the kind of its value; `codebook split --by` and `next --by`, which take none, offer none."""

WITHOUT_VALUE = frozenset(
    {"--help", "-h", "--yes", "-y", "--new", "--merge", "--erase", "--strict", "--skip-bad", "--plot"}
)
"""Common options that take no value; the word after any other option is its value."""
