"""Memos: notes on the project, a source, a code or a coding."""

from qualcode.errors import UsageError
from qualcode.model import About, CoderName, Coding, Memo, MemoId, new_id
from qualcode.store import history
from qualcode.store.clock import now
from qualcode.store.project import Project
from qualcode.store.records import codings, memos, sources
from qualcode.workflows.coding import act_summaries
from qualcode.workflows.coding.apply_codes import own_coding
from qualcode.workflows.project.current_codebook import current_codebook


def write(project: Project, coder: CoderName, about: About, target: str, text: str) -> Memo:
    """Add a memo on the project, on a source by its name, or on a code by its key."""
    if not text.strip():
        raise UsageError("The memo is empty.", "Write some text.")
    if about is About.SOURCE:
        target_id: str = sources.with_name(project.database, target).id
    elif about is About.CODE:
        target_id = current_codebook(project).code(target)
    else:
        target_id = ""
    memo = Memo(id=MemoId(new_id()), about=about, target=target_id, text=text, coder=coder, made_at=now())
    with history.act(project.database, coder, "memo", f"on {about} {target}".rstrip()) as recorder:
        memos.add(recorder, memo)
    return memo


def write_on_coding(project: Project, coder: CoderName, prefix: str, text: str) -> Coding:
    """Replace the memo of this coder's coding; an empty text removes it."""
    coding = own_coding(project, coder, prefix)
    # An act without changes is not found when its source is erased, so its summary must not quote the text.
    unchanged = f"on coding {coding.id[:8]}, unchanged"
    summary = act_summaries.of_codings(project.database, [coding]) if text != coding.memo else unchanged
    with history.act(project.database, coder, "memo", summary) as recorder:
        codings.write_memo(recorder, coding, text)
    return coding


def remove(project: Project, coder: CoderName, prefix: str) -> Memo:
    """Remove a memo, given by the first characters of its id."""
    memo = memos.with_id_prefix(project.database, prefix)
    with history.act(project.database, coder, "remove memo", f"on {memo.about}") as recorder:
        memos.remove(recorder, memo)
    return memo
