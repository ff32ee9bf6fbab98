"""Projects of other programs are read with every coding on its words, and everything else is reported."""

import zipfile
from io import BytesIO

import pytest

from qualcode.errors import UnreadableSourceError
from qualcode.exchange.refi.read_project import read_project
from qualcode.model import About
from tests.support import marked_text
from tests.support.refi_dialects import DIALECTS, Dialect, project_bytes

INTERVIEW = marked_text.interview(
    "Ann: We 😀 [were glad]{glad} that they came.\n"
    "Bob: The car 🚓🚓 was late, [nobody minded]{calm,glad@ben}.\n\n"
    "Ann: [Then the children 👮🏽 went home]{home}; we stayed, e\u0301ven [so]{calm@ben}.\n"
    "Bob: وبعد ذلك [هدوء]{calm} 🏠 [it was quiet]{calm}.\n"
)


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.origin)
def test_every_coding_is_on_its_words(dialect: Dialect) -> None:
    study = read_project(project_bytes(dialect, INTERVIEW))
    [source] = study.sources
    assert source.text == INTERVIEW.source.text
    read = sorted((coding.span, coding.code, coding.coder) for coding in study.codings)
    assert read == sorted((coding.span, coding.code, coding.coder) for coding in INTERVIEW.codings)
    assert {loss.element for loss in study.losses} == set()


PLAIN = Dialect(origin="Some Program")


def with_elements(**parts: str) -> bytes:
    """The project of `PLAIN` with more XML: `in_source` in its source, `in_project` after the sources."""
    data = project_bytes(PLAIN, INTERVIEW)
    changed = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith(".qde"):
                text = content.decode()
                text = text.replace("</TextSource>", parts.get("in_source", "") + "</TextSource>")
                text = text.replace("</Sources>", parts.get("sources", "") + "</Sources>")
                text = text.replace("</Project>", parts.get("in_project", "") + "</Project>")
                text = text.replace("<CodeBook>", parts.get("before_codes", "") + "<CodeBook>")
                content = text.encode()
            new.writestr(name, content)
    return changed.getvalue()


CODE, SOURCE = PLAIN.guid(200), PLAIN.guid(1)
CODING = f'<Coding guid="{PLAIN.guid(900)}"><CodeRef targetGUID="{CODE}"/></Coding>'


def selection(start: int, end: int, codings: str = CODING) -> str:
    positions = f'startPosition="{start}" endPosition="{end}"'
    return f'<PlainTextSelection guid="x" {positions}>{codings}</PlainTextSelection>'


UNKNOWN_CODE = '<Coding guid="y"><CodeRef targetGUID="z"/></Coding>'
AREA = f'<PictureSelection guid="q">{CODING}</PictureSelection>'
PICTURE = f'<PictureSource guid="p" name="Photo">{AREA}</PictureSource>'
PDF = f'<PDFSource guid="p" name="Law"><PDFSelection guid="q" page="0">{CODING}</PDFSelection></PDFSource>'
AUDIO = f'<AudioSource guid="p" name="Tape"><AudioSelection guid="q">{CODING}</AudioSelection></AudioSource>'
LINK = f'<Links><Link guid="l" originGUID="{CODE}" targetGUID="{SOURCE}"/></Links>'
SOURCE_SET = f'<Sets><Set guid="s" name="North"><MemberSource targetGUID="{SOURCE}"/></Set></Sets>'


@pytest.mark.parametrize(
    ("parts", "element"),
    [
        ({"in_source": selection(5, 5)}, "codings on no words"),
        ({"in_source": selection(9, 99999)}, "codings on no words"),
        ({"in_source": selection(5, 9, UNKNOWN_CODE)}, "codings with a code that the file does not have"),
        ({"in_source": CODING}, "codings of whole sources"),
        ({"sources": PICTURE}, "PictureSelection with 1 codings"),
        ({"sources": PDF}, "PDFSelection with 1 codings"),
        ({"sources": AUDIO}, "AudioSelection with 1 codings"),
        ({"sources": '<TextSource guid="p" name="Lost" plainTextPath="internal://gone.txt"/>'},
         "sources without text"),
        ({"in_project": '<Graphs><Graph guid="g" name="Map"/></Graphs>'}, "graphs"),
        ({"in_project": LINK}, "links"),
        ({"in_project": SOURCE_SET}, "sets of sources"),
        ({"in_project": "<Colours/>"}, "elements"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_over_is_counted(parts: dict[str, str], element: str) -> None:
    study = read_project(with_elements(**parts))
    assert element in {loss.element for loss in study.losses}
    assert all(loss.count > 0 and loss.reason and loss.instead for loss in study.losses)
    assert len(study.codings) >= len(INTERVIEW.codings)


def packed_again(data: bytes, folder: str, *more: str) -> bytes:
    """The archive as a person packs it again: in a folder, with entries that the system adds."""
    changed = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(f"{folder}{name}", old.read(name))
        for name in more:
            new.writestr(name, b"\0\5\x16\7")
    return changed.getvalue()


@pytest.mark.parametrize(
    ("folder", "more"),
    [
        ("", ("__MACOSX/._project.qde", "._project.qde")),
        ("My study/", ("__MACOSX/My study/._project.qde", "My study/sources/.DS_Store")),
        ("", ("sources/.root", "notes.docx")),
    ],
)
def test_an_archive_that_was_packed_again_is_read(folder: str, more: tuple[str, ...]) -> None:
    study = read_project(packed_again(project_bytes(PLAIN, INTERVIEW), folder, *more))
    assert len(study.codings) == len(INTERVIEW.codings)


def test_a_selection_that_ends_with_a_lost_line_end_ends_with_the_text() -> None:
    length = len(INTERVIEW.source.text)
    study = read_project(with_elements(in_source=selection(length - 6, length + 1)))
    assert study.codings[-1].span.end == length
    assert {loss.element for loss in study.losses} >= {"ends of selections"}


def test_a_pdf_is_read_by_the_text_that_stands_for_it() -> None:
    text = "A law 😀 of the land."
    twin = selection(2, 5).replace('guid="x"', 'guid="q"')
    content = f"<Representation guid='r'><PlainTextContent>{text}</PlainTextContent>{twin}</Representation>"
    pdf = PDF.replace('"p"', f'"{PLAIN.guid(2)}"').replace("</PDFSource>", f"{content}</PDFSource>")
    study = read_project(with_elements(sources=pdf))
    [coding] = [each for each in study.codings if each.source == PLAIN.guid(2)]
    assert coding.span.of(text) == "law"
    assert study.losses == ()


def test_a_transcript_is_coded_between_its_sync_points() -> None:
    audio = (
        '<AudioSource guid="a" name="Tape"><Transcript guid="t">'
        "<PlainTextContent>Well yes then</PlainTextContent>"
        '<SyncPoint guid="p1" timeStamp="0" position="5"/><SyncPoint guid="p2" timeStamp="9" position="8"/>'
        f'<TranscriptSelection guid="s" fromSyncPoint="p1" toSyncPoint="p2">{CODING}</TranscriptSelection>'
        "</Transcript></AudioSource>"
    )
    study = read_project(with_elements(sources=audio))
    texts = {source.guid: source.text for source in study.sources}
    assert "yes" in [coding.span.of(texts[coding.source]) for coding in study.codings]


def test_comments_and_notes_become_memos_where_they_belong() -> None:
    selection = (
        '<PlainTextSelection guid="{guid}" startPosition="0" endPosition="3" creatingUser="{user}">'
        "<Description>{text}</Description>{codings}</PlainTextSelection>"
    )
    user = PLAIN.guid(100)
    one = selection.format(guid=PLAIN.guid(901), user=user, text="On one coding", codings=CODING)
    bare = selection.format(guid=PLAIN.guid(902), user=user, text="On the words", codings="")
    study = read_project(with_elements(in_source=one + bare))
    [memo] = [memo for memo in study.memos if memo.span]
    assert (memo.about, memo.text, memo.coder) == (About.SOURCE, "On the words", INTERVIEW.codings[0].coder)
    assert [coding.memo for coding in study.codings if coding.memo] == ["On one coding"]


def test_variables_of_sources_are_those_of_a_case() -> None:
    variables = '<Variables><Variable guid="v" name="Town" typeOfVariable="Text"/></Variables>'
    value = '<VariableValue><VariableRef targetGUID="v"/><TextValue>Ely</TextValue></VariableValue>'
    study = read_project(with_elements(before_codes=variables, in_source=value))
    [case] = study.cases
    assert (case.name, case.attributes, case.sources) == ("one", {"Town": "Ely"}, (SOURCE,))


def test_positions_in_doubt_are_refused_until_the_user_says() -> None:
    marked = marked_text.interview("Ann: 😀在[路上]{x}走了很远\n")
    dialect = Dialect(origin="Some Program", convention=DIALECTS[1].convention, names=False)
    data = project_bytes(dialect, marked)
    with pytest.raises(UnreadableSourceError, match="several ways that fit alike"):
        read_project(data)
    [coding] = read_project(data, "utf-16").codings
    assert coding.span == marked.codings[0].span


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ({"a.qde": "<Project/>", "b.qde": "<Project/>"}, "one .qde document"),
        ({"x.txt": "no"}, "one .qde document"),
        ({"project.qde": "<!DOCTYPE Project><Project/>"}, "DOCTYPE"),
        ({"project.qde": "<html/>"}, "no REFI-QDA project but <html>"),
        ({"project.qde": "<Project"}, "not XML"),
        ({"project.qde": "<Project/>"}, "neither codes nor sources"),
        ({"project.qde": "<Project/>", "../x.txt": "x"}, "outside the archive"),
        ({"project.qde": "<Project/>", "bomb.txt": "0" * 3_000_000}, "compressed more than"),
    ],
)
def test_hostile_and_broken_archives_are_refused(entries: dict[str, str], message: str) -> None:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in entries.items():
            archive.writestr(name, text)
    with pytest.raises(UnreadableSourceError, match=message):
        read_project(data.getvalue())


def test_a_damaged_archive_is_refused() -> None:
    data = bytearray(project_bytes(PLAIN, INTERVIEW))
    data[60:90] = b"\xff" * 30
    with pytest.raises(UnreadableSourceError):
        read_project(bytes(data))
