"use strict";
/* The numbers of the report are links such as #quotes?code=pursue&tier=local: each name is a dimension, each
   value one of its labels. This script filters the quotes by such a link or by the form.
   A quote is shown if at least one of its codings matches all filters. */

const { labels, above, quotes } = JSON.parse(document.getElementById("filter-data").textContent);
const form = document.getElementById("filters");
const rows = [...document.getElementById("quote-list").children];
const CODING_DIMENSIONS = ["code", "origin"];

/* For each quote, its codings that match all filters except .with. */
function matchingCodings(filters) {
  const chosen = Object.entries(filters).filter(([name]) => name in labels)
    .map(([name, label]) => [name, labels[name].indexOf(label)]);
  const quoteFilters = chosen.filter(([name]) => !CODING_DIMENSIONS.includes(name));
  const words = (filters[".words"] || "").toLowerCase();
  return quotes.map((quote, number) => {
    const quoteMatches = quoteFilters.every(([name, label]) => quote.labels[name].includes(label))
      && (!words || rows[number].firstElementChild.textContent.toLowerCase().includes(words));
    if (!quoteMatches) return [];
    return quote.codings.filter((coding) => chosen.every(([name, label]) => matches(coding, name, label, filters)));
  });
}

function matches(coding, name, label, filters) {
  if (name === "origin") return coding.origin === label;
  if (name !== "code") return true;
  return filters[".exactly"] ? coding.code === label : above[coding.code].includes(label);
}

/* Only codings of the two codes on overlapping spans of one source by one coder, and the number of such pairs. */
function overlappingPairs(filters) {
  const exact = { ...filters, ".exactly": "yes" };
  const first = matchingCodings(exact);
  const second = matchingCodings({ ...exact, code: filters[".with"] });
  const matching = quotes.map(() => []);
  let pairs = 0;
  const candidates = second.flatMap((codings, number) => (codings.length ? [number] : []));
  first.forEach((codings, number) => {
    if (!codings.length) return;
    for (const other of candidates.filter((candidate) => overlap(quotes[number], quotes[candidate]))) {
      pairs += codings.length * second[other].length;
      matching[number] = [...new Set([...matching[number], ...codings])];
      matching[other] = [...new Set([...matching[other], ...second[other]])];
    }
  });
  return { matching, pairs };
}

function overlap(first, second) {
  return first.labels.source[0] === second.labels.source[0] && first.labels.coder[0] === second.labels.coder[0]
    && Math.max(first.span[0], second.span[0]) < Math.min(first.span[1], second.span[1]);
}

function show(filters) {
  const { matching, pairs } = filters[".with"] && filters.code
    ? overlappingPairs(filters) : { matching: matchingCodings(filters) };
  rows.forEach((row, number) => {
    row.hidden = !matching[number].length;
    const codes = row.lastElementChild.children; // by index: a selector for each of 13,000 rows takes seconds
    quotes[number].codings.forEach((coding, index) => codes[index].classList.toggle(
      "chosen", matching[number].includes(coding) && matching[number].length < codes.length));
  });
  const quoteCount = matching.filter((codings) => codings.length).length;
  const codingCount = matching.reduce((sum, codings) => sum + codings.length, 0);
  document.getElementById("quote-count").textContent = `${counted(codingCount, "coding")} in ${counted(quoteCount, "quote")}`
    + (pairs === undefined ? "" : `, ${counted(pairs, "pair")}`);
}

function counted(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function filtersOfAddress() {
  return Object.fromEntries(new URLSearchParams(location.hash.split("?")[1] || ""));
}

function filtersOfForm() {
  return Object.fromEntries([...new FormData(form)].filter(([, value]) => value));
}

function fillForm(filters) {
  for (const field of form.elements) {
    if (field.type === "checkbox") field.checked = field.name in filters;
    else if (field.name) field.value = filters[field.name] || "";
  }
}

let shownAddress = null; // the address that the page shows, so that each is followed once

function follow() {
  shownAddress = location.hash;
  const quote = /^#q\d+$/.test(location.hash) && document.getElementById(location.hash.slice(1));
  if (quote) {
    fillForm({});
    show({});
    quote.scrollIntoView();
    quote.focus({ preventScroll: true });
  }
  if (!location.hash.startsWith("#quotes?")) return;
  const filters = filtersOfAddress();
  fillForm(filters);
  show(filters);
  const title = document.getElementById("quotes-title");
  title.scrollIntoView();
  title.focus({ preventScroll: true });
}

function applyForm() {
  const filters = filtersOfForm();
  history.replaceState(null, "", `#quotes?${new URLSearchParams(filters)}`);
  shownAddress = location.hash;
  show(filters);
}

/* A click on the same number again changes no address, so the browser sends no hashchange event. */
function click(event) {
  const link = event.target.closest('a[href^="#q"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  location.hash = link.hash;
  follow();
}

let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open])")];
  opened.forEach((details) => { details.open = true; });
});
addEventListener("afterprint", () => opened.forEach((details) => { details.open = false; }));
addEventListener("click", click);
addEventListener("hashchange", () => { if (location.hash !== shownAddress) follow(); });
form.addEventListener("input", applyForm);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(applyForm));
document.getElementById("script-note").hidden = true;
show({});
follow();
