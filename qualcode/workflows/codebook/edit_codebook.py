"""Edit the codebook: file, codings and all other references to codes change in one act that can be undone.

Each function returns a proposed edit, which can be shown first; `carry_out` writes it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from qualcode.model import Code, CodeKey, CoderName
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import codings, foreign_guids, move_codings
from qualcode.store.records.codebook import codebooks, key_lineage
from qualcode.store.records.codebook.codebooks import CodebookVersion
from qualcode.store.records.foreign_guids import GuidKind
from qualcode.store.records.move_codings import MovedCodings
from qualcode.store.row_changes import Recorder
from qualcode.workflows.project.codebook_file import codebook_transaction, text_sha256
from qualcode.workflows.project.current_codebook import CurrentCodebook, read_codebook_file
from qualcode.workflows.rounds.hidden_work import require_nothing_hidden

if TYPE_CHECKING:
    from qualcode.codebook.changes.edit import Edit, KeyChange


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedEdit:
    """An edit of the codebook that is not written yet."""

    verb: str
    summary: str
    current: CurrentCodebook
    edit: "Edit"
    codings: int
    """Number of codings with one of the edited codes."""
    guids: Mapping[GuidKind, Mapping[str, str]] = field(default_factory=dict)
    """GUIDs of codes and groups by name, from another program's file."""

    @property
    def changes_nothing(self) -> bool:
        """Whether the text stays the same and no key changes."""
        return self.edit.text == self.current.text and not self.edit.changes

    def diff(self) -> str:
        """Return the changed lines of the file in the format of `diff -u`."""
        from difflib import unified_diff

        before, after = (text.splitlines() for text in (self.current.text, self.edit.text))
        return "\n".join(unified_diff(before, after, self.current.file, self.current.file, lineterm=""))


def add(
    project: Project, code: Code, under: CodeKey | None = None, after: CodeKey | None = None
) -> ProposedEdit:
    """Propose a new code at the end of a list, or right after one of its codes."""
    from qualcode.codebook.changes import edit

    return propose_edit(
        project,
        "add code",
        code.key,
        [],
        lambda current: edit.add(current.text, code, _parent(current, under, after), after),
    )


def rename(project: Project, old: CodeKey, new: CodeKey) -> ProposedEdit:
    """Propose a new key for a code; its codings get the new key."""
    from qualcode.codebook.changes import edit

    return propose_edit(
        project,
        "rename code",
        f"{old} to {new}",
        [old],
        lambda current: edit.rename(current.text, old, new, current.codebook),
    )


def define(project: Project, key: CodeKey, fields: Sequence[tuple[str, str]]) -> ProposedEdit:
    """Propose new texts for fields of a code, as (field, text); an empty text removes the field."""
    from qualcode.codebook.changes import edit

    def redefined(current: CurrentCodebook) -> "Edit":
        text = current.text
        for name, value in fields:
            result = edit.define(text, key, name, value)
            text = result.text
        return result

    names = ", ".join(field.replace("_", " ") for field, _ in fields)
    return propose_edit(project, "define code", f"{key}: {names}", [key], redefined)


def retire(project: Project, key: CodeKey) -> ProposedEdit:
    """Propose to retire a code: it is not available for new codings; its codings stay."""
    from qualcode.codebook.changes import edit

    return propose_edit(project, "retire code", key, [key], lambda current: edit.retire(current.text, key))


def revive(project: Project, key: CodeKey) -> ProposedEdit:
    """Propose to make a retired code available again."""
    from qualcode.codebook.changes import edit

    return propose_edit(project, "revive code", key, [key], lambda current: edit.revive(current.text, key))


def move(project: Project, key: CodeKey, under: CodeKey | None, after: CodeKey | None = None) -> ProposedEdit:
    """Propose a new position in the tree for a code and the codes under it; no codings change."""
    from qualcode.codebook.changes import edit

    position = f"after {after}" if after else f"under {under}" if under else "to the top"
    return propose_edit(
        project,
        "move code",
        f"{key} {position}",
        [key],
        lambda current: edit.move(current.text, key, _parent(current, under, after), after),
    )


def merge(project: Project, keys: Sequence[CodeKey], into: CodeKey, label: str = "") -> ProposedEdit:
    """Propose to merge codes; their codings get the key of the target."""
    from qualcode.codebook.changes import edit

    summary = f"{', '.join(keys)} into {into}"
    return propose_edit(
        project, "merge codes", summary, keys, lambda current: edit.merge(current.text, keys, into, label)
    )


def split(project: Project, key: CodeKey, into: Sequence[CodeKey]) -> ProposedEdit:
    """Propose to split a code; its codings keep it until a coder assigns each to a target."""
    from qualcode.codebook.changes import edit

    last_split = key_lineage.last_split(project.database, key)

    def split_once(current: CurrentCodebook) -> "Edit":
        result = edit.split(current.text, key, into)
        repeated = result.text == current.text and last_split is not None and set(last_split[1]) == set(into)
        return replace(result, changes=()) if repeated else result

    return propose_edit(project, "split code", f"{key} into {', '.join(into)}", [key], split_once)


def propose_edit(
    project: Project,
    verb: str,
    summary: str,
    keys: Sequence[CodeKey],
    change: "Callable[[CurrentCodebook], Edit]",
) -> ProposedEdit:
    """Return the edit that `change` makes of the current codebook, with the number of codings of `keys`."""
    current = read_codebook_file(project)
    edit = change(current)
    counts = codings.counts(project.database, "code") if keys else {}
    affected = sum(counts.get(key, 0) for key in dict.fromkeys(keys))
    return ProposedEdit(verb=verb, summary=summary, current=current, edit=edit, codings=affected)


def carry_out(project: Project, coder: CoderName, proposal: ProposedEdit) -> MovedCodings:
    """Write the edit as one act: the file, its version, and all references to the codes."""
    if proposal.changes_nothing:
        return MovedCodings(codings=0, joined=0)
    if proposal.edit.changes:
        require_nothing_hidden(project.database, coder, proposal.verb)
    with (
        codebook_transaction(project),
        history.act(project.database, coder, proposal.verb, proposal.summary) as recorder,
    ):
        proposal.current.keep(recorder, coder)
        store_version(recorder, coder, proposal.edit, proposal.current.sha256)
        for kind, by_name in proposal.guids.items():
            foreign_guids.add(recorder, kind, by_name)
        return move_affected_codings(recorder, proposal.edit.changes)


def store_version(recorder: Recorder, coder: CoderName, edit: "Edit", file_sha256: str) -> None:
    """Store the edited codebook as the newest version, with the changed keys."""
    from qualcode.store.records.codebook.codebook_json import to_json

    version = CodebookVersion(
        number=0,
        sha256=text_sha256(edit.text),
        text=edit.text,
        parsed=to_json(edit.codebook),
        made_at="",
        coder=coder,
    )
    key_pairs = ((change.old, new) for change in edit.changes for new in change.new)
    codebooks.add_next(recorder, version, key_pairs, file_sha256)


def move_affected_codings(recorder: Recorder, changes: "Sequence[KeyChange]") -> MovedCodings:
    """Give codings of renamed and merged codes the new key; codings of a split code keep theirs."""
    by_target: dict[CodeKey, list[CodeKey]] = {}
    for change in changes:
        if len(change.new) == 1:
            by_target.setdefault(change.new[0], []).append(change.old)
    moved = [move_codings.replace_codes(recorder, old, new) for new, old in by_target.items()]
    return MovedCodings(
        codings=sum(each.codings for each in moved), joined=sum(each.joined for each in moved)
    )


def _parent(current: CurrentCodebook, under: CodeKey | None, after: CodeKey | None) -> CodeKey | None:
    """Return the parent of a position: `under` if it is given, else the parent of the code `after`."""
    if under is not None or after is None:
        return under
    ancestors = current.codebook.ancestors(current.code(after))
    return ancestors[-1].key if ancestors else None
