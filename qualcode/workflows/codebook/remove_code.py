"""Remove a code from the codebook together with its codings, as one act that can be undone."""

from collections import Counter
from dataclasses import dataclass

from qualcode.errors import ConflictError
from qualcode.model import CodeKey, CoderName, Coding
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import codings
from qualcode.text.plurals import counted
from qualcode.workflows.codebook.edit_codebook import ProposedEdit, propose_edit, store_version
from qualcode.workflows.project.codebook_file import codebook_transaction
from qualcode.workflows.rounds.hidden_work import require_nothing_hidden


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedRemoval:
    """The removal of a code that is not carried out yet."""

    key: CodeKey
    edit: ProposedEdit
    codings: tuple[Coding, ...]
    """The codings of the code, of all coders, which are removed with it."""

    @property
    def consequences(self) -> str:
        """What will happen to the codings, in a sentence, with their coders and numbers."""
        if not self.codings:
            return f"{self.key} has no codings."
        by_coder = Counter(coding.coder for coding in self.codings)
        coders = ", ".join(f"{coder} {number:,}" for coder, number in sorted(by_coder.items()))
        in_sources = counted(len({coding.source for coding in self.codings}), "source")
        return (
            f"{self.key} has {counted(len(self.codings), 'coding')} in {in_sources} ({coders}), "
            "which are removed with it."
        )


def propose(project: Project, key: CodeKey) -> ProposedRemoval:
    """Propose to remove a code; ConflictError where there are codes under it."""
    from qualcode.codebook.changes import edit

    viewer = CoderName(project.database.viewing_coder)
    require_nothing_hidden(project.database, viewer, "remove code")
    proposal = propose_edit(
        project, "remove code", key, [key], lambda current: edit.remove(current.text, key)
    )
    return ProposedRemoval(key=key, edit=proposal, codings=tuple(codings.of_code(project.database, key)))


def carry_out(project: Project, coder: CoderName, removal: ProposedRemoval) -> None:
    """Remove the code from the file and its codings from the database as one act.

    ConflictError if its codings are not those of the proposal any more.
    """
    proposal = removal.edit
    with (
        codebook_transaction(project),
        history.act(project.database, coder, proposal.verb, proposal.summary) as recorder,
    ):
        proposal.current.keep(recorder, coder)
        if codings.of_code(project.database, removal.key) != list(removal.codings):
            raise ConflictError(f"The codings of {removal.key} have changed meanwhile.", "Try again.")
        for coding in removal.codings:
            codings.remove(recorder, coding)
        store_version(recorder, coder, proposal.edit, proposal.current.sha256)
