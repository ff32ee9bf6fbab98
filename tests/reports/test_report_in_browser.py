"""The report in a real browser: no network requests, and every number opens its quotes."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, expect

from tests.support.report_study import ATTACK

FOLLOW_EVERY_NUMBER = """() => {
  const followed = [];
  for (const link of document.querySelectorAll("a[data-measure]")) {
    document.activeElement.blur();
    link.click();
    const items = [...document.querySelectorAll("#quote-list > li")];
    const visible = items.filter((item) => item.checkVisibility());
    const shown = visible.map((item) => quotes[Number(item.id.slice(1))]);
    const named = (quote, name) => quote.labels[name].filter((label) => labels[name][label] !== "(none)");
    const distinct = (name) => new Set(shown.flatMap((quote) => named(quote, name))).size;
    const counts = document.getElementById("quote-count").textContent.match(/[0-9]+/g);
    const [codings, , pairs] = counts.map(Number);
    followed.push({
      href: link.getAttribute("href"), measure: link.dataset.measure, text: link.textContent,
      focused: document.activeElement.id, visible: visible.length,
      counted: {
        codings, direct_codings: codings, together: pairs, sources: distinct("source"),
        cases: distinct("case"),
        coders: distinct("coder"),
        codes: new Set(shown.flatMap((quote) => quote.codings.map((coding) => coding.code))).size,
      },
    });
  }
  return followed;
}"""
"""Clicks on each number in turn and returns what is shown then, counted from the page itself."""


class WatchedPage:
    """A page with its network requests, console messages and errors."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.messages: list[str] = []
        page.on("request", self._requested)
        page.on("console", lambda message: self.messages.append(message.text))
        page.on("pageerror", lambda error: self.messages.append(str(error)))

    def _requested(self, request: Request) -> None:
        if not request.url.startswith("data:"):
            self.requests.append(request.url)

    def shows(self, codings: int, quotes: int) -> None:
        """Wait until the page states and shows these numbers of codings and quotes."""
        status = f"^{codings} codings? in {quotes} quotes?$"
        expect(self.page.locator("#quote-count")).to_have_text(re.compile(status))
        expect(self.page.locator("#quote-list > li:visible")).to_have_count(quotes)


@pytest.fixture
def opened(browser: Browser, report_file: Path) -> Iterator[WatchedPage]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    watched = WatchedPage(context.new_page())
    watched.page.goto(report_file.as_uri())
    yield watched
    context.close()
    assert watched.messages == []
    assert {url.partition("#")[0] for url in watched.requests} == {report_file.as_uri()}


def test_a_script_in_an_interview_is_shown_as_text_and_not_run(opened: WatchedPage) -> None:
    expect(opened.page).to_have_title(f"Study {ATTACK}: report")
    expect(opened.page.locator("#quote-list").get_by_text(ATTACK)).to_have_count(1)
    expect(opened.page.locator("main script, main img[src=x]")).to_have_count(0)


def test_every_number_links_to_exactly_the_quotes_that_it_counts(opened: WatchedPage) -> None:
    followed = opened.page.evaluate(FOLLOW_EVERY_NUMBER)
    assert len(followed) > 100
    for link in followed:
        assert link["focused"] == "quotes-title", link
        assert link["visible"] > 0, link
        number = link["text"].replace(",", "")
        if link["measure"] in link["counted"] and number.isdecimal():
            assert link["counted"][link["measure"]] == int(number), link
    assert {link["measure"] for link in followed} >= {
        "codings",
        "direct_codings",
        "sources",
        "cases",
        "together",
    }


def test_a_click_on_a_number_scrolls_to_its_quotes_and_moves_the_focus(opened: WatchedPage) -> None:
    page = opened.page
    number = page.locator("#frequencies-table tr", has_text="pursue").get_by_role("link").first
    title = page.locator("#quotes-title")
    for _ in ("once", "and again after reading elsewhere"):
        number.click()
        expect(title).to_be_focused()
        expect(title).to_be_in_viewport()
        page.wait_for_function("document.getElementById('quotes-title').getBoundingClientRect().top < 300")
        expect(page.locator("#quote-count")).to_have_role("status")
        opened.shows(3, 3)
        page.get_by_role("link", name="Overview").click()
        expect(title).not_to_be_in_viewport()


def test_browser_history_restores_the_filters(opened: WatchedPage) -> None:
    page = opened.page
    links = page.locator("#frequencies-table tr", has_text="pursue").get_by_role("link")
    links.first.click()
    opened.shows(3, 3)
    page.locator("#frequencies-table tr", has_text="harms").get_by_role("link").first.click()
    opened.shows(5, 5)
    page.go_back()
    opened.shows(3, 3)
    page.go_forward()
    opened.shows(5, 5)


@pytest.mark.parametrize(
    ("name", "value", "count"),
    [("code", "harms", 5), ("coder", "ben", 4), ("tier", "national", 2), ("source", "strategy", 2)],
)
def test_quotes_are_filtered(opened: WatchedPage, name: str, value: str, count: int) -> None:
    opened.page.locator(f"select[name='{name}']").select_option(value)
    opened.shows(count, count)


def test_filters_combine_and_can_be_reset(opened: WatchedPage) -> None:
    page = opened.page
    page.locator("select[name='code']").select_option("roles")
    opened.shows(6, 5)
    page.get_by_label("without codes below it").check()
    opened.shows(1, 1)
    page.locator("select[name='code']").select_option("")
    page.get_by_role("searchbox", name="Words").fill("CAME BACK")
    opened.shows(3, 3)
    page.get_by_role("button", name="Show all").click()
    opened.shows(11, 10)


def test_a_link_with_filters_works_in_a_new_window(browser: Browser, report_file: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{report_file.as_uri()}#quotes?code=harms&coder=ben")
    expect(page.locator("#quote-count")).to_have_text("2 codings in 2 quotes")
    expect(page.locator("select[name='coder']")).to_have_value("ben")
    context.close()


def test_an_example_links_to_its_quote(opened: WatchedPage) -> None:
    page = opened.page
    page.locator("select[name='coder']").select_option("ben")
    page.locator("details", has_text="Enforcement.").locator("summary").click()
    link = page.locator("details[open] .locator a").first
    target = str(link.get_attribute("href")).lstrip("#")
    link.click()
    expect(page.locator(f"#{target}")).to_be_in_viewport()
    expect(page.locator(f"#{target}")).to_be_focused()


def test_the_page_has_no_serious_accessibility_violation(opened: WatchedPage) -> None:
    for summary in opened.page.locator("summary").all():
        summary.click()
    expect(opened.page.locator("details:not([open])")).to_have_count(0)
    faults = Axe().run(opened.page).response["violations"]
    assert [
        (fault["id"], fault["help"]) for fault in faults if fault["impact"] in ("serious", "critical")
    ] == []


def test_the_skip_link_moves_the_focus_to_the_content(opened: WatchedPage) -> None:
    page = opened.page
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash === '#overview'")
    page.keyboard.press("Tab")
    page.wait_for_function("document.activeElement.closest('section')?.id === 'overview'")


def test_in_print_every_code_is_open_and_every_quote_included(opened: WatchedPage, tmp_path: Path) -> None:
    page = opened.page
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("details:not([open])")).to_have_count(0)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("details[open]")).to_have_count(0)
    page.emulate_media(media="print")
    expect(page.locator("nav")).to_be_hidden()
    expect(page.locator("form")).to_be_hidden()
    page.pdf(path=str(tmp_path / "report.pdf"))
    assert (tmp_path / "report.pdf").stat().st_size > 0


def test_without_scripts_all_quotes_are_shown(browser: Browser, report_file: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report_file.as_uri())
    expect(page.locator("#quote-list > li")).to_have_count(10)
    expect(page.get_by_text("need JavaScript")).to_be_visible()
    context.close()
