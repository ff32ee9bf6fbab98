"""What a merge shows of codes that both copies changed: both versions, and a draft for the editor."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.errors import CodebookConflictError
from qualcode.model import Code

if TYPE_CHECKING:
    from qualcode.codebook.changes.join_versions import CodeConflict
    from qualcode.workflows.team.version_ancestry import FateConflict

_COMMENT = "#> "
"""Begins the lines of a draft that are not kept."""


def without_comments(draft: str) -> str:
    """Return an edited draft without the lines that tell what differs."""
    return "".join(line for line in draft.splitlines(keepends=True) if not line.startswith(_COMMENT.rstrip()))


def _draft(text: str, shown: Sequence[str]) -> str:
    """Return a codebook with one version of the codes that differ, and both in comments above it."""
    heading = (
        "Both copies changed the codes below. This text has your version of them: change it to what the",
        "codebook is to be, and save it. Lines that begin with #> are not kept; without a change nothing is",
        "merged.",
    )
    lines = [*heading, *(line for each in shown for line in each.splitlines())]
    return "".join(f"{_COMMENT}{line}\n" for line in lines) + text


def conflict_error(
    text: str, conflicts: "Sequence[CodeConflict]", fates: "Sequence[FateConflict]", *, own_is_first: bool
) -> CodebookConflictError:
    """Return the error that shows both versions of each code; `text` has one of them, for the draft."""
    shown = [_shown(conflict, own_is_first=own_is_first) for conflict in conflicts]
    shown += [_shown_fates(each) for each in fates]
    return CodebookConflictError(
        "\n".join(("The codebook was changed in both copies. These codes differ:", *shown)),
        "Take yours with --ours or theirs with --theirs, or decide on each in the editor with --edit.",
        draft=_draft(text, shown),
    )


def _shown_fates(conflict: "FateConflict") -> str:
    """Return what a code became in both copies on two lines."""
    versions = (("yours", conflict.own), ("theirs", conflict.other))
    return "\n".join(
        (f"  {conflict.key}", *(f"    {name}: it is {', '.join(keys)} now" for name, keys in versions))
    )


def _shown(conflict: "CodeConflict", *, own_is_first: bool) -> str:
    """Return the fields of a code that differ on two lines; where one copy removed it, all fields."""
    codes = (conflict.first, conflict.second) if own_is_first else (conflict.second, conflict.first)
    versions = [_fields(code) if code else None for code in codes]
    own, other = (version or {} for version in versions)
    names = dict.fromkeys((*own, *other))
    differing = [name for name in names if own.get(name) != other.get(name)] or list(names)
    shown = []
    for who, version in zip(("yours", "theirs"), versions, strict=True):
        fields = (f"{name}: {(version or {}).get(name, '(none)')}" for name in differing)
        shown.append(f"    {who}: {'(removed)' if version is None else '; '.join(fields) or '(no fields)'}")
    return "\n".join((f"  {conflict.key}", *shown))


def _fields(code: Code) -> dict[str, str]:
    """Return the fields of a code by name, each on one line."""
    from qualcode.codebook.yaml_file.write_yaml import code_lines

    fields: dict[str, str] = {}
    name = ""
    for line in [*code_lines(code, "")][1:]:
        text = " ".join(line.split())
        if line.startswith("    "):  # an item of the field above
            fields[name] = f"{fields[name]} {text}".strip()
        else:
            name, _, value = text.partition(":")
            fields[name] = value.strip()
    return fields
