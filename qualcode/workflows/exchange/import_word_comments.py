"""Comments of a Word document become codings of their authors, or memos on their words.

The source is found by its text, never made anew. A comment that begins with a code's key or label is a coding
(`Pursue: why`); any other is a memo. Where words were changed in Word, comments follow the words that stayed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qualcode import untrusted
from qualcode.errors import NotFoundError
from qualcode.exchange.word.align_texts import Alignment, align, likeness
from qualcode.exchange.word.read_comments import CommentedText, WordComment, read_comments
from qualcode.model import About, Codebook, CodeKey, CoderName, Memo, MemoId, Source, Span, new_id
from qualcode.output_formats import CommentUse
from qualcode.store import history
from qualcode.store.clock import now
from qualcode.store.project import Project
from qualcode.store.records import codings, memos, sources
from qualcode.store.records.people import coders
from qualcode.text.visible import printable
from qualcode.workflows.coding.bulk_apply import apply_numbered
from qualcode.workflows.project.current_codebook import current_codebook

_LEAST_LIKENESS = 0.3
"""Share of common lines from which a document is a source that was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentedCoding:
    """A comment that is a coding."""

    author: str
    code: CodeKey
    span: Span
    memo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedComments:
    """What the comments of a document would become."""

    source: Source
    path: Path
    codings: tuple[CommentedCoding, ...]
    memos: tuple[Memo, ...]
    present: int
    """Number of comments that are codings or memos here already."""
    missing: int
    """Number of codings of the source that have no comment any more; they stay."""
    lost: tuple[WordComment, ...]
    """Comments whose words are not in the source."""
    changes: tuple[tuple[str, str], ...]
    """Words of the source that were changed in the document, and what they became."""
    tracked: int
    unplaced: int
    """Number of comments that are on no words of the document."""


def propose_comments(
    project: Project, path: Path, use: CommentUse = CommentUse.CODINGS, source_name: str = ""
) -> ProposedComments:
    """Return what the comments of a .docx would become; NotFoundError if it is no source's text."""
    with untrusted.naming_file(path):
        document = read_comments(untrusted.read_bytes(path, untrusted.FILE_LIMIT))
    source = (
        sources.with_name(project.database, source_name) if source_name else _source(project, document, path)
    )
    alignment = align(document.text, printable(source.text))
    codebook = current_codebook(project).codebook
    names = _code_names(codebook)
    placed, lost = _placed(document, alignment, source.text)
    own = codings.of_source(project.database, source.id)
    keys = {(coding.coder, coding.code, coding.span) for coding in own}
    on_words = {
        (memo.coder, memo.text, memo.span)
        for memo in memos.read_all(project.database)
        if memo.target == source.id and memo.span
    }
    new_codings: dict[tuple[str, CodeKey, Span], CommentedCoding] = {}
    new_memos: list[Memo] = []
    seen: set[tuple[str, CodeKey, Span]] = set()
    present = 0
    for comment, span in placed:
        code, memo = _read_code(comment.text, names) if use is CommentUse.CODINGS else (None, comment.text)
        author = CoderName(comment.author)
        if code is not None:
            seen.add((author, code, span))
            if (author, code, span) in keys:
                present += 1
            else:
                coding = CommentedCoding(author=author, code=code, span=span, memo=memo)
                new_codings.setdefault((author, code, span), coding)
        elif (author, comment.text, span) in on_words or not comment.text:
            present += 1
        else:
            new_memos.append(_memo(comment, source, span))
    return ProposedComments(
        source=source,
        path=path,
        codings=tuple(new_codings.values()),
        memos=tuple(new_memos),
        present=present,
        missing=len(keys - seen) if use is CommentUse.CODINGS else 0,
        lost=tuple(lost),
        changes=alignment.changes,
        tracked=document.tracked,
        unplaced=document.unplaced,
    )


def carry_out(project: Project, coder: CoderName, proposal: ProposedComments) -> None:
    """Write the codings and memos, those of each author in an act of that author."""
    by_author: dict[str, list[CommentedCoding]] = {}
    for coding in proposal.codings:
        by_author.setdefault(coding.author, []).append(coding)
    with project.database.transaction():
        for author, own in by_author.items():
            rows = [
                (number, {
                    "source": proposal.source.name, "code": each.code, "memo": each.memo,
                    "start": each.span.start, "end": each.span.end,
                })
                for number, each in enumerate(own, start=1)
            ]  # fmt: skip
            apply_numbered(project, CoderName(author), rows, proposal.path)
        if proposal.memos:
            summary = f"{len(proposal.memos)} on words of {proposal.source.name}, from {proposal.path.name}"
            with history.act(project.database, coder, "import memos", summary) as recorder:
                coders.add_missing(recorder, sorted({memo.coder for memo in proposal.memos}))
                for memo in proposal.memos:
                    memos.add(recorder, memo)


def _source(project: Project, document: CommentedText, path: Path) -> Source:
    """Return the source whose text the document is, or most like it."""
    best: tuple[float, Source] | None = None
    for identity in sources.ids_by_name(project.database).values():
        source = sources.with_id(project.database, identity)
        text = printable(source.text)
        if text == document.text:
            return source
        alike = likeness(document.text, text)
        if best is None or alike > best[0]:
            best = alike, source
    if best is None or best[0] < _LEAST_LIKENESS:
        raise NotFoundError(
            f"{path.name} has the text of no source of this project.",
            "Name the source with --source, or import the document first: qualcode import",
        )
    return best[1]


def _placed(
    document: CommentedText, alignment: Alignment, text: str
) -> tuple[list[tuple[WordComment, Span]], list[WordComment]]:
    placed: list[tuple[WordComment, Span]] = []
    lost: list[WordComment] = []
    for comment in document.comments:
        span = alignment.span(comment.start, comment.end)
        if span is None or not span.of(text).strip():
            lost.append(comment)
        else:
            placed.append((comment, span))
    return placed, lost


def _code_names(codebook: Codebook) -> dict[str, CodeKey]:
    """Return the codes by the names that a comment may give them, in lower case."""
    names: dict[str, CodeKey] = {}
    for code, _ in codebook.walk():
        names.setdefault(code.title.casefold(), code.key)
    return names | {str(key).casefold(): key for key in codebook.keys}


def _read_code(text: str, names: Mapping[str, CodeKey]) -> tuple[CodeKey | None, str]:
    """Return the code that a comment names and its memo; None and the text if it names none."""
    plain = text.strip()
    if key := names.get(plain.casefold()):
        return key, ""
    colons = [offset for offset, sign in enumerate(plain) if sign == ":"]
    for offset in reversed(colons):
        if key := names.get(plain[:offset].strip().casefold()):
            return key, plain[offset + 1 :].strip()
    return None, plain


def _memo(comment: WordComment, source: Source, span: Span) -> Memo:
    return Memo(
        id=MemoId(new_id()),
        about=About.SOURCE,
        target=source.id,
        text=comment.text,
        coder=CoderName(comment.author),
        made_at=comment.made_at or now(),
        span=span,
        quote=span.of(source.text),
    )


def authors(proposal: ProposedComments) -> Sequence[str]:
    """Return the authors of what is new, in order."""
    names = [each.author for each in proposal.codings] + [memo.coder for memo in proposal.memos]
    return list(dict.fromkeys(names))
