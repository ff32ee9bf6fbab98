"""Complete an erasure after coders have edited their memos: take erased names out of the earlier texts."""

from qualcode.store.project import Project
from qualcode.store.records.erasing import erased_names, forget_texts
from qualcode.store.records.erasing.copied_words import CopiedWords
from qualcode.workflows.erasing import remaining_mentions


def forget(project: Project) -> tuple[str, ...] | None:
    """Take the names of all that was erased out of texts that are no longer current.

    Return where the names still are; None if no text of a coder has any of them.
    """
    database = project.database
    with database.transaction():
        names = erased_names.in_texts(database)
        pattern = remaining_mentions.pattern_of(names)
        if pattern is None:
            return None
        changed = forget_texts.forget(database, CopiedWords(), pattern)
    if changed:
        database.erase_traces()
    mentions = tuple(remaining_mentions.find(project, pattern))
    return mentions if changed or mentions else None
