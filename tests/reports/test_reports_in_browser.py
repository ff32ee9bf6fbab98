"""The report in a real browser: it asks nothing of the network, and every number opens its quotes."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request

from tests.reports.study import ATTACK

FOLLOW_EVERY_NUMBER = """async () => {
  const changed = () => new Promise((done) => addEventListener("hashchange", done, { once: true }));
  const followed = [];
  for (const link of document.querySelectorAll("a[data-measure]")) {
    let moved = changed();
    location.hash = "#overview";
    await moved;
    document.activeElement.blur();
    moved = changed();
    link.click();
    await moved;
    const visible = [...document.querySelectorAll("#passages > li")].filter((one) => one.checkVisibility());
    const shown = visible.map((one) => passages[Number(one.id.slice(1))]);
    const distinct = (name) =>
      new Set(shown.flatMap((one) => one.labels[name].filter((at) => labels[name][at] !== "(none)"))).size;
    const [codings, , pairs] = document.getElementById("found").textContent.match(/[0-9]+/g).map(Number);
    followed.push({
      href: link.getAttribute("href"), measure: link.dataset.measure, text: link.textContent,
      focused: document.activeElement.id, visible: visible.length,
      counted: {
        codings, own_codings: codings, together: pairs, sources: distinct("source"), cases: distinct("case"),
        coders: distinct("coder"),
        codes: new Set(shown.flatMap((one) => one.marks.map((mark) => mark.code))).size,
      },
    });
  }
  return followed;
}"""
"""Clicks on every number, one after another, and returns what then is shown, counted from the page itself."""


class Watched:
    """A page, everything that it asked for, and everything that went wrong in it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", self._requested)
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _requested(self, request: Request) -> None:
        if not request.url.startswith("data:"):
            self.requests.append(request.url)

    @property
    def found(self) -> list[int]:
        """The number of codings, of quotes, and of pairs if it says any."""
        return [int(number) for number in re.findall(r"\d+", self.page.locator("#found").inner_text())]

    def visible_quotes(self) -> int:
        return self.page.locator("#passages > li:visible").count()


@pytest.fixture
def opened(browser: Browser, report_file: Path) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    watched = Watched(context.new_page())
    watched.page.goto(report_file.as_uri())
    yield watched
    context.close()
    assert watched.complaints == []
    assert {url.partition("#")[0] for url in watched.requests} == {report_file.as_uri()}


def test_words_of_an_interview_are_shown_and_never_run(opened: Watched) -> None:
    assert opened.page.title() == f"Study {ATTACK}: report"
    assert opened.page.locator("#passages").get_by_text(ATTACK).count() == 1
    assert opened.page.locator("main script, main img[src=x]").count() == 0


def test_every_number_opens_just_the_quotes_that_it_counts(opened: Watched) -> None:
    followed = opened.page.evaluate(FOLLOW_EVERY_NUMBER)
    assert len(followed) > 100
    for one in followed:
        assert one["focused"] == "quotes-title", one
        assert one["visible"] > 0, one
        number = one["text"].replace(",", "")
        if one["measure"] in one["counted"] and number.isdecimal():
            assert one["counted"][one["measure"]] == int(number), one
    assert {one["measure"] for one in followed} >= {"codings", "own_codings", "sources", "cases", "together"}


def test_a_click_on_a_number_scrolls_to_its_quotes_and_tells_a_screen_reader(opened: Watched) -> None:
    page = opened.page
    page.locator("#frequencies-table tr", has_text="pursue").get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.id") == "quotes-title"
    assert page.locator("#quotes-title").is_visible()
    assert page.evaluate("document.getElementById('quotes-title').getBoundingClientRect().top") < 300
    assert page.locator("#found").get_attribute("role") == "status"
    assert opened.found == [3, 3]


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("code", "harms", [5, 5]),
        ("coder", "ben", [4, 4]),
        ("tier", "national", [2, 2]),
        ("source", "strategy", [2, 2]),
    ],
)
def test_quotes_are_filtered(opened: Watched, name: str, value: str, found: list[int]) -> None:
    opened.page.locator(f"select[name='{name}']").select_option(value)
    assert opened.found == found
    assert opened.visible_quotes() == found[1]


def test_filters_work_together_and_are_taken_back(opened: Watched) -> None:
    page = opened.page
    page.locator("select[name='code']").select_option("roles")
    assert opened.found == [6, 5]
    page.get_by_label("without the codes below").check()
    assert opened.found == [1, 1]
    page.locator("select[name='code']").select_option("")
    page.get_by_role("searchbox", name="Words").fill("CAME BACK")
    assert opened.found == [3, 3]
    page.get_by_role("button", name="Show all").click()
    page.wait_for_function("document.getElementById('found').textContent.startsWith('11 ')")
    assert opened.visible_quotes() == 10


def test_an_address_with_filters_can_be_passed_on(browser: Browser, report_file: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{report_file.as_uri()}#quotes?code=harms&coder=ben")
    assert page.locator("#found").inner_text() == "2 codings in 2 quotes"
    assert page.locator("select[name='coder']").input_value() == "ben"
    context.close()


def test_an_example_leads_to_its_place_among_the_quotes(opened: Watched) -> None:
    page = opened.page
    page.locator("select[name='coder']").select_option("ben")
    page.locator("details", has_text="Enforcement.").locator("summary").click()
    link = page.locator("details[open] .place a").first
    target = str(link.get_attribute("href")).lstrip("#")
    link.click()
    assert page.locator(f"#{target}").is_visible()
    assert page.evaluate("document.activeElement.id") == target


def test_the_page_has_no_serious_fault_for_people_with_disabilities(opened: Watched) -> None:
    for summary in opened.page.locator("summary").all():
        summary.click()
    faults = Axe().run(opened.page).response["violations"]
    assert [(one["id"], one["help"]) for one in faults if one["impact"] in ("serious", "critical")] == []


def test_everything_is_reached_by_keyboard(opened: Watched) -> None:
    opened.page.keyboard.press("Tab")
    assert opened.page.evaluate("document.activeElement.textContent") == "To the content"
    opened.page.keyboard.press("Enter")
    opened.page.keyboard.press("Tab")
    assert opened.page.evaluate("document.activeElement.closest('section').id") == "overview"


def test_printed_every_code_is_open_and_every_quote_there(opened: Watched, tmp_path: Path) -> None:
    page = opened.page
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[open]").count() == 0
    page.emulate_media(media="print")
    assert page.locator("nav").is_hidden()
    assert page.locator("form").is_hidden()
    page.pdf(path=str(tmp_path / "report.pdf"))
    assert (tmp_path / "report.pdf").stat().st_size > 0


def test_without_scripts_all_quotes_are_there(browser: Browser, report_file: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report_file.as_uri())
    assert page.locator("#passages > li").count() == 10
    assert page.get_by_text("need JavaScript").is_visible()
    context.close()
