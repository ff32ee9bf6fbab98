"""Random studies that are stored as projects."""

from dataclasses import replace
from pathlib import Path

from qualcode.model import CodeKey, CoderName, SourceId, Summary
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import codings, sources, summaries
from qualcode.store.records.people import cases
from qualcode.store.records.transcripts import finished_sources
from qualcode.workflows.project import create_project
from qualcode.workflows.project.current_codebook import current_codebook
from tests.support.plain_program.random_table_studies import RandomStudy

_CODEBOOK = "codes:\n  - code: a\n    children: [{code: aa}, {code: ab}]\n  - code: b\n"
THEME = "a"
"""The theme under which each coder has a summary of the first case, or of the first source."""


def store_study(study: RandomStudy, folder: Path) -> Project:
    """Store a random study as a project in a new folder."""
    codebook = folder / "codes.yaml"
    codebook.write_text(_CODEBOOK, encoding="utf-8")
    project = create_project.create(folder / "study", "Random", codebook)
    importer = CoderName("ann")
    with history.act(project.database, importer, "import") as recorder:
        current_codebook(project).keep(recorder, importer)
        for source in study.sources:
            own_file = replace(source.source, file_sha256=source.source.name)  # documents may be equal
            sources.add(recorder, own_file, source.turns, source.bounds, "utf-8")
        cases.replace(recorder, study.cases)
    for coder in map(CoderName, study.coders):
        own = [it for source in study.sources for it in source.codings if it.coder == coder]
        with history.act(project.database, coder, "apply") as recorder:
            codings.add(recorder, own)
            for source_name in (name for name, who in study.finished.items() if coder in who):
                finished_sources.finish(recorder, coder, SourceId(source_name))
            summaries.write(recorder, _summary(study, coder))
    return project


def summary_text(coder: str) -> str:
    """Return the text of a coder's summary."""
    return f"What {coder} thinks."


def first_unit(study: RandomStudy) -> str:
    """Return the case, or in a study without cases the source, that has summaries."""
    return study.cases[0].name if study.cases else study.sources[0].source.name


def _summary(study: RandomStudy, coder: CoderName) -> Summary:
    return Summary(
        id=f"summary of {coder}",
        unit=first_unit(study),
        code=CodeKey(THEME),
        text=summary_text(coder),
        coder=coder,
        made_at="2026-02-02T10:00:00.000Z",
    )
