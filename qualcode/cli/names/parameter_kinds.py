"""Which parameters of which commands take names, of which kind, and whether the command reads or writes."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from qualcode.cli.completion.argument_kinds import ASSIGNMENT, ATTRIBUTE, CASE, CODE, CODER, SOURCE
from qualcode.workflows.analysis.analyses import ANALYSES

QUERY = "query"
"""The kind of a parameter with a query or conditions, in which codes, coders and attributes are named."""
DIMENSION = "dimension"
"""The kind of a parameter with a dimension of tables: code, case and the like, or an attribute of cases."""
Kinds = Mapping[str, str]
"""Parameter → kind of its names."""

_FILTERS = {"source": SOURCE, "code": CODE, "coder": CODER, "where": QUERY}
_DIMENSIONS = {
    "by": DIMENSION,
    "rows": DIMENSION,
    "columns": DIMENSION,
    "attribute": DIMENSION,
    "order": ATTRIBUTE,
}
_WITHOUT_CODER = {"source": SOURCE, "code": CODE}
"""The filters of commands whose `--coder` is the coder who works."""


class NamedParameters(NamedTuple):
    """The parameters of a command that take names of what exists.

    A command reads unless `writes` is set, or one of the parameters `writes_with` has a value. With the
    option `--new`, names of the kinds in `may_create` do not have to exist. With an option in `exact_with`,
    names are taken as they are typed: what is to be erased may have been removed before.
    """

    kinds: Kinds
    writes: bool = False
    writes_with: tuple[str, ...] = ()
    may_create: tuple[str, ...] = ()
    exact_with: tuple[str, ...] = ()

    def writes_for(self, values: Mapping[str, Any]) -> bool:
        """Whether the command writes when it is called with these values."""
        return self.writes or any(values.get(parameter) for parameter in self.writes_with)

    def is_exact(self, kind: str, values: Mapping[str, Any]) -> bool:
        """Whether names of this kind are taken as they are typed."""
        is_new = kind in self.may_create and values.get("new")
        return bool(is_new or any(values.get(parameter) for parameter in self.exact_with))


def _writing(**kinds: str) -> NamedParameters:
    return NamedParameters(kinds, writes=True)


_ONE_CODE = _writing(key=CODE)
COMMANDS: Mapping[str, NamedParameters] = {
    **dict.fromkeys(
        ("show", "codings", "history", "export", "report", "kwic"),
        NamedParameters(_FILTERS),
    ),
    **dict.fromkeys(("words", *ANALYSES), NamedParameters({**_FILTERS, **_DIMENSIONS})),
    "quotes": NamedParameters({**_FILTERS, "query": QUERY}),
    **dict.fromkeys(("suggestions", "review", "trial", "next"), NamedParameters(_WITHOUT_CODER)),
    **dict.fromkeys(
        (
            *("status", "sources", "memos", "team rivals"),
            *("codebook", "codebook check", "codebook diff", "codebook export"),
        ),
        NamedParameters({"coder": CODER}),
    ),
    "similar": NamedParameters({"source": SOURCE, "coder": CODER}),
    "agreement": NamedParameters({"codes": CODE, "coder": CODER, "where": QUERY}),
    "disagreements": NamedParameters({"code": CODE, "source": SOURCE, "coder": CODER}),
    "code": NamedParameters({"source": SOURCE}),
    "codebook examples": NamedParameters({"code": CODE, "coder": CODER}),
    "summary": NamedParameters({"case": CASE, "theme": CODE}, writes_with=("text", "file", "remove")),
    "sources speakers": NamedParameters(
        {"source": SOURCE},
        writes_with=("interviewer", "participant", "rename", "speakers", "speaker", "from_settings"),
    ),
    "sources kind": _writing(source=SOURCE),
    "sources finish": _writing(names=SOURCE),
    "sources reopen": _writing(names=SOURCE),
    "sources rename": _writing(name=SOURCE),
    "sources remove": _writing(name=SOURCE)._replace(exact_with=("erase",)),
    "cases set": _writing(case=CASE, assignments=ASSIGNMENT)._replace(may_create=(CASE, ASSIGNMENT)),
    "cases join": _writing(case=CASE, source=SOURCE)._replace(may_create=(CASE,)),
    "cases rename": _writing(case=CASE),
    "cases remove": _writing(case=CASE)._replace(exact_with=("erase",)),
    "coders rename": _writing(old=CODER),
    "apply": _writing(codes=CODE, source=SOURCE, where=QUERY),
    "remove": _writing(code=CODE, source=SOURCE),
    "rounds finish": _writing(sources=SOURCE),
    "suggest": _writing(sources=SOURCE, code=CODE),
    "accept": _writing(source=SOURCE, code=CODE, as_=CODE),
    "reject": _writing(source=SOURCE, code=CODE),
    "memo source": _writing(name=SOURCE),
    "memo code": _ONE_CODE,
    "codebook add": _writing(under=CODE, after=CODE),
    "codebook rename": _writing(old=CODE),
    "codebook move": _writing(key=CODE, under=CODE, after=CODE),
    "codebook merge": _writing(keys=CODE),
    **dict.fromkeys(
        (
            f"codebook {verb}"
            for verb in ("define", "relabel", "recolor", "retire", "revive", "remove", "split")
        ),
        _ONE_CODE,
    ),
}
