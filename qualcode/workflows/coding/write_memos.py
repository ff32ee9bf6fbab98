"""Memos: notes on the project, a source, words of a source, a code or a coding."""

from qualcode.errors import UsageError
from qualcode.model import About, CoderName, Coding, Memo, MemoId, Source, new_id
from qualcode.store import history
from qualcode.store.clock import now
from qualcode.store.project import Project
from qualcode.store.records import codings, memos, sources
from qualcode.workflows.coding import act_summaries
from qualcode.workflows.coding.apply_codes import SpanChoice, locate, own_coding, require_text
from qualcode.workflows.project.current_codebook import current_codebook


def write(
    project: Project,
    coder: CoderName,
    about: About,
    target: str,
    text: str,
    choice: SpanChoice | None = None,
) -> Memo:
    """Add a memo on the project, on a source by its name, or on a code by its key.

    With `choice`, a memo on a source is on these words of it.
    """
    if not text.strip():
        raise UsageError("The memo is empty.", "Write some text.")
    if about is About.SOURCE:
        if choice is not None:
            return _write_on_span(project, coder, sources.with_name(project.database, target), text, choice)
        target_id: str = sources.with_name(project.database, target).id
    elif about is About.CODE:
        target_id = current_codebook(project).code(target)
    else:
        target_id = ""
    memo = Memo(id=MemoId(new_id()), about=about, target=target_id, text=text, coder=coder, made_at=now())
    with history.act(project.database, coder, "memo", f"on {about} {target}".rstrip()) as recorder:
        memos.add(recorder, memo)
    return memo


def _write_on_span(project: Project, coder: CoderName, source: Source, text: str, choice: SpanChoice) -> Memo:
    span = locate(project.database, source, choice)
    require_text(source, span)
    memo = Memo(
        id=MemoId(new_id()),
        about=About.SOURCE,
        target=source.id,
        text=text,
        coder=coder,
        made_at=now(),
        span=span,
        quote=span.of(source.text),
    )
    summary = f"on {act_summaries.on_span(source.text, source.name, span)}"
    with history.act(project.database, coder, "memo", summary) as recorder:
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


def rewrite(project: Project, coder: CoderName, prefix: str, text: str) -> None:
    """Replace the text of this coder's memo, given by the first characters of its id."""
    if not text.strip():
        raise UsageError("The memo is empty.", "Write some text, or remove it: qualcode memo remove ID")
    memo = memos.with_id_prefix(project.database, prefix)
    if memo.coder != coder:
        raise UsageError(f"This memo is {memo.coder}'s, not {coder}'s.", "Write one of your own.")
    with history.act(project.database, coder, "memo", f"rewritten, on {memo.about}") as recorder:
        memos.rewrite(recorder, memo, text)


def remove(project: Project, coder: CoderName, prefix: str) -> Memo:
    """Remove a memo, given by the first characters of its id."""
    memo = memos.with_id_prefix(project.database, prefix)
    with history.act(project.database, coder, "remove memo", f"on {memo.about}") as recorder:
        memos.remove(recorder, memo)
    return memo
