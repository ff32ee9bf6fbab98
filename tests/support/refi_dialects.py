"""REFI-QDA projects as different programs write them, made from one small marked interview."""

import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from uuid import UUID
from xml.sax.saxutils import escape, quoteattr

from qualcode.exchange.refi.counted_text import Convention, CountedText, LineEnd, Unit
from tests.support.marked_text import Marked

if TYPE_CHECKING:
    from qualcode.model import Span

CODE_POINTS = Convention()
UTF_16 = Convention(Unit.UTF_16)
NVIVO = Convention(Unit.UTF_16, LineEnd.AS_WRITTEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a program writes its projects."""

    origin: str
    convention: Convention = CODE_POINTS
    line_end: str = "\n"
    has_mark: bool = False
    document: str = "project.qde"
    folder: str = "sources/"
    path: str = "internal://{file}"
    declaration: str = '<?xml version="1.0" encoding="utf-8"?>\r\n'
    namespace: str = "urn:QDA-XML:project:1.0"
    guid_form: str = "{}"
    is_upper: bool = False
    names: bool = True
    together: bool = False
    """Whether codings on the same words share one selection."""
    inline: bool = False
    dated: bool = True

    def guid(self, number: int) -> str:
        """Return a GUID as this program writes it."""
        text = str(UUID(int=(4 << 76) + (8 << 60) + number))
        return self.guid_form.format(text.upper() if self.is_upper else text)


DIALECTS = (
    Dialect(
        origin="NVivo 12 for Windows", convention=NVIVO, line_end="\r\n", has_mark=True,
        document="Project.qde", folder="Sources/", names=False,
    ),
    Dialect(origin="NVivo for Mac 12", convention=UTF_16, names=False),
    Dialect(origin="MAXQDA 24.7", is_upper=True),
    Dialect(
        origin="ATLAS.ti 8.4", line_end="\r\n", is_upper=True, document="My Study.qde", together=True,
    ),
    Dialect(origin="ATLAS.ti 23", line_end="\r\n", is_upper=True, together=True, guid_form="{{{}}}"),
    Dialect(origin="QualCoder 3.5", has_mark=True),
    Dialect(origin="QualCoder 3.5 for MAXQDA", has_mark=True, line_end="\r\n"),
    Dialect(
        origin="qc 1.3.2", path="{file}", declaration="", together=True, dated=False, names=False,
    ),
    Dialect(origin="Transana 4", inline=True),
    Dialect(origin="Draft 0.10", namespace="urn:QDA-XML:project:0:10"),
    Dialect(origin="Byte Counter 1", convention=Convention(Unit.UTF_8)),
)  # fmt: skip


def project_bytes(dialect: Dialect, marked: Marked) -> bytes:
    """Return the .qdpx file with one source, the marked codings and a note on the first of them."""
    written = ("\ufeff" if dialect.has_mark else "") + marked.source.text.replace("\n", dialect.line_end)
    text = CountedText(written)
    coders = list(dict.fromkeys(str(coding.coder) for coding in marked.codings))
    codes = list(dict.fromkeys(str(coding.code) for coding in marked.codings))
    user = {name: dialect.guid(100 + number) for number, name in enumerate(coders)}
    code = {key: dialect.guid(200 + number) for number, key in enumerate(codes)}
    file = f"{dialect.guid(1).strip('{}')}.txt"
    groups: dict[tuple[Span, int], list[str]] = {}
    for number, coding in enumerate(marked.codings):
        dated = ' creationDateTime="2024-05-17T10:22:11Z"' if dialect.dated else ""
        groups.setdefault((coding.span, 0 if dialect.together else number), []).append(
            f'<Coding guid="{dialect.guid(400 + number)}" creatingUser="{user[str(coding.coder)]}"{dated}>'
            f'<CodeRef targetGUID="{code[str(coding.code)]}"/></Coding>'
        )
    selections = "".join(
        f'<PlainTextSelection guid="{dialect.guid(300 + number)}" '
        f"name={quoteattr(' '.join(span.of(marked.source.text).split()) if dialect.names else '')} "
        f'startPosition="{text.counted(span.start, dialect.convention)}" '
        f'endPosition="{text.counted(span.end, dialect.convention)}"><Description/>{"".join(codings)}'
        "</PlainTextSelection>"
        for number, ((span, _), codings) in enumerate(groups.items())
    )
    content = f"<PlainTextContent>{escape(marked.source.text)}</PlainTextContent>" if dialect.inline else ""
    path = "" if dialect.inline else f'plainTextPath="{dialect.path.format(file=file)}"'
    users = "".join(f'<User guid="{guid}" name="{name}"/>' for name, guid in user.items())
    code_elements = "".join(
        f'<Code guid="{guid}" name="{key}" isCodable="true"/>' for key, guid in code.items()
    )
    document = (
        f'{dialect.declaration}<Project xmlns="{dialect.namespace}" name="One" origin="{dialect.origin}">'
        f"<Users>{users}</Users><CodeBook><Codes>{code_elements}</Codes></CodeBook><Sources>"
        f'<TextSource guid="{dialect.guid(1)}" name="one" {path}>{content}{selections}</TextSource></Sources>'
        "</Project>"
    )
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(dialect.document, document)
        if not dialect.inline:
            archive.writestr(f"{dialect.folder}{file}", written.encode())
    return data.getvalue()
