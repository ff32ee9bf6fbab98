"""A tree of codes from rows that name their parents, or from names with dots."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qualcode.exchange.loss_report import LossReport
from qualcode.exchange.standard_color import standard_color
from qualcode.model import Code, Codebook, CodeKey, unused_key

_MAX_LEVELS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatCode:
    """A code as a row: what it is called by others, and the identity of the code above it."""

    identity: str
    name: str
    parent: str = ""
    definition: str = ""
    color: str = ""
    is_codable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeTree:
    """The codebook, and the key of each code by its identity."""

    codebook: Codebook
    keys: Mapping[str, CodeKey]


def code_tree(codes: Sequence[FlatCode], losses: LossReport) -> CodeTree:
    """Return the tree of codes in the order of the rows; a code whose parent is not there is a theme.

    A code whose ancestors run in a circle is a theme too.
    """
    by_identity = {code.identity: code for code in codes}
    keys: dict[str, CodeKey] = {}
    taken: set[CodeKey] = set()
    for code in codes:
        keys[code.identity] = unused_key(code.name or "Unnamed", taken)
        taken.add(keys[code.identity])
    children: dict[str | None, list[FlatCode]] = {}
    for code in by_identity.values():
        has_parent = code.parent in by_identity and _leads_to_the_top(code, by_identity)
        children.setdefault(code.parent if has_parent else None, []).append(code)

    def built(parent: str | None) -> tuple[Code, ...]:
        return tuple(
            Code(
                key=keys[code.identity],
                label=" ".join(code.name.split()) or "Unnamed",
                definition=code.definition,
                color=_color(code, losses),
                retired=not code.is_codable,
                children=built(code.identity),
            )
            for code in children.get(parent, ())
        )

    return CodeTree(codebook=Codebook(codes=built(None)), keys=keys)


def _color(code: FlatCode, losses: LossReport) -> str:
    color, change = standard_color(code.color)
    if change:
        instead = "without its transparency" if color else "the code gets a colour of its theme"
        losses.add("colours of codes", "a colour is #RRGGBB here", instead, f"{code.name}: {code.color}")
    return color


def dotted_codes(codes: Sequence[FlatCode]) -> list[FlatCode]:
    """Return codes under those whose names are theirs up to a dot: `harm.fear` under `harm`."""
    by_name = {code.name: code for code in codes}
    placed = []
    for code in codes:
        above = code.name.rpartition(".")[0]
        while above and above not in by_name:
            above = above.rpartition(".")[0]
        parent = by_name[above].identity if above else ""
        placed.append(replace(code, parent=parent))
    return placed


def _leads_to_the_top(code: FlatCode, by_identity: Mapping[str, FlatCode]) -> bool:
    levels = 0
    current: FlatCode | None = code
    while current is not None and levels <= _MAX_LEVELS:
        current = by_identity.get(current.parent) if current.parent else None
        levels += 1
    return current is None
