"use strict";
/* The numbers of the report are addresses such as #quotes?code=pursue&tier=local: each name is a dimension,
   each value one of its labels. This script shows the quotes that an address means, and nothing else.
   A passage is shown if at least one of its codings fits. */

const { labels, above, passages } = JSON.parse(document.getElementById("facts").textContent);
const form = document.getElementById("filters");
const rows = [...document.getElementById("passages").children];
const ofCodings = ["code", "origin"];

/* Which codings of each passage fit all filters; .with is seen to afterwards. */
function fitting(wanted) {
  const chosen = Object.entries(wanted).filter(([name]) => name in labels)
    .map(([name, label]) => [name, labels[name].indexOf(label)]);
  const ofPassages = chosen.filter(([name]) => !ofCodings.includes(name));
  const words = (wanted[".words"] || "").toLowerCase();
  return passages.map((passage, number) => {
    const here = ofPassages.every(([name, at]) => passage.labels[name].includes(at))
      && (!words || rows[number].firstElementChild.textContent.toLowerCase().includes(words));
    return here ? passage.marks.filter((mark) => chosen.every(([name, at]) => fits(mark, name, at, wanted))) : [];
  });
}

function fits(mark, name, at, wanted) {
  if (name === "origin") return mark.origin === at;
  if (name !== "code") return true;
  return wanted[".exactly"] ? mark.code === at : above[mark.code].includes(at);
}

/* Only codings of the two codes, on words that overlap, in one source, by one coder. */
function together(wanted) {
  const narrowed = { ...wanted, ".exactly": "yes" };
  const ones = fitting(narrowed);
  const others = fitting({ ...narrowed, code: wanted[".with"] });
  const kept = passages.map(() => []);
  let pairs = 0;
  const candidates = others.flatMap((marks, number) => (marks.length ? [number] : []));
  ones.forEach((marks, number) => {
    if (!marks.length) return;
    for (const other of candidates.filter((one) => overlap(passages[number], passages[one]))) {
      pairs += marks.length * others[other].length;
      kept[number] = [...new Set([...kept[number], ...marks])];
      kept[other] = [...new Set([...kept[other], ...others[other]])];
    }
  });
  return { kept, pairs };
}

function overlap(one, other) {
  return one.labels.source[0] === other.labels.source[0] && one.labels.coder[0] === other.labels.coder[0]
    && Math.max(one.at[0], other.at[0]) < Math.min(one.at[1], other.at[1]);
}

function show(wanted) {
  const { kept, pairs } = wanted[".with"] && wanted.code ? together(wanted) : { kept: fitting(wanted) };
  rows.forEach((row, number) => {
    row.hidden = !kept[number].length;
    const codes = row.lastElementChild.children; // by place: a query for each of 13,000 rows takes seconds
    passages[number].marks.forEach((mark, at) =>
      codes[at].classList.toggle("chosen", kept[number].includes(mark) && kept[number].length < codes.length));
  });
  const found = kept.filter((marks) => marks.length).length;
  const codings = kept.reduce((sum, marks) => sum + marks.length, 0);
  document.getElementById("found").textContent = `${counted(codings, "coding")} in ${counted(found, "quote")}`
    + (pairs === undefined ? "" : `, ${counted(pairs, "pair")}`);
}

function counted(number, what) {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

function asked() {
  return Object.fromEntries(new URLSearchParams(location.hash.split("?")[1] || ""));
}

function chosen() {
  return Object.fromEntries([...new FormData(form)].filter(([, value]) => value));
}

function fill(wanted) {
  for (const field of form.elements) {
    if (field.type === "checkbox") field.checked = field.name in wanted;
    else if (field.name) field.value = wanted[field.name] || "";
  }
}

let shown = null; // the address that the page shows: each is followed once

function follow() {
  shown = location.hash;
  const passage = /^#q\d+$/.test(location.hash) && document.getElementById(location.hash.slice(1));
  if (passage) {
    fill({});
    show({});
    passage.scrollIntoView();
    passage.focus({ preventScroll: true });
  }
  if (!location.hash.startsWith("#quotes?")) return;
  const wanted = asked();
  fill(wanted);
  show(wanted);
  const title = document.getElementById("quotes-title");
  title.scrollIntoView();
  title.focus({ preventScroll: true });
}

function choose() {
  const wanted = chosen();
  history.replaceState(null, "", `#quotes?${new URLSearchParams(wanted)}`);
  shown = location.hash;
  show(wanted);
}

/* A click is followed at once, and again when the same number is clicked twice: the browser tells of neither. */
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
  opened.forEach((one) => { one.open = true; });
});
addEventListener("afterprint", () => opened.forEach((one) => { one.open = false; }));
addEventListener("click", click);
addEventListener("hashchange", () => { if (location.hash !== shown) follow(); });
form.addEventListener("input", choose);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(choose));
document.getElementById("unscripted").hidden = true;
show({});
follow();
