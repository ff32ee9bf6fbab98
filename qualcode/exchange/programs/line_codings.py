"""Projects of `qc` (qualitative-coding): codes on lines, counted from 0, in a database beside the texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qualcode.exchange.guids import derived_guid
from qualcode.exchange.loss_report import LossReport
from qualcode.exchange.programs.row_cells import Row, number_of, text_of
from qualcode.exchange.refi.xml_elements import utc_time
from qualcode.exchange.study_contents import (
    UNKNOWN_CODER,
    ForeignCoding,
    ForeignMemo,
    ForeignSource,
    StudyContents,
)
from qualcode.model import About, Code, Codebook, CodeKey, Span, unused_key

TABLES = (
    "document", "document_index", "location", "code", "coder", "coded_line",
    "coded_line_location_association",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LineMemo:
    """A memo in a file of its own."""

    file: str
    text: str
    coder: str = UNKNOWN_CODER
    made_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineProject:
    """What a project keeps in files beside its database; texts by their paths in the corpus."""

    name: str
    texts: Mapping[str, str]
    codebook: Codebook
    memos: Sequence[LineMemo] = ()


def read_line_codings(
    tables: Mapping[str, Sequence[Row]], project: LineProject, losses: LossReport
) -> StudyContents:
    """Return the contents of the rows of `TABLES` and of a project's files.

    Codes that the codebook lacks are added to it as themes.
    """
    name, codebook = project.name, project.codebook
    sources = {
        path: ForeignSource(
            guid=derived_guid("qc", name, path),
            name=path.removesuffix(".txt"),
            text=text,
            file_name=path.replace("/", "-"),
            file=text.encode(errors="replace"),
        )
        for path, text in project.texts.items()
    }
    for row in tables["document"]:
        path = str(row.get("file_path") or "")
        if path not in sources:
            losses.add("documents", "their file is not in the corpus", "not taken over", path)
    keys = {code.title: code.key for code, _ in codebook.walk()}
    taken = set(keys.values())
    added: list[Code] = []
    for row in tables["code"]:
        label = text_of(row, "name")
        if label and label not in keys:
            keys[label] = unused_key(label, taken)
            taken.add(keys[label])
            added.append(Code(key=keys[label], label=label))
    codings = _codings(tables, sources, keys, losses)
    return StudyContents(
        name=name,
        program="qc",
        codebook=replace(codebook, name=name, codes=(*codebook.codes, *added)),
        sources=tuple(sources.values()),
        codings=tuple(codings),
        memos=tuple(_memo(name, memo) for memo in project.memos if memo.text),
        losses=losses.losses,
    )


def _memo(name: str, memo: LineMemo) -> ForeignMemo:
    return ForeignMemo(
        guid=derived_guid("qc", name, "memo", memo.file),
        about=About.PROJECT,
        target="",
        text=memo.text,
        coder=memo.coder,
        made_at=utc_time(memo.made_at),
    )


def _codings(
    tables: Mapping[str, Sequence[Row]],
    sources: Mapping[str, ForeignSource],
    keys: Mapping[str, CodeKey],
    losses: LossReport,
) -> list[ForeignCoding]:
    documents = {number_of(row, "id"): text_of(row, "document_id") for row in tables["document_index"]}
    locations = {
        number_of(row, "id"): documents.get(number_of(row, "document_index_id"), "")
        for row in tables["location"]
    }
    paths: dict[int | None, str] = {}
    for row in tables["coded_line_location_association"]:
        paths.setdefault(number_of(row, "coded_line_id"), locations.get(number_of(row, "location_id"), ""))
    lines = {path: _line_spans(source.text) for path, source in sources.items()}
    codings: dict[tuple[str, Span, CodeKey, str], ForeignCoding] = {}
    for row in tables["coded_line"]:
        path, line = paths.get(number_of(row, "id"), ""), number_of(row, "line")
        key = keys.get(text_of(row, "code_id"))
        if path not in sources or line is None or key is None or not 0 <= line < len(lines[path]):
            losses.add(
                "coded lines", "their text, line or code is missing", "not taken over", f"{path}:{line}"
            )
            continue
        span = lines[path][line]
        if not len(span):
            losses.add("coded lines", "they are empty", "not taken over", f"{path}:{line}")
            continue
        coder = text_of(row, "coder_id") or UNKNOWN_CODER
        guid = derived_guid("qc", sources[path].guid, str(line), key, coder)
        coding = ForeignCoding(guid=guid, source=sources[path].guid, span=span, code=key, coder=coder)
        codings.setdefault((coding.source, span, key, coder), coding)
    return list(codings.values())


def _line_spans(text: str) -> list[Span]:
    """Return the words of each line."""
    spans = []
    offset = 0
    for line in text.split("\n"):
        spans.append(Span(offset, offset + len(line)).trimmed(text))
        offset += len(line) + 1
    return spans
