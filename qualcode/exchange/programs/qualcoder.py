"""QualCoder's projects: an SQLite database `data.qda`; positions are code points of the text in it.

What it keeps in other files (pictures, audio, video, pseudonyms) stays there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from qualcode.exchange.guids import derived_guid
from qualcode.exchange.loss_report import LossReport
from qualcode.exchange.programs.code_tree import FlatCode, code_tree
from qualcode.exchange.programs.row_cells import Row, file_name_for, number_of, span_between, text_of, time_of
from qualcode.exchange.refi.counted_text import CountedText, Unit, without_space
from qualcode.exchange.study_contents import (
    UNKNOWN_CODER,
    ForeignCase,
    ForeignCoding,
    ForeignMemo,
    ForeignSource,
    StudyContents,
)
from qualcode.model import About, CodeKey, Span

TABLES = (
    "project", "source", "code_cat", "code_name", "code_text", "code_image", "code_av", "annotation",
    "attribute_type", "attribute", "case_text", "cases", "journal", "graph", "ris",
)  # fmt: skip
_KNOWN_VERSIONS = frozenset(f"v{number}" for number in range(1, 18))
_LEFT_OUT = (
    ("code_image", "codings of pictures", "only text is coded here", "code the words in a transcript"),
    ("code_av", "codings of audio and video", "only text is coded here", "code the words in a transcript"),
    ("graph", "graphs", "there are no drawings of codes here", "they stay in the other program"),
    ("ris", "fields of references", "there is no bibliography here", "they stay in the other program"),
)
"""Tables without a place here: table, what its rows are, why they are left out, and what to do."""
_UNKNOWN_CODE = "codings with a code that the file does not have"


def is_qualcoder(tables: Mapping[str, Sequence[Row]]) -> bool:
    """Whether these tables are those of a QualCoder project."""
    return bool(tables["project"]) and any("databaseversion" in row for row in tables["project"])


def read_qualcoder(tables: Mapping[str, Sequence[Row]], name: str) -> StudyContents:
    """Return the contents of the rows of `TABLES`; `name` is that of the study."""
    return _QualCoderReader(tables, name).contents()


class _QualCoderReader:
    """Reads tables one after the other; ids are numbers, GUIDs are derived from the study's name."""

    def __init__(self, tables: Mapping[str, Sequence[Row]], name: str) -> None:
        self._tables = tables
        self._name = name
        self._losses = LossReport()
        self._texts: dict[int, CountedText] = {}
        self._source_guids: dict[int, str] = {}
        self._memos: list[ForeignMemo] = []

    def contents(self) -> StudyContents:
        """Return everything that has a place in qualcode."""
        [project, *_] = self._tables["project"]
        version = text_of(project, "databaseversion")
        sources = tuple(self._sources())
        codes = code_tree(self._flat_codes(), self._losses)
        self._add_memo(About.PROJECT, "", text_of(project, "memo"), project)
        codings = tuple(self._codings(codes.keys))
        for row in self._tables["annotation"]:
            self._read_annotation(row)
        for row in self._tables["journal"]:
            entry = "\n".join(filter(None, (text_of(row, "name"), text_of(row, "jentry"))))
            self._add_memo(About.PROJECT, "", entry, row)
        self._read_attribute_memos()
        for table, kind, reason, instead in _LEFT_OUT:
            self._losses.add(kind, reason, instead, count=len(self._tables[table]))
        cases = tuple(self._cases())
        unknown = f"The version {version or '(none)'} of this database is not known here; look it through."
        return StudyContents(
            name=self._name,
            program=f"QualCoder ({version})",
            codebook=replace(codes.codebook, name=self._name),
            sources=sources,
            codings=codings,
            memos=tuple(self._memos),
            cases=cases,
            losses=self._losses.losses,
            notes=() if version in _KNOWN_VERSIONS else (unknown,),
        )

    def _guid(self, kind: str, row: Row, column: str) -> str:
        return derived_guid("qualcoder", self._name, kind, str(row.get(column)))

    def _sources(self) -> "list[ForeignSource]":
        found: list[ForeignSource] = []
        for row in self._tables["source"]:
            identity, written = number_of(row, "id"), row.get("fulltext")
            name = text_of(row, "name") or "source"
            if identity is None or not isinstance(written, str) or not written.strip():
                self._losses.add("sources without text", "only text is coded here", "not taken over", name)
                continue
            text = CountedText(written.replace("\0", "\ufffd"))
            guid = self._guid("source", row, "id")
            self._texts[identity], self._source_guids[identity] = text, guid
            free = name if name not in {each.name for each in found} else f"{name} ({identity})"
            file = text.text.encode(errors="replace")
            found.append(
                ForeignSource(guid=guid, name=free, text=text.text, file_name=file_name_for(free), file=file)
            )
            self._add_memo(About.SOURCE, guid, text_of(row, "memo"), row)
        return found

    def _flat_codes(self) -> "list[FlatCode]":
        categories = [
            FlatCode(
                identity=f"category {row.get('catid')}",
                name=text_of(row, "name"),
                parent=f"category {row.get('supercatid')}",
                definition=text_of(row, "memo"),
                is_codable=False,
            )
            for row in self._tables["code_cat"]
        ]
        codes = [
            FlatCode(
                identity=str(row.get("cid")),
                name=text_of(row, "name"),
                parent=str(row["supercid"]) if row.get("supercid") else f"category {row.get('catid')}",
                definition=text_of(row, "memo"),
                color=text_of(row, "color"),
            )
            for row in self._tables["code_name"]
        ]
        return [*categories, *codes]

    def _codings(self, keys: Mapping[str, CodeKey]) -> "list[ForeignCoding]":
        codings: dict[tuple[str, Span, CodeKey, str], ForeignCoding] = {}
        for row in self._tables["code_text"]:
            source, words = number_of(row, "fid"), text_of(row, "seltext").removeprefix("\ufeff")
            span = self._span(row, words)
            key = keys.get(str(row.get("cid")))
            if span is None or source is None:
                continue
            if key is None:
                self._losses.add(_UNKNOWN_CODE, "nobody can say what they mean", "not taken over", words[:40])
                continue
            coding = ForeignCoding(
                guid=self._guid("coding", row, "ctid"),
                source=self._source_guids[source],
                span=span,
                code=key,
                coder=text_of(row, "owner") or UNKNOWN_CODER,
                made_at=time_of(row, "date"),
                memo=text_of(row, "memo"),
                starred=number_of(row, "important") == 1,
            )
            first = codings.setdefault((coding.source, span, key, coding.coder), coding)
            if first is not coding:
                reason = "a coder has a code once on the same words"
                self._losses.add("codings that are there twice", reason, "the first is kept", words[:40])
        return list(codings.values())

    def _span(self, row: Row, words: str) -> Span | None:
        """Return the span of a row, checked by the words that it quotes; None, and the loss is counted."""
        source = number_of(row, "fid")
        text = self._texts.get(source) if source is not None else None
        if text is None:
            self._losses.add("codings", "their source has no text", "not taken over", words[:40])
            return None
        positions = number_of(row, "pos0"), number_of(row, "pos1")
        span = span_between(text, *positions)
        if not words:
            if span is None:
                self._losses.add("codings on no words", "positions outside the text", "not taken over")
            return span
        for each in (span, span_between(text, *positions, unit=Unit.UTF_16)):
            if each is not None and without_space(each.of(text.text)) == without_space(words):
                return each  # some versions count an emoji as two, as their window does
        start = text.text.find(words)
        if start >= 0 and text.text.find(words, start + 1) < 0:
            reason = "the text was changed after coding"
            self._losses.add("positions of codings", reason, "found again by their words", words[:40])
            return Span(start, start + len(words))
        reason = "their words are not at their positions, nor once in the text"
        self._losses.add("codings", reason, "not taken over", words[:40])
        return None

    def _read_annotation(self, row: Row) -> None:
        source = number_of(row, "fid")
        text = self._texts.get(source) if source is not None else None
        if text is None or source is None:
            self._losses.add(
                "annotations", "their source has no text", "not taken over", text_of(row, "memo")
            )
            return
        span = span_between(text, number_of(row, "pos0"), number_of(row, "pos1"))
        self._add_memo(About.SOURCE, self._source_guids[source], text_of(row, "memo"), row, span)

    def _read_attribute_memos(self) -> None:
        for row in self._tables["attribute_type"]:
            if memo := text_of(row, "memo"):
                self._add_memo(About.PROJECT, "", f"Attribute {text_of(row, 'name')}: {memo}", row)

    def _add_memo(self, about: About, target: str, text: str, row: Row, span: Span | None = None) -> None:
        if not text:
            return
        self._memos.append(
            ForeignMemo(
                guid=derived_guid("qualcoder", self._name, "memo", str(len(self._memos)), text),
                about=about,
                target=target,
                text=text,
                coder=text_of(row, "owner", "codername") or UNKNOWN_CODER,
                made_at=time_of(row, "date"),
                span=span,
            )
        )

    def _cases(self) -> "list[ForeignCase]":
        attributes: dict[tuple[str, int], dict[str, str]] = {}
        for row in self._tables["attribute"]:
            identity = number_of(row, "id")
            if identity is not None:
                kind = (text_of(row, "attr_type"), identity)
                attributes.setdefault(kind, {})[text_of(row, "name")] = text_of(row, "value")
        cases = [self._case(row, attributes) for row in self._tables["cases"]]
        names = {case.name for case in cases}
        alone = {
            next(iter((*case.sources, *case.spans))): index
            for index, case in enumerate(cases)
            if len({*case.sources, *case.spans}) == 1
        }
        for identity, guid in self._source_guids.items():
            values = {name: value for name, value in attributes.get(("file", identity), {}).items() if value}
            if not values:
                continue
            self._losses.add(
                "attributes of files", "attributes belong to cases here", "set on the file's case"
            )
            if guid in alone:
                case = cases[alone[guid]]
                cases[alone[guid]] = replace(case, attributes={**values, **case.attributes})
            else:
                name = next(
                    text_of(row, "name") for row in self._tables["source"] if number_of(row, "id") == identity
                )
                name = name if name not in names else f"{name} (file)"
                names.add(name)
                cases.append(
                    ForeignCase(
                        guid=derived_guid("qualcoder", self._name, "file case", str(identity)),
                        name=name,
                        attributes=values,
                        sources=(guid,),
                    )
                )
        return cases

    def _case(self, row: Row, attributes: Mapping[tuple[str, int], Mapping[str, str]]) -> ForeignCase:
        identity = number_of(row, "caseid")
        whole: list[str] = []
        spans: dict[str, list[Span]] = {}
        for part in self._tables["case_text"]:
            source = number_of(part, "fid")
            if number_of(part, "caseid") != identity or source not in self._texts or source is None:
                continue
            text = self._texts[source]
            span = span_between(text, number_of(part, "pos0"), number_of(part, "pos1"))
            if span is None or len(span) >= len(text.text.strip()):
                whole.append(self._source_guids[source])
            else:
                spans.setdefault(self._source_guids[source], []).append(span)
        name = text_of(row, "name") or "case"
        self._add_memo(
            About.PROJECT, "", f"Case {name}: {memo}" if (memo := text_of(row, "memo")) else "", row
        )
        return ForeignCase(
            guid=self._guid("case", row, "caseid"),
            name=name,
            attributes=attributes.get(("case", identity or 0), {}),
            sources=tuple(dict.fromkeys(whole)),
            spans={guid: tuple(each) for guid, each in spans.items() if guid not in whole},
        )
