"""Cases of a REFI-QDA project with their variables; variables and sets of sources become attributes too."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from qualcode.exchange.guids import GuidRegister, canonical_guid
from qualcode.exchange.loss_report import LossReport
from qualcode.exchange.refi.read_codings import CodingsReader
from qualcode.exchange.refi.read_sources import SourceElement, reference
from qualcode.exchange.refi.xml_elements import (
    Element,
    child,
    children,
    content,
    grandchildren,
    local_name,
    name_of,
    target_of,
)
from qualcode.exchange.study_contents import ForeignCase
from qualcode.model import Span

IN_SET, NOT_IN_SET = "yes", "no"
_RESERVED = frozenset({"case", "source", "speaker"})


@dataclass(slots=True)
class _CaseDraft:
    guid: str
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    spans: dict[str, list[Span]] = field(default_factory=dict)


class CasesReader:
    """Reads cases; a source with variables or in a set gets a case of its own, unless it has just one."""

    def __init__(
        self,
        root: Element,
        sources: Mapping[str, SourceElement],
        codings: CodingsReader,
        losses: LossReport,
    ) -> None:
        self._sources = sources
        self._codings = codings
        self._losses = losses
        self._guids = GuidRegister()
        self._drafts: dict[str, _CaseDraft] = {}
        self._variables: dict[str, str] = {}
        self.attribute_guids: dict[str, str] = {}
        """The GUIDs of variables by the names of the attributes."""
        for variable in grandchildren(root, "Variables", "Variable"):
            self._read_variable(variable)
        for case in grandchildren(root, "Cases", "Case"):
            self._read_case(case)
        read = {id(source): source for source in sources.values()}
        for source in read.values():
            self._read_source_variables(source)
        for each in grandchildren(root, "Sets", "Set"):
            self._read_set(each, list(read.values()))

    @property
    def cases(self) -> list[ForeignCase]:
        """The cases in the order of the file."""
        return [
            ForeignCase(
                guid=draft.guid,
                name=draft.name,
                attributes=draft.attributes,
                sources=tuple(dict.fromkeys(draft.sources)),
                spans={source: tuple(spans) for source, spans in draft.spans.items()},
            )
            for draft in self._drafts.values()
        ]

    def _read_variable(self, element: Element) -> None:
        name = original = name_of(element) or "variable"
        number = 1
        while name in self.attribute_guids or name.casefold() in _RESERVED:
            number += 1
            name = f"{original} {number}"
        if name != original:
            self._losses.add("names of variables", "the name is taken", "a number was added", name)
        self._variables[reference(element.get("guid"))] = name
        self.attribute_guids[name] = canonical_guid(element.get("guid"))

    def _read_case(self, element: Element) -> None:
        draft = self._new_case(name_of(element) or "case", element.get("guid"))
        draft.attributes.update(self._values(element))
        codes = sum(1 for _ in children(element, "CodeRef"))
        self._losses.add(
            "codes of cases", "a case has no codes here", "not taken over", draft.name, count=codes
        )
        for each in children(element, "SelectionRef"):
            target = reference(target_of(each))
            if target in self._codings.spans:
                source, span = self._codings.spans[target]
                draft.spans.setdefault(source, []).append(span)
            else:
                self._losses.add(
                    "selections of cases",
                    "they are not in a text",
                    "the case is joined by the others",
                    draft.name,
                )
        for each in children(element, "SourceRef"):
            read = self._sources.get(reference(target_of(each)))
            if read is None:
                self._losses.add("sources of cases", "they have no text here", "not joined", draft.name)
            elif read.source.guid not in draft.spans:
                draft.sources.append(read.source.guid)

    def _read_source_variables(self, source: SourceElement) -> None:
        values = self._values(source.element)
        if not any(values.values()):
            return
        draft = self._case_of(source)
        self._losses.add(
            "variables of sources",
            "attributes belong to cases here",
            "set on the case of the source",
            draft.name,
            count=len(values),
        )
        for name, value in values.items():
            present = draft.attributes.setdefault(name, value)
            if present != value:
                self._losses.add(
                    "variables of sources", "its case has another value", "the case's value stays",
                    f"{draft.name}: {name} is {present}, not {value}",
                )  # fmt: skip

    def _read_set(self, element: Element, sources: list[SourceElement]) -> None:
        """Make an attribute of a set of sources, and count members that have no place here."""
        name = name_of(element) or "set"
        notes = sum(1 for _ in children(element, "MemberNote"))
        reason = "there are no sets of notes here"
        self._losses.add("notes in sets", reason, "not taken over", name, count=notes)
        targets = [reference(target_of(member)) for member in children(element, "MemberSource")]
        members = [self._sources[target].source.guid for target in targets if target in self._sources]
        if not members:
            return
        attribute = name
        while attribute in self.attribute_guids or attribute.casefold() in _RESERVED:
            attribute = f"set {attribute}"
        self.attribute_guids[attribute] = ""
        self._losses.add(
            "sets of sources",
            "there are no sets of sources here",
            f"an attribute: {IN_SET} or {NOT_IN_SET}",
            name,
        )
        for source in sources:
            is_member = source.source.guid in members
            self._case_of(source).attributes[attribute] = IN_SET if is_member else NOT_IN_SET

    def _case_of(self, source: SourceElement) -> _CaseDraft:
        """Return the only case of a source that has no other source, or a new one."""
        guid = source.source.guid
        joined = [draft for draft in self._drafts.values() if guid in draft.sources or guid in draft.spans]
        alone = [draft for draft in joined if len({*draft.sources, *draft.spans}) == 1]
        if len(joined) == 1 and alone:
            return alone[0]
        own = [
            draft for draft in alone if draft.sources == [guid] and draft.name.startswith(source.source.name)
        ]
        if own:
            return own[0]
        draft = self._new_case(source.source.name, None)
        draft.sources.append(guid)
        return draft

    def _new_case(self, name: str, guid: str | None) -> _CaseDraft:
        number, free = 1, name
        while free in self._drafts:
            number += 1
            free = f"{name} ({number})"
        taken, _ = self._guids.take(guid, "case", free)
        self._drafts[free] = _CaseDraft(taken, free)
        return self._drafts[free]

    def _values(self, element: Element) -> dict[str, str]:
        values: dict[str, str] = {}
        for each in children(element, "VariableValue"):
            variable = child(each, "VariableRef")
            name = "" if variable is None else self._variables.get(reference(target_of(variable)), "")
            if not name:
                self._losses.add("values of variables", "the file has no such variable", "not taken over")
                continue
            value = next((inner for inner in each if local_name(inner).endswith("Value")), None)
            values[name] = content(value).strip()
        return values
