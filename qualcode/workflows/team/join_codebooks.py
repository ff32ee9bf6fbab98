"""The codebook after a merge: the newer of two versions, or a version that joins both."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qualcode.errors import CodebookConflictError
from qualcode.model import Code, Codebook, CodeKey
from qualcode.store.database import Database, Record
from qualcode.store.records import move_codings
from qualcode.store.records.codebook import codebooks, key_lineage
from qualcode.store.records.codebook.codebook_json import to_json
from qualcode.store.records.codebook.codebooks import CodebookVersion
from qualcode.store.row_changes import Recorder
from qualcode.store.team import codebook_exchange
from qualcode.store.team.codebook_exchange import VersionTree
from qualcode.workflows.project.codebook_file import parse_version, text_sha256
from qualcode.workflows.team import version_ancestry

if TYPE_CHECKING:
    from qualcode.codebook.changes.join_versions import CodeConflict
    from qualcode.workflows.team.version_ancestry import FateConflict


class Side(StrEnum):
    """Whose version of a code is taken where both changed it."""

    OURS = "ours"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What is decided on codes that both copies changed: a side, or the whole text of the codebook."""

    side: Side | None = None
    text: str = ""

    @property
    def name(self) -> str:
        """How it was decided; empty if nothing is decided."""
        return "editor" if self.text else str(self.side or "")


UNDECIDED = Resolution()
_COMMENT = "#> "
"""Begins the lines of a draft that are not kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookOutcome:
    """What became of the codebook, in a sentence, and notes."""

    sentence: str = ""
    notes: tuple[str, ...] = ()


def join_codebooks(
    recorder: Recorder, tree: VersionTree, resolution: Resolution = UNDECIDED
) -> CodebookOutcome:
    """Make the codebook's newest version the one that follows from both.

    CodebookConflictError for codes that both changed, if nothing is decided.
    Codings of codes that the newest version has under another key get that key; codes in use that it does not
    have are kept.
    """
    database = recorder.database
    own, other = (codebooks.with_number(database, number) for number in (tree.own_head, tree.other_head))
    if other is None:
        return CodebookOutcome()
    added: list[int] = []
    sentence = ""
    notes: list[str] = []
    if own is None or tree.own_head in codebook_exchange.ancestors(database, tree.other_head):
        sentence = f"The codebook is theirs now: version {tree.other_head}." if tree.new else ""
    elif tree.other_head not in codebook_exchange.ancestors(database, tree.own_head):
        number, notes = _join(recorder, own, other, resolution)
        added.append(number)
        sentence = f"The codebook joins both: version {number}."
    further, more = _keep_used_codes(recorder, tree)
    added += further
    codebook_exchange.record_merged(recorder, added, tree.own_sha256)
    return CodebookOutcome(sentence=sentence, notes=(*notes, *more))


def _join(
    recorder: Recorder, own: CodebookVersion, other: CodebookVersion, resolution: Resolution
) -> tuple[int, list[str]]:
    """Add the version that joins both; the same in every copy that joins the same two without a decision."""
    from qualcode.codebook import read
    from qualcode.codebook.changes.join_versions import join

    database = recorder.database
    identities = codebook_exchange.uuids(database)
    first, second = sorted((own, other), key=lambda version: identities[version.number])
    base = version_ancestry.common(database, own.number, other.number)
    preferred = other if resolution.side is Side.THEIRS else own
    joined = join(
        version_ancestry.text(database, base), first.text, second.text, prefers_second=preferred is second
    )
    fates = version_ancestry.fate_conflicts(database, base, own.number, other.number)
    conflicts = bool(joined.conflicts or fates)
    if not conflicts:
        joined = version_ancestry.join_of_all(database, own.number, other.number) or joined
    text = _with_codes_of(preferred, joined.text, [fate.key for fate in fates])
    if conflicts and not resolution.name:
        raise _conflict_error(text, joined.conflicts, fates, own_is_first=own is first)
    if conflicts and resolution.text:
        text = without_comments(resolution.text)
    codebook = read(text)
    decided = resolution.name if conflicts else ""
    if decided and preferred is second:  # keys become what they became in the parent
        first, second = second, first
    row: Record = {
        "sha256": text_sha256(text),
        "text": text,
        "parsed": to_json(codebook),
        "made_at": max(own.made_at, other.made_at),
        "coder": second.coder,
        "uuid": version_ancestry.identity(
            identities[first.number], identities[second.number], text, decided and recorder.act
        ),
        "parent": first.number,
        "joined": second.number,
    }
    differing = {fate.key for fate in fates}
    pairs = _key_pairs(database, base or second.number, second.number, differing)
    return codebook_exchange.add_join(recorder, row, pairs), list(joined.notes)


def _with_codes_of(version: CodebookVersion, text: str, keys: Sequence[CodeKey]) -> str:
    """Return the text with those of the codes that a version has."""
    from qualcode.codebook import read
    from qualcode.codebook.changes.join_versions import with_code

    codebook = parse_version(version)
    for key in keys:
        if key in codebook and key not in read(text):
            text = with_code(text, *_entry(codebook, key))
    return text


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


def _keep_used_codes(recorder: Recorder, tree: VersionTree) -> tuple[list[int], list[str]]:
    """Give codings keys that the newest version has, or keep their codes in a further version."""
    from qualcode.codebook import read
    from qualcode.codebook.changes.join_versions import with_code

    database = recorder.database
    newest = codebooks.newest(database)
    if newest is None:
        return [], []
    codebook = parse_version(newest)
    kept = set[CodeKey]()
    for key in move_codings.codes_in_use(database):
        if key in codebook:
            continue
        became = _only_target(database, key, tree, newest.number)
        if became is not None:
            move_codings.replace_codes(recorder, [key], became)
        if (became or key) not in codebook:
            kept.add(became or key)
    entries = {key: entry for key in sorted(kept) for entry in _entries_of(database, key, tree)}
    if not entries:
        return [], []
    base = version_ancestry.without_kept_codes(database, newest)
    earlier = set(codebook.keys) - set(
        parse_version(base).keys
    )  # all in one order, whichever merge kept them
    text = base.text
    entries_of_all = entries | {key: _entry(codebook, key) for key in earlier}
    for key in sorted(entries_of_all):
        text = with_code(text, *entries_of_all[key])
    identity = version_ancestry.identity(codebook_exchange.uuids(database)[newest.number], text)
    row: Record = {
        "sha256": text_sha256(text),
        "text": text,
        "parsed": to_json(read(text)),
        "made_at": newest.made_at,
        "coder": newest.coder,
        "uuid": identity,
        "parent": newest.number,
        "joined": None,
    }
    note = f"Kept in the codebook, since codings use them: {', '.join(entries)}."
    return [codebook_exchange.add_join(recorder, row, ())], [note]


def _only_target(database: Database, key: CodeKey, tree: VersionTree, newest: int) -> CodeKey | None:
    """Return the one code that a code became; None if it became none or several.

    The newest version need not have it: a copy may have followed the code before it heard that another copy
    removed what it became. So which of the two codes is kept does not depend on the order of merges.
    """
    heads = (tree.own_head, tree.other_head, _last_with(database, key, newest))
    targets = {
        keys for head in heads if head and (keys := key_lineage.key_changes(database, head, newest).get(key))
    }
    [target, *rest] = sorted(targets) or [()]
    return target[0] if len(target) == 1 and not rest else None


def _last_with(database: Database, key: CodeKey, newest: int) -> int:
    """Return the last version that led to the newest one and had a code; 0 if none had it."""
    for number in key_lineage.ancestry(database, newest):
        version = codebooks.with_number(database, number)
        if version and key in parse_version(version):
            return number
    return 0


def _entries_of(database: Database, key: CodeKey, tree: VersionTree) -> list[tuple[Code, CodeKey | None]]:
    """Return a code with its parent from the newest version of either copy that has it."""
    numbers = sorted(
        {
            number
            for head in (tree.own_head, tree.other_head)
            for number in codebook_exchange.ancestors(database, head)
        },
        reverse=True,
    )
    for number in numbers:
        version = codebooks.with_number(database, number)
        codebook = parse_version(version) if version else Codebook()
        if key in codebook:
            return [_entry(codebook, key)]
    return []


def _entry(codebook: Codebook, key: CodeKey) -> tuple[Code, CodeKey | None]:
    """Return a code with the key of its parent."""
    above = codebook.ancestors(key)
    return codebook.code(key), above[-1].key if above else None


def _key_pairs(
    database: Database, older: int, newer: int, left_out: Collection[CodeKey]
) -> list[tuple[str, str]]:
    """Return which keys became which between two versions."""
    changes = key_lineage.key_changes(database, older, newer)
    return [(str(old), str(new)) for old, keys in changes.items() for new in keys if old not in left_out]


def _conflict_error(
    text: str, conflicts: "Sequence[CodeConflict]", fates: "Sequence[FateConflict]", *, own_is_first: bool
) -> CodebookConflictError:
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
