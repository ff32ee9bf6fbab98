"""Change the cases and the names of coders."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode import notices
from qualcode.api.project_access import ProjectAccess, case_table
from qualcode.model import CoderName

if TYPE_CHECKING:
    import pandas as pd

FilePath = str | os.PathLike[str]


class CaseVerbs(ProjectAccess):
    """Acts on cases and coders."""

    def import_cases(self, file: FilePath, *, strict: bool = False) -> "pd.DataFrame":
        """Import a table of participants (.csv or .xlsx); return all cases.

        Rows for sources and speakers that do not exist wait for these, and are named in `.attrs["notes"]`
        with the columns whose numbers or dates are read in another form; with `strict` they are an error.

        >>> project.import_cases("participants.csv")[["case", "tier", "years"]]
          case      tier years
        0   P1     local    12
        1   P2  national     4
        """
        from qualcode.workflows.sources import participants
        from qualcode.workflows.sources.list_cases import case_listing

        imported = participants.import_cases(self._project, self._writing_coder(), Path(file), strict=strict)
        table = case_table(case_listing(self._project))
        table.attrs["notes"] = [*imported.columns, *imported.waiting]
        return table

    def set_case(self, case: str, *, create: bool = False, **attributes: object) -> None:
        """Set attributes of a case; an empty value removes one.

        >>> project.set_case("P1", tier="regional")
        >>> project.cases()["tier"].tolist()
        ['regional', 'national']
        """
        from qualcode.workflows.cases import edit_cases

        texts = {name: str(value) for name, value in attributes.items()}
        edit_cases.set_attributes(self._project, self._writing_coder(), case, texts, create=create)

    def join_case(self, case: str, source: str, speaker: str = "", *, create: bool = False) -> None:
        """Join a case to a source, or to one speaker of it.

        >>> project.join_case("P3", "national-01", create=True)
        >>> project.cases()["sources"].tolist()
        ['local-01 (Officer)', 'national-01 (Analyst)', 'national-01']
        """
        from qualcode.workflows.cases import edit_cases

        edit_cases.join_case(self._project, self._writing_coder(), case, source, speaker, create=create)

    def rename_case(self, case: str, new_name: str) -> None:
        """Rename a case.

        >>> project.rename_case("P1", "L1")
        >>> project.cases()["case"].tolist()
        ['L1', 'P2']
        """
        from qualcode.workflows.cases import edit_cases

        edit_cases.rename_case(self._project, self._writing_coder(), case, new_name)

    def remove_case(self, case: str, *, erase: bool = False) -> None:
        """Remove a case with its attributes; its sources and their codings stay.

        With `erase`, its names, attributes and summaries are erased for good, also from the history.

        >>> project.remove_case("P2")
        >>> project.cases()["case"].tolist()
        ['P1']
        """
        from qualcode.workflows.cases import edit_cases
        from qualcode.workflows.erasing import erase_case

        coder = self._writing_coder()
        if not erase:
            edit_cases.remove_case(self._project, coder, case)
        elif places := erase_case.erase_case(self._project, case).mentions:
            notices.notify(f"A name that was erased is still in: {', '.join(places)}.")

    def rename_coder(self, old: str, new: str, *, merge: bool = False) -> int:
        """Give what one coder has done to another name; return the new number of this coder's codings.

        ConflictError if both have codings on the same words, unless `merge` is set.

        >>> project.rename_coder("ann", "anna")
        4
        """
        from qualcode.workflows.coders.rename_coder import rename_coder

        coder = self._writing_coder()
        return rename_coder(self._project, coder, CoderName(old), CoderName(new), merge=merge).codings
