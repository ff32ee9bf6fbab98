"""List the cases with the sources and speakers that they appear in, and their attributes."""

from qualcode.model import Case, Listing
from qualcode.store.project import Project
from qualcode.store.records import sources
from qualcode.store.records.people import cases as stored
from qualcode.text.command_arguments import shown_name


def case_listing(project: Project) -> Listing:
    """Return cases as rows: the sources in which they speak, and all attributes as text."""
    cases = stored.read_all(project.database)
    names = {identity: name for name, identity in sources.ids_by_name(project.database).items()}
    attributes = list(dict.fromkeys(name for case in cases for name in case.attributes))

    def sources_of(case: Case) -> str:
        joined = [(names[source], speaker, "") for source, speaker in case.sources]
        waiting = [(source, speaker, " (waiting)") for source, speaker in case.waiting]
        return "; ".join(
            f"{shown_name(source)} ({shown_name(speaker)}){note}"
            if speaker
            else f"{shown_name(source)}{note}"
            for source, speaker, note in (*joined, *waiting)
        )

    rows = (
        (case.name, sources_of(case), *(case.attributes.get(name, "") for name in attributes))
        for case in cases
    )
    return Listing(columns=("case", "sources", *attributes), rows=tuple(rows))
