"""Merge packs and other copies of the study into this one, as one act that can be undone and repeated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from qualcode.errors import CodebookConflictError, InvalidFileError
from qualcode.model import CoderName
from qualcode.store import history
from qualcode.store.database import Database, Record
from qualcode.store.project import Project
from qualcode.store.records.codebook import codebooks
from qualcode.store.row_changes import Recorder
from qualcode.store.team import act_exchange, codebook_exchange
from qualcode.store.team.conflicts import rival_versions
from qualcode.store.team.merge_rows import CopyMerger
from qualcode.store.team.other_copy import OtherCopy, refusing_contradictions
from qualcode.store.team.row_writer import MergeCounts
from qualcode.workflows.project.codebook_file import codebook_transaction, parse_version, text_sha256
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.team.join_codebooks import CodebookOutcome, Resolution, Side, join_codebooks


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedCopy:
    """What came from one file."""

    path: Path
    counts: MergeCounts
    codebook: CodebookOutcome
    hides_work: bool
    """Whether the viewer still codes in an open round then, so that what came is not to be told."""
    own_rivals: int
    """Number of versions of the merging coder's work to be decided on then; 0 if nothing is hidden."""

    @property
    def brought_nothing(self) -> bool:
        """Whether everything in it was here already, or was left out."""
        counts = self.counts
        rows = counts.new.total() + counts.changed.total() + counts.removed.total()
        acts = counts.acts + counts.completed_acts
        return not (acts or counts.sources or rows or self.codebook.sentence)


class _TakenBack(Exception):  # noqa: N818 - it is no error
    """Takes back the transaction of a dry run, or of a merge that brought nothing."""


def merge_copies(
    project: Project,
    coder: CoderName,
    paths: Sequence[Path],
    *,
    side: Side | None = None,
    edited: Mapping[Path, str] = MappingProxyType({}),
    dry_run: bool = False,
) -> list[MergedCopy]:
    """Merge files in one act; return what came from each.

    `edited` has codebooks that decide on codes that a file and this copy both changed. With nothing changed,
    InvalidFileError for a file that cannot be used, and CodebookConflictError for such a code if nothing
    decides on it. With `dry_run`, everything is taken back.
    """
    merged: list[MergedCopy] = []
    paths = [path if path.name.strip(".") else path.resolve() for path in paths]  # `.` and `..` name no copy
    current = current_codebook(project)
    try:
        with (
            codebook_transaction(project),
            history.act(
                project.database, coder, "merge", ", ".join(path.name for path in paths), is_local=True
            ) as recorder,
        ):
            current.keep(recorder, coder)  # what the file says, if it is not stored yet
            study = act_exchange.study_uuid(project.database)
            for path in paths:
                resolution = Resolution(side=side, text=edited.get(path, ""))
                try:
                    with OtherCopy(path, study) as other:
                        merged.append(_merge(recorder, other, resolution, coder))
                except CodebookConflictError as error:
                    error.path = path
                    raise
            if dry_run or all(each.brought_nothing for each in merged):
                raise _TakenBack  # noqa: TRY301 - only an exception rolls the transaction back
    except _TakenBack:
        pass
    if any(each.counts.erased_again for each in merged):
        project.database.erase_traces()
    return merged


def _merge(recorder: Recorder, other: OtherCopy, resolution: Resolution, coder: CoderName) -> MergedCopy:
    with refusing_contradictions(other.path):
        versions = list(other.rows("codebook_versions"))
        for version in versions:
            _check_version(version, other.path)
        act_exchange.import_coders(recorder, other.rows("coders"))
        tree = codebook_exchange.import_versions(recorder, versions, other.rows("code_fates"))
        counts = CopyMerger(recorder, other, tree.numbers, list(other.rows("acts"))).merge()
        codebook = join_codebooks(recorder, tree, resolution)
    recorder.flush()
    hides_work = recorder.database.hides_something
    return MergedCopy(
        path=other.path,
        counts=counts,
        codebook=codebook,
        hides_work=hides_work,
        own_rivals=_own_rivals(recorder.database, coder) if hides_work else 0,
    )


def _own_rivals(database: Database, coder: CoderName) -> int:
    newest = codebooks.newest(database)
    codes = parse_version(newest).keys if newest else ()
    return sum(rival.row["coder"] == coder for rival in rival_versions.unsettled(database, codes))


def _check_version(version: Record, path: Path) -> None:
    if text_sha256(str(version["text"])) != version["sha256"]:
        raise InvalidFileError(
            f"The text of version {version['number']} of its codebook has been changed.", path=path
        )
