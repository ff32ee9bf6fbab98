"""The codes and coders that options name: repeated, separated by commas, or as groups of codes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.errors import NotFoundError
from qualcode.workflows.project.filter_codes import filter_codes

if TYPE_CHECKING:
    from qualcode.model import Codebook


def split_names(names: Sequence[str]) -> tuple[str, ...]:
    """Return names that are repeated or separated by commas, each once."""
    split = (part.strip() for name in names for part in name.split(","))
    return tuple(dict.fromkeys(part for part in split if part))


def chosen_codes(
    codes: Sequence[str], codebook: "Codebook", used: Sequence[str], *, skip_unknown: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes that are named, and the names that are skipped as there is no such code."""
    names = _code_names(codes, codebook)
    missing = _unknown_codes(names, codebook, used) if skip_unknown else ()
    return filter_codes(codebook, [name for name in names if name not in missing], used=used), missing


def _code_names(codes: Sequence[str], codebook: "Codebook") -> list[str]:
    """Return names of codes and groups that are repeated or separated by commas; a group may have commas."""
    groups = {f"@{group.name}" for group in codebook.groups}
    return [name for each in codes for name in ([each] if each in groups else split_names([each]))]


def _unknown_codes(names: Sequence[str], codebook: "Codebook", used: Sequence[str]) -> tuple[str, ...]:
    unknown = []
    for name in names:
        try:
            filter_codes(codebook, [name], used=used)
        except NotFoundError:
            unknown.append(name)
    return tuple(unknown)
