import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree

from qualcode import codebook
from qualcode.errors import CodebookError, UsageError
from qualcode.exchange import refi_codebook
from qualcode.model import Code, Codebook, CodeKey
from tests.support.random_codebooks import codebooks

EXAMPLES = sorted(Path("codebooks").glob("*.yaml"))
GUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def example(path: Path) -> Codebook:
    return codebook.read(path.read_text(encoding="utf-8"))


def read_codes(
    codes: str, after: str = "", namespace: str = refi_codebook.NAMESPACE
) -> refi_codebook.QdcCodebook:
    text = f'<CodeBook xmlns="{namespace}" origin="Other 1.0"><Codes>{codes}</Codes>{after}</CodeBook>'
    return refi_codebook.read(text.encode(), Path("other.qdc"))


def code_element(attributes: str, inside: str = "") -> str:
    return f'<Code guid="6f9619ff-8b86-4011-b42d-00c04fc964ff" isCodable="true" {attributes}>{inside}</Code>'


@given(codebooks(grouped=True).filter(lambda book: bool(book.codes)))
@settings(max_examples=150, deadline=None)
def test_a_codebook_comes_back_unchanged_with_its_guids(book: Codebook) -> None:
    first = refi_codebook.read(refi_codebook.write(book))
    assert first.codebook == book
    assert first.warnings == ()
    assert refi_codebook.write(book, first.guids, first.group_guids) == refi_codebook.write(book)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_examples_come_back_unchanged(path: Path) -> None:
    assert refi_codebook.read(refi_codebook.write(example(path))).codebook == example(path)


@given(codebooks(grouped=True).filter(lambda book: bool(book.codes)))
@settings(max_examples=50, deadline=None)
def test_written_files_conform_to_the_standard(book: Codebook) -> None:
    root = etree.fromstring(refi_codebook.write(book))
    assert root.tag == f"{{{refi_codebook.NAMESPACE}}}CodeBook"
    assert [etree.QName(child).localname for child in root] == ["Codes", "Sets"][: 1 + bool(book.groups)]
    assert all(len(container) for container in root)
    assert len(root[0]) > 0
    guids = []
    for code in root.iter(f"{{{refi_codebook.NAMESPACE}}}Code"):
        names = [etree.QName(child).localname for child in code]
        assert names == ["Description"] + ["Code"] * (len(names) - 1)
        assert set(code.attrib) <= {"guid", "name", "isCodable", "color"}
        assert code.get("isCodable") in {"true", "false"}
        assert code.get("name")
        assert re.fullmatch("#[0-9A-Fa-f]{6}", code.get("color") or "#000000")
        assert re.fullmatch(GUID, code.get("guid") or "")
        guids.append(code.get("guid"))
    assert len(guids) == len(set(guids)) == len(book)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_written_files_are_read_by_another_library(path: Path, tmp_path: Path) -> None:
    pyrefiqda = pytest.importorskip("pyrefiqda")
    file = tmp_path / "ours.qdc"
    file.write_bytes(refi_codebook.write(example(path)))
    external = pyrefiqda.RefiCodebook.load(file)
    assert [code.name for code in external.codes.code] == [code.title for code in example(path).codes]
    inner = [code.name for theme in external.codes.code for code in theme.code]
    assert inner == [code.title for theme in example(path).codes for code in theme.children]


def test_the_description_begins_with_the_definition() -> None:
    book = codebook.read("codes: [{code: a, label: A b, definition: What it is, when_to_use: If so}]")
    text = etree.fromstring(refi_codebook.write(book)).findtext(
        f".//{{{refi_codebook.NAMESPACE}}}Description"
    )
    assert text == "What it is\n\n[when to use]\nIf so\n\n[code] a"


def test_codes_of_other_programs_get_keys_from_their_names() -> None:
    text = "Line [1]\n[brief]\nis not ours"
    inside = f"<Description>{text}</Description>" + code_element('name="Hot spots"').replace("6f", "7f")
    qdc = read_codes(code_element('name="Hot spots" color="#ABC"', inside))
    (code,) = qdc.codebook.codes
    assert (code.key, code.label, code.color) == ("hot-spots", "Hot spots", "#AABBCC")
    assert code.definition == text
    assert [child.key for child in code.children] == ["hot-spots-2"]
    assert qdc.warnings == ()


@pytest.mark.parametrize(
    ("codes", "after", "warning"),
    [
        (code_element('name=" "'), "", "without a name"),
        (code_element('name="A"') + code_element('name="B"'), "", "belongs to another code too"),
        (
            code_element('name="A"')
            + code_element('name="B"').replace('"6f9619ff', '"{6F9619FF').replace('64ff"', '64FF}"'),
            "",
            "belongs to another code too",
        ),
        ('<Code name="A" isCodable="true"/>', "", "no valid GUID"),
        (code_element('name="A"'), "<Sets/>", "<Sets> is empty"),
        (
            code_element('name="A"'),
            '<Sets><Set guid="x" name="Mine"><MemberCode guid="y"/></Set></Sets>',
            "'Mine' names codes that the file does not have",
        ),
        (
            code_element('name="A"').replace('"true"', '"false"'),
            "",
            "Not for coding in the other program: `a`",
        ),
        (code_element('name="A"'), "<Graphs/>", "1 elements that the standard does not have"),
        (code_element('name="A" color="#FF112233"'), "", "without its transparency"),
        (code_element('name="A" color="blue"'), "", "'blue' is not a colour"),
        ("", "", "no codes"),
    ],
)
def test_deviations_from_the_standard_are_read_with_a_warning(codes: str, after: str, warning: str) -> None:
    qdc = read_codes(codes, after)
    assert len(qdc.codebook) == codes.count("<Code ")
    assert any(warning in each for each in qdc.warnings)


@pytest.mark.parametrize("color", ["#FF112233", "#112233FF", "#80112233"])
def test_a_colour_with_opacity_is_read_without_it(color: str) -> None:
    assert read_codes(code_element(f'name="A" color="{color}"')).codebook.codes[0].color == "#112233"


def test_the_older_draft_is_read_with_a_warning() -> None:
    qdc = read_codes(code_element('name="A"'), namespace="urn:QDA-XML:codebook:0:4")
    assert qdc.codebook.keys == ("a",)
    assert "older draft" in qdc.warnings[0]


EMPTY = f'<CodeBook xmlns="{refi_codebook.NAMESPACE}"/>'


def document_with(rest: str) -> str:
    return EMPTY.replace("/>", rest)


BOMB = '<!DOCTYPE CodeBook [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
OUTSIDE = '<!DOCTYPE CodeBook [<!ENTITY x SYSTEM "file:///etc/hostname">'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<CodeBook", "not XML"),
        ("", "not XML"),
        ("<html/>", "not a REFI-QDA codebook but <html>"),
        ('<Project xmlns="urn:QDA-XML:project:1.0"/>', "but <Project>"),
        (f"<!DOCTYPE CodeBook>{EMPTY}", "DOCTYPE"),
        (f"{BOMB}]>{document_with('>&i;</CodeBook>')}", "DOCTYPE|not XML"),
        (BOMB + "]>" + document_with(" origin='&i;'/>"), "DOCTYPE|not XML"),
        (f"{OUTSIDE}]>{document_with('>&x;</CodeBook>')}", "DOCTYPE"),
    ],
)
def test_invalid_and_unsafe_files_are_refused(text: str, message: str) -> None:
    with pytest.raises(CodebookError, match=message) as caught:
        refi_codebook.read(text.encode(), Path("strange.qdc"))
    assert caught.value.path == Path("strange.qdc")


def test_too_many_levels_are_refused() -> None:
    deep = code_element('name="A"', "@")
    for _ in range(60):
        deep = deep.replace("@", code_element('name="A"', "@"))
    with pytest.raises(CodebookError, match="levels"):
        read_codes(deep.replace("@", ""))


def test_a_codebook_without_codes_cannot_be_a_qdc_file() -> None:
    with pytest.raises(UsageError, match="at least one code"):
        refi_codebook.write(Codebook(name="Empty"))


def test_given_guids_are_kept() -> None:
    guid = "00000000-0000-4000-8000-000000000001"
    book = Codebook(codes=(Code(key=CodeKey("a")),))
    assert refi_codebook.read(refi_codebook.write(book, {CodeKey("a"): guid})).guids == {"a": guid}


def test_categories_of_other_programs_are_exported_as_such_with_the_same_guids() -> None:
    inner = code_element('name="Care"').replace("6f96", "7f96")
    category = code_element('name="Family"', inner).replace('isCodable="true"', 'isCodable="false"', 1)
    qdc = read_codes(category)
    again = refi_codebook.read(refi_codebook.write(qdc.codebook, qdc.guids))
    assert (again.codebook.codes, again.guids) == (qdc.codebook.codes, qdc.guids)
    assert [code.retired for code, _ in again.codebook.walk()] == [True, False]


def test_sets_of_codes_are_groups() -> None:
    codes = code_element('name="A"') + code_element('name="B"').replace("6f96", "7f96")
    member = '<MemberCode guid="{7F9619FF-8B86-4011-B42D-00C04FC964FF}"/>'
    sets = f'<Sets><Set guid="0f9619ff-8b86-4011-b42d-00c04fc964ff" name="Mine">{member}</Set></Sets>'
    qdc = read_codes(codes, sets)
    [group] = qdc.codebook.groups
    assert (group.name, group.members) == ("Mine", ("b",))
    assert qdc.group_guids == {"Mine": "0f9619ff-8b86-4011-b42d-00c04fc964ff"}
    assert qdc.warnings == ()
