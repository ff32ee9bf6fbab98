"""Comments of a Word document become codings of their authors, or memos on their words.

The source is found by its text, never made anew. A comment that begins with a code's key or label is a coding
(`Pursue: why`); any other is a memo. Where words were changed in Word, comments follow the words that stayed.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from qualcode import untrusted
from qualcode.errors import NotFoundError, UsageError
from qualcode.exchange.word.align_texts import Alignment, align, likeness
from qualcode.exchange.word.read_comments import CommentedText, UnplacedComment, WordComment, read_comments
from qualcode.model import About, CodeKey, CoderName, Coding, Memo, MemoId, Source, Span, new_id
from qualcode.output_formats import CommentUse
from qualcode.store import history
from qualcode.store.clock import now
from qualcode.store.project import Project
from qualcode.store.records import codings, memos, sources
from qualcode.store.records.people import coders
from qualcode.text.visible import printable
from qualcode.workflows.coding import act_summaries
from qualcode.workflows.coding.bulk_apply import apply_numbered
from qualcode.workflows.exchange.code_names import CodeNames, shared_label_message
from qualcode.workflows.project.current_codebook import CurrentCodebook, current_codebook

_CodingIdentity = tuple[CoderName, CodeKey, Span]
_LEAST_LIKENESS = 0.3
"""Share of common lines from which a document is a source that was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentedCoding:
    """A comment that is a coding."""

    author: CoderName
    code: CodeKey
    span: Span
    memo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoChange:
    """A coding whose comment has another memo in the document."""

    coding: Coding
    memo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedComments:
    """What the comments of a document would become."""

    source: Source
    path: Path
    codings: tuple[CommentedCoding, ...]
    memos: tuple[Memo, ...]
    changed: tuple[MemoChange, ...]
    """Codings that are here already and whose memos were changed in Word."""
    emptied: tuple[Coding, ...]
    """Codings whose comments have lost the memo that is here; it stays."""
    empty: tuple[tuple[WordComment, Span], ...]
    """Comments without a word; nothing becomes of them."""
    present: int
    """Number of comments that are codings or memos here already."""
    missing: int
    """Number of codings of the source that have no comment any more; they stay."""
    undecided: tuple[tuple[WordComment, str], ...]
    """Comments that name several codes or a retired one, and what to do; nothing becomes of them."""
    lost: tuple[WordComment, ...]
    """Comments whose words are not in the source."""
    changes: tuple[tuple[str, str], ...]
    """Words of the source that were changed in the document, and what they became."""
    tracked: int
    unplaced: tuple[UnplacedComment, ...]
    """Comments that are on no words of the document's text, as those in footnotes."""


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
    placed, lost = _placed(document, alignment, source.text)
    own = {
        (coding.coder, coding.code, coding.span): coding
        for coding in codings.of_source(project.database, source.id)
    }
    sorted_comments = _SortedComments(current_codebook(project), use, own.keys())
    for comment, span in placed:
        sorted_comments.add(comment, span)
    coded = sorted_comments.codings()
    empty = [(comment, span) for comment, span in sorted_comments.on_words if not comment.text]
    new_memos = _new_memos(project, source, sorted_comments.on_words)
    changed = [
        MemoChange(coding=own[key], memo=each.memo)
        for key, each in coded.items()
        if key in own and each.memo and _words(each.memo) != _words(own[key].memo)
    ]
    return ProposedComments(
        source=source,
        path=path,
        codings=tuple(each for key, each in coded.items() if key not in own),
        memos=tuple(new_memos),
        changed=tuple(changed),
        emptied=tuple(
            own[key] for key, each in coded.items() if key in own and own[key].memo and not each.memo
        ),
        empty=tuple(empty),
        present=len(placed)
        - sum(sorted_comments.counts[key] for key in coded if key not in own)
        - len(new_memos)
        - len(changed)
        - len(empty)
        - len(sorted_comments.undecided),
        missing=len(own.keys() - coded.keys()) if use is CommentUse.CODINGS else 0,
        undecided=tuple(sorted_comments.undecided),
        lost=tuple(lost),
        changes=alignment.changes,
        tracked=document.tracked,
        unplaced=document.unplaced,
    )


class _SortedComments:
    """Comments as codings, by author, code and span, and as memos on words."""

    def __init__(
        self, current: CurrentCodebook, use: CommentUse, present: Collection[_CodingIdentity]
    ) -> None:
        self._current = current
        self._names = CodeNames(current.codebook)
        self._use = use
        self._present = present
        self._memos: dict[_CodingIdentity, dict[str, None]] = {}
        self.counts: Counter[_CodingIdentity] = Counter()
        """Number of comments of each coding."""
        self.on_words: list[tuple[WordComment, Span]] = []
        self.undecided: list[tuple[WordComment, str]] = []
        """Comments with the name of several codes or of a retired one, and what to do about it."""

    def add(self, comment: WordComment, span: Span) -> None:
        """Sort a comment; one that names a code is a coding if `use` says so."""
        if self._use is not CommentUse.CODINGS:
            self.on_words.append((comment, span))
            return
        named = self._names.in_comment(comment.text)
        if named.key is not None:
            identity = (CoderName(comment.author), named.key, span)
            if identity not in self._present:
                try:
                    self._current.codable(named.key)
                except UsageError as error:
                    self.undecided.append((comment, f"{error.message} {error.hint}"))
                    return
            self._memos.setdefault(identity, {}).update({named.memo: None} if named.memo else {})
            self.counts[identity] += 1
        elif named.sharing:
            self.undecided.append((comment, shared_label_message(named.name, named.sharing)))
        else:
            self.on_words.append((comment, span))

    def codings(self) -> "dict[_CodingIdentity, CommentedCoding]":
        """Return the codings; the memos of several comments that are one coding are joined."""
        return {
            (author, code, span): CommentedCoding(
                author=author, code=code, span=span, memo="\n\n".join(memos_of)
            )
            for (author, code, span), memos_of in self._memos.items()
        }


def _new_memos(project: Project, source: Source, comments: Sequence[tuple[WordComment, Span]]) -> list[Memo]:
    present = {
        (memo.coder, memo.text, memo.span)
        for memo in memos.read_all(project.database)
        if memo.target == source.id and memo.span
    }
    return [
        _memo(comment, source, span)
        for comment, span in comments
        if comment.text and (CoderName(comment.author), comment.text, span) not in present
    ]


def _words(text: str) -> str:
    """Return the words of a memo, which Word may write with other white space."""
    return " ".join(printable(text).split())


def carry_out(project: Project, coder: CoderName, proposal: ProposedComments) -> None:
    """Write the codings and memos, those of each author in an act of that author."""
    by_author: dict[str, list[CommentedCoding]] = {}
    for coding in proposal.codings:
        by_author.setdefault(coding.author, []).append(coding)
    changes_by_author: dict[CoderName, list[MemoChange]] = {}
    for change in proposal.changed:
        changes_by_author.setdefault(change.coding.coder, []).append(change)
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
        for author_name, changes in changes_by_author.items():
            summary = act_summaries.of_codings(project.database, [change.coding for change in changes])
            with history.act(project.database, author_name, "memo", summary) as recorder:
                for change in changes:
                    codings.write_memo(recorder, change.coding, change.memo)
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
    names += [change.coding.coder for change in proposal.changed]
    return list(dict.fromkeys(names))
