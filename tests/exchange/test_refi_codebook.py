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


def wild(codes: str, after: str = "", namespace: str = refi_codebook.NAMESPACE) -> refi_codebook.QdcCodebook:
    text = f'<CodeBook xmlns="{namespace}" origin="Other 1.0"><Codes>{codes}</Codes>{after}</CodeBook>'
    return refi_codebook.read(text.encode(), Path("other.qdc"))


def one(attributes: str, inside: str = "") -> str:
    return f'<Code guid="6f9619ff-8b86-4011-b42d-00c04fc964ff" isCodable="true" {attributes}>{inside}</Code>'


@given(codebooks().filter(lambda book: bool(book.codes)))
@settings(max_examples=150, deadline=None)
def test_a_codebook_comes_back_unchanged_with_its_guids(book: Codebook) -> None:
    first = refi_codebook.read(refi_codebook.write(book))
    assert first.codebook == book
    assert first.warnings == ()
    assert refi_codebook.write(book, first.guids) == refi_codebook.write(book)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_examples_come_back_unchanged(path: Path) -> None:
    assert refi_codebook.read(refi_codebook.write(example(path))).codebook == example(path)


@given(codebooks().filter(lambda book: bool(book.codes)))
@settings(max_examples=50, deadline=None)
def test_what_is_written_keeps_the_rules_of_the_standard(book: Codebook) -> None:
    root = etree.fromstring(refi_codebook.write(book))
    assert root.tag == f"{{{refi_codebook.NAMESPACE}}}CodeBook"
    assert [etree.QName(child).localname for child in root] == ["Codes"]
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
def test_an_independent_reader_reads_our_files(path: Path, tmp_path: Path) -> None:
    pyrefiqda = pytest.importorskip("pyrefiqda")
    file = tmp_path / "ours.qdc"
    file.write_bytes(refi_codebook.write(example(path)))
    found = pyrefiqda.RefiCodebook.load(file)
    assert [code.name for code in found.codes.code] == [code.title for code in example(path).codes]
    inner = [code.name for theme in found.codes.code for code in theme.code]
    assert inner == [code.title for theme in example(path).codes for code in theme.children]


def test_a_reader_sees_the_definition_first() -> None:
    book = codebook.read("codes: [{code: a, label: A b, definition: What it is, when_to_use: If so}]")
    text = etree.fromstring(refi_codebook.write(book)).findtext(
        f".//{{{refi_codebook.NAMESPACE}}}Description"
    )
    assert text == "What it is\n\n[when to use]\nIf so\n\n[code] a"


def test_codes_of_other_programs_get_keys_from_their_names() -> None:
    text = "Line [1]\n[brief]\nis not ours"
    inside = f"<Description>{text}</Description>" + one('name="Hot spots"').replace("6f", "7f")
    found = wild(one('name="Hot spots" color="#ABC"', inside))
    (code,) = found.codebook.codes
    assert (code.key, code.label, code.color) == ("hot-spots", "Hot spots", "#AABBCC")
    assert code.definition == text
    assert [child.key for child in code.children] == ["hot-spots-2"]
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("codes", "after", "warning"),
    [
        (one('name=" "'), "", "without a name"),
        (one('name="A"') + one('name="B"'), "", "belongs to another code too"),
        (
            one('name="A"') + one('name="B"').replace('"6f9619ff', '"{6F9619FF').replace('64ff"', '64FF}"'),
            "",
            "belongs to another code too",
        ),
        ('<Code name="A" isCodable="true"/>', "", "no valid GUID"),
        (one('name="A"'), "<Sets/>", "<Sets> is empty"),
        (one('name="A"'), '<Sets><Set guid="x" name="Mine"/></Sets>', "left out: Mine"),
        (one('name="A" color="#FF112233"'), "", "without its transparency"),
        (one('name="A" color="blue"'), "", "'blue' is not a colour"),
        ("", "", "no codes"),
    ],
)
def test_what_occurs_in_the_wild_is_read_with_a_warning(codes: str, after: str, warning: str) -> None:
    found = wild(codes, after)
    assert len(found.codebook) == codes.count("<Code ")
    assert any(warning in each for each in found.warnings)


@pytest.mark.parametrize("color", ["#FF112233", "#112233FF", "#80112233"])
def test_of_a_colour_with_alpha_the_colour_is_kept(color: str) -> None:
    assert wild(one(f'name="A" color="{color}"')).codebook.codes[0].color == "#112233"


def test_the_older_draft_is_read() -> None:
    found = wild(one('name="A"'), namespace="urn:QDA-XML:codebook:0:4")
    assert found.codebook.keys == ("a",)
    assert "older draft" in found.warnings[0]


EMPTY = f'<CodeBook xmlns="{refi_codebook.NAMESPACE}"/>'


def holding(rest: str) -> str:
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
        (f"{BOMB}]>{holding('>&i;</CodeBook>')}", "DOCTYPE|not XML"),
        (BOMB + "]>" + holding(" origin='&i;'/>"), "DOCTYPE|not XML"),
        (f"{OUTSIDE}]>{holding('>&x;</CodeBook>')}", "DOCTYPE"),
    ],
)
def test_what_is_broken_or_hostile_is_refused(text: str, message: str) -> None:
    with pytest.raises(CodebookError, match=message) as caught:
        refi_codebook.read(text.encode(), Path("strange.qdc"))
    assert caught.value.path == Path("strange.qdc")


def test_absurd_depth_is_refused() -> None:
    deep = one('name="A"', "@")
    for _ in range(60):
        deep = deep.replace("@", one('name="A"', "@"))
    with pytest.raises(CodebookError, match="levels"):
        wild(deep.replace("@", ""))


def test_a_codebook_without_codes_cannot_be_a_qdc_file() -> None:
    with pytest.raises(UsageError, match="at least one code"):
        refi_codebook.write(Codebook(name="Empty"))


def test_given_guids_are_kept() -> None:
    guid = "00000000-0000-4000-8000-000000000001"
    book = Codebook(codes=(Code(key=CodeKey("a")),))
    assert refi_codebook.read(refi_codebook.write(book, {CodeKey("a"): guid})).guids == {"a": guid}
