"""Changing the codebook: the file, the codings and whatever else refers to codes, in one act with a way back.

A change is first proposed, so that it can be looked at: nothing is written before it is carried out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.model import Code, CodeKey, CoderName
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import codebooks, codings, key_lineage, move_codings
from qualcode.store.records.codebooks import CodebookVersion
from qualcode.store.records.move_codings import MovedCodings
from qualcode.store.row_changes import Recorder
from qualcode.workflows.project.codebook_file import followed, text_sha256
from qualcode.workflows.project.current_codebook import CurrentCodebook, read_codebook_file

if TYPE_CHECKING:
    from qualcode.codebook.changes.edit import Edit, KeyChange


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedEdit:
    """A change of the codebook that has not been made yet."""

    verb: str
    summary: str
    force: CurrentCodebook
    edit: "Edit"
    codings: int
    """How many codings have one of the codes that are changed."""

    @property
    def changes_nothing(self) -> bool:
        """Whether the file is so already, and no codings have to follow."""
        return self.edit.text == self.force.text and not self.edit.changes

    def diff(self) -> str:
        """Return the lines of the file that go and come, as `diff -u` shows them."""
        from difflib import unified_diff

        before, after = (text.splitlines() for text in (self.force.text, self.edit.text))
        return "\n".join(unified_diff(before, after, self.force.file, self.force.file, lineterm=""))


def add(
    project: Project, code: Code, under: CodeKey | None = None, after: CodeKey | None = None
) -> ProposedEdit:
    """Propose a new code at the end of a list, or right after one of its codes."""
    from qualcode.codebook.changes import edit

    return _proposed(
        project,
        "add code",
        code.key,
        [],
        lambda force: edit.add(force.text, code, _parent(force, under, after), after),
    )


def rename(project: Project, old: CodeKey, new: CodeKey) -> ProposedEdit:
    """Propose another key for a code; its codings follow."""
    from qualcode.codebook.changes import edit

    return _proposed(
        project,
        "rename code",
        f"{old} to {new}",
        [old],
        lambda force: edit.rename(force.text, old, new, force.codebook),
    )


def define(project: Project, key: CodeKey, fields: Sequence[tuple[str, str]]) -> ProposedEdit:
    """Propose other words for fields of a code, as (field, words); no words take a field out."""
    from qualcode.codebook.changes import edit

    def redefined(force: CurrentCodebook) -> "Edit":
        text = force.text
        for field, words in fields:
            made = edit.define(text, key, field, words)
            text = made.text
        return made

    named = ", ".join(field.replace("_", " ") for field, _ in fields)
    return _proposed(project, "define code", f"{key}: {named}", [key], redefined)


def retire(project: Project, key: CodeKey) -> ProposedEdit:
    """Propose that a code is no longer given to new passages; its codings stay."""
    from qualcode.codebook.changes import edit

    return _proposed(project, "retire code", key, [key], lambda force: edit.retire(force.text, key))


def revive(project: Project, key: CodeKey) -> ProposedEdit:
    """Propose that a retired code is used again."""
    from qualcode.codebook.changes import edit

    return _proposed(project, "revive code", key, [key], lambda force: edit.revive(force.text, key))


def move(project: Project, key: CodeKey, under: CodeKey | None, after: CodeKey | None = None) -> ProposedEdit:
    """Propose another place in the tree for a code and all that is under it; no codings change."""
    from qualcode.codebook.changes import edit

    place = f"after {after}" if after else f"under {under}" if under else "to the top"
    return _proposed(
        project,
        "move code",
        f"{key} {place}",
        [key],
        lambda force: edit.move(force.text, key, _parent(force, under, after), after),
    )


def merge(project: Project, keys: Sequence[CodeKey], into: CodeKey, label: str = "") -> ProposedEdit:
    """Propose that codes become one, and their codings codings of it."""
    from qualcode.codebook.changes import edit

    summary = f"{', '.join(keys)} into {into}"
    return _proposed(
        project, "merge codes", summary, keys, lambda force: edit.merge(force.text, keys, into, label)
    )


def split(project: Project, key: CodeKey, into: Sequence[CodeKey]) -> ProposedEdit:
    """Propose that a code makes room for several; its codings stay until somebody says which goes where."""
    from qualcode.codebook.changes import edit

    known = key_lineage.last_split(project.database, key)

    def parted(force: CurrentCodebook) -> "Edit":
        made = edit.split(force.text, key, into)
        again = made.text == force.text and known is not None and set(known[1]) == set(into)
        return replace(made, changes=()) if again else made

    return _proposed(project, "split code", f"{key} into {', '.join(into)}", [key], parted)


def carry_out(project: Project, coder: CoderName, proposal: ProposedEdit) -> MovedCodings:
    """Make the change: the file, its version, and all that refers to the codes, as one act."""
    if proposal.changes_nothing:
        return MovedCodings(codings=0, joined=0)
    with (
        followed(project),
        history.act(project.database, coder, proposal.verb, proposal.summary) as recorder,
    ):
        proposal.force.keep(recorder, coder)
        put(recorder, coder, proposal.edit, proposal.force.sha256)
        return follow(recorder, proposal.edit.changes)


def put(recorder: Recorder, coder: CoderName, edit: "Edit", file_sha256: str) -> None:
    """Keep the edited codebook as the newest version, with what became of its keys."""
    from qualcode.store.records.codebook_json import to_json

    version = CodebookVersion(
        number=0,
        sha256=text_sha256(edit.text),
        text=edit.text,
        parsed=to_json(edit.codebook),
        made_at="",
        coder=coder,
    )
    became = ((change.old, new) for change in edit.changes for new in change.new)
    codebooks.add_next(recorder, version, became, file_sha256)


def follow(recorder: Recorder, changes: "Sequence[KeyChange]") -> MovedCodings:
    """Let codings follow their codes; those of a code that was split stay for a person to sort out."""
    by_target: dict[CodeKey, list[CodeKey]] = {}
    for change in changes:
        if len(change.new) == 1:
            by_target.setdefault(change.new[0], []).append(change.old)
    moved = [move_codings.replace_codes(recorder, old, new) for new, old in by_target.items()]
    return MovedCodings(codings=sum(one.codings for one in moved), joined=sum(one.joined for one in moved))


def _parent(force: CurrentCodebook, under: CodeKey | None, after: CodeKey | None) -> CodeKey | None:
    """Return the code under which a place is: as it was named, or that of the code after which it comes."""
    if under is not None or after is None:
        return under
    above = force.codebook.ancestors(force.code(after))
    return above[-1].key if above else None


def _proposed(
    project: Project,
    verb: str,
    summary: str,
    keys: Sequence[CodeKey],
    change: "Callable[[CurrentCodebook], Edit]",
) -> ProposedEdit:
    force = read_codebook_file(project)
    edit = change(force)
    counts = codings.counts(project.database, "code") if keys else {}
    concerned = sum(counts.get(key, 0) for key in dict.fromkeys(keys))
    return ProposedEdit(verb=verb, summary=summary, force=force, edit=edit, codings=concerned)
