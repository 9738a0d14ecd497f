// "Enter an article": the screen's state, and what connects its parts.
import { ArticleText } from "./article_text.js";
import { Autosave } from "./autosave.js";
import { EventList, isNotation, proposeEvents } from "./events.js";
import { GROUPS, Grid, columnLabel, isEmpty, newRow } from "./grid.js";
import { Report, make } from "./preview.js";
import { ask, send } from "./request.js";
import { Suggestions } from "./suggestions.js";

const PAUSE = 250;
const BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;
const setup = JSON.parse(document.getElementById("setup").textContent);
const { urls } = setup;
const part = (id) => document.getElementById(id);
const say = (id, text, isWrong = false) => {
  part(id).textContent = text || "";
  part(id).classList.toggle("invalid", isWrong);
};

const EMPTY = { source: {}, rows: [], events: [], organizations: [], cohort: {}, reason: "", correction: "", fills_empty: false, text: "" };
const screen = { ...structuredClone(EMPTY), ...(setup.article?.screen ?? {}) };
for (const row of screen.rows) Object.assign(row, { ...newRow(), ...row });
let digest = null;
let isLeaving = false; // for the front page, once the article is kept

const suggestions = new Suggestions(part("suggestions"));
const text = new ArticleText({ box: part("text"), marked: part("marked-text"), messages: part("messages") });
const autosave = new Autosave({
  url: urls.autosave,
  login: setup.login,
  editor: setup.editor,
  article: setup.article,
  hooks: { screen: () => screen, say: (words) => say("save-state", words), kept: () => isLeaving && window.location.assign(setup.front), notice: showNotice, clearNotice: (name) => part(`notice-${name}`)?.remove() },
});
const events = new EventList({ list: part("event-list"), kinds: setup.choices["event.kind"], changed: () => changed() });
const report = new Report({ root: part("report"), hooks: { goTo, fieldLabel, answer, save, leaveToPublisher, eventNumber } });
const grid = new Grid({
  root: part("grid"),
  columns: setup.columns,
  screen,
  suggestions,
  hooks: {
    suggest: async (kind, typed) => {
      const { data } = await ask(urls.suggest, { kind, text: typed });
      return data.text === typed ? data.results : [];
    },
    readDate: async (typed) => (await ask(urls.date, { text: typed })).data,
    findStart: async (end, months) => (await ask(urls.start, { end, months })).data,
    changed,
    dateRead: () => events.render(proposeEvents(screen, grid.dates)),
    focused: (row, key) => text.highlight(row.spans.passage, row.spans[key]),
    say: (words, isWrong) => say("cell-status", words, isWrong),
  },
});

function changed() {
  digest = null;
  if (part("save")) report.clear(); // what it showed isn't what would be saved now
  const shown = proposeEvents(screen, grid.dates);
  events.render(shown);
  grid.rows.forEach((row) => grid.refill(row));
  renderNewOrganizations();
  renderProposals();
  autosave.changed();
}

function renderProposals() {
  const waiting = screen.rows.filter(({ state }) => state === "proposed").length;
  say("proposed", waiting ? `${waiting} proposed: F8 accepts, F9 rejects` : "");
  part("accept-all").hidden = !waiting;
}

function showNotice(name, words, links = []) {
  part(`notice-${name}`)?.remove();
  const notice = make("p", { id: `notice-${name}`, className: "notice" }, make("bdi", { textContent: words }));
  for (const { label, href, act } of links) {
    const link = href ? make("a", { href, target: "_blank", rel: "noopener", textContent: label }) : make("button", { type: "button", textContent: label });
    if (act) link.addEventListener("click", act);
    notice.append(" ", link);
  }
  part("notices").append(notice);
}

// The source

const boxes = [...document.querySelectorAll("[data-source]")];
const box = (field) => boxes.find(({ dataset }) => dataset.source === field);
box("kind").append(...setup.choices["source.kind"].map(({ value, label }) => new Option(label, value)));
screen.source.kind ||= "report";
// The source that is repeated is kept by its slug, and shown by its name.
const shownOf = ({ dataset }) => (dataset.source === "derived_from" && screen.source.derived_from_name) || screen.source[dataset.source] || "";
for (const one of boxes) one.value = shownOf(one);
if (screen.source.slug) findSource();

function waitFor(act) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(act, PAUSE, ...values);
  };
}

const readPublished = waitFor(async () => {
  const typed = box("published").value;
  const { data } = await ask(urls.date, { text: typed });
  if (box("published").value === typed) say("published-reading", typed && (data.error || data.reading), Boolean(data.error));
});
const findSourceSoon = waitFor(findSource);

// A known address fills the boxes, and what is stored can't be changed here.
async function findSource() {
  const address = box("url").value;
  const { data } = await ask(urls.source, { address });
  if (box("url").value !== address) return;
  const { source } = data;
  const wasKnown = Boolean(screen.source.slug);
  const before = JSON.stringify(screen.source);
  screen.source.slug = source?.slug || "";
  for (const one of boxes) {
    const field = one.dataset.source;
    if (field === "url") continue;
    one.disabled = Boolean(source);
    if (source) screen.source[field] = source[field];
    else if (wasKnown) screen.source[field] = field === "kind" ? "report" : "";
    if (field === "derived_from" && (source || wasKnown)) screen.source.derived_from_name = source?.derived_from_name ?? "";
    if (source || wasKnown) one.value = shownOf(one);
  }
  const link = source && make("a", { href: source.desk, target: "_blank", rel: "noopener" }, make("bdi", { textContent: source.label }));
  part("known-source").replaceChildren(...(source ? ["This source exists already: ", link] : []));
  readPublished();
  if (JSON.stringify(screen.source) !== before) changed();
}

part("article").addEventListener("input", ({ target }) => {
  const field = target.dataset.source;
  screen.source[field] = target.value;
  if (field === "url") findSourceSoon();
  if (field === "published") readPublished();
  if (field === "derived_from") {
    delete screen.source.derived_from_name;
    suggestions.look(target, async (typed) => (await ask(urls.suggest, { kind: "source", text: typed })).data.results ?? [], (source) => {
      Object.assign(screen.source, { derived_from: source.slug, derived_from_name: source.label });
      target.value = source.label;
      changed();
    });
  }
  changed();
});
box("derived_from").addEventListener("keydown", (event) => suggestions.takes(event) && event.preventDefault());
box("derived_from").addEventListener("blur", () => suggestions.close());

// The text

part("text").value = screen.text;
const readSoon = waitFor(readText);
part("text").addEventListener("input", () => {
  screen.text = part("text").value;
  changed();
});
part("text").addEventListener("paste", (event) => {
  const pasted = event.clipboardData;
  // A browser gives a page's text beside its HTML; where it gives HTML alone, the reader takes that.
  if (!pasted.getData("text/plain") && pasted.getData("text/html")) {
    event.preventDefault();
    part("text").setRangeText(pasted.getData("text/html"), part("text").selectionStart, part("text").selectionEnd, "end");
    part("text").dispatchEvent(new Event("input"));
  }
  readSoon();
});
part("text").addEventListener("change", () => readText());
part("edit-text").addEventListener("click", () => {
  text.setEditing(true);
  part("edit-text").hidden = true;
  part("text").focus();
});
part("toggle-text").addEventListener("click", () => {
  const isShown = part("text-body").hidden;
  part("text-body").hidden = !isShown;
  part("toggle-text").textContent = isShown ? "Hide" : "Show";
  part("toggle-text").setAttribute("aria-expanded", String(isShown));
  document.querySelector(".workplace").classList.toggle("without-text", !isShown);
});
part("use-selection").addEventListener("mousedown", (event) => event.preventDefault());
part("use-selection").addEventListener("click", useSelection);
part("marked-text").addEventListener("mouseup", useSelection);

async function readText() {
  if (!screen.text.trim()) return;
  const { language, published } = screen.source;
  const typed = screen.text;
  const { status, data } = await send(urls.read, { text: typed, language: language || "", published: published || "" });
  if (screen.text !== typed) return;
  if (status !== 200) {
    part("messages").replaceChildren(make("li", { textContent: data.error }));
    return;
  }
  text.show(data);
  part("edit-text").hidden = false;
  if (data.language && !language && !box("language").disabled) screen.source.language = box("language").value = data.language;
  proposeRows(data.rows);
}

// What was accepted or rejected stays; what still waits is proposed anew.
function proposeRows(readRows) {
  const identify = ({ cells }) => ["person", "left.organization", "joined.organization"].map((key) => cells[key] || "").join("\n");
  const isTyping = part("grid").contains(document.activeElement) && document.activeElement.value;
  const begun = screen.rows.filter((row, at) => isTyping && at === grid.at.row && isEmpty(row));
  const kept = screen.rows.filter((row) => row.state !== "proposed" && !isEmpty(row));
  const known = new Map(kept.map((row) => [identify(row), row]));
  const proposed = readRows.map(proposedRow).filter((row) => {
    const same = known.get(identify(row));
    if (same) same.spans = { ...row.spans, ...same.spans };
    return !same;
  });
  if (!proposed.length && screen.rows.every(({ state }) => state !== "proposed")) return;
  const rows = [...kept, ...begun, ...proposed];
  const written = (some) => JSON.stringify(some.filter((row) => !isEmpty(row)));
  // To open an article is no change of it: somebody else may be typing in it.
  if (written(rows) === written(screen.rows)) return;
  grid.replaceRows(rows);
  changed();
}

function proposedRow({ person, left, joined, stance, event, event_date: date, passage, cells: spans }) {
  const row = newRow({ person: person.name, native_name: person.native_name, stance }, "proposed");
  if (person.slug) row.chosen.person = person.slug;
  for (const [side, values] of Object.entries({ left, joined })) {
    for (const [name, value] of Object.entries(values ?? {})) {
      const key = `${side}.${name}`;
      if (name === "organization") {
        row.cells[key] = value.name;
        if (value.slug) row.chosen[key] = value.slug;
      } else if (grid.column(key)) row.cells[key] = String(value ?? "");
    }
  }
  // Only a job that ended has these; of one that was only announced they would be refused.
  if (left?.end_state !== "ended") row.cells["left.left_for"] = row.cells["left.end_reason"] = "";
  // What is only planned, for no stated day, has no date that an event could have.
  if (date === null) row.cells.event = "";
  if (passage) row.cells.passage = text.slice(...passage).replace(BIDI_CONTROLS, "").trim();
  return Object.assign(row, { kind: event, date, spans: { ...spans, passage } });
}

function useSelection() {
  const { text: selected, span } = text.selection();
  const passage = selected.replace(BIDI_CONTROLS, "").trim();
  if (!passage) return;
  const row = screen.rows[grid.at.row];
  const letters = [...passage];
  grid.remember();
  row.cells.passage = letters.slice(0, setup.limits.passage).join("");
  row.spans.passage = span && [span[0], Math.min(span[1], span[0] + setup.limits.passage)];
  const isCut = letters.length > setup.limits.passage;
  say("cell-status", isCut ? `Cut to ${setup.limits.passage} characters, the most that is kept.` : `Passage of row ${grid.at.row + 1}.`);
  grid.changed(row);
}

// New organizations, and the cohort

function renderNewOrganizations() {
  const names = new Map();
  for (const row of screen.rows) {
    for (const key of ["left.organization", "joined.organization"]) {
      const name = row.cells[key];
      if (row.state === "accepted" && name && !row.chosen[key]) names.set(name.toLowerCase(), name);
    }
  }
  const root = part("new-organizations");
  screen.organizations = [...names.values()].map((name) => screen.organizations.find((one) => one.name.toLowerCase() === name.toLowerCase()) ?? { name, kind: "company", native_name: "" });
  const shown = [...root.querySelectorAll("li")].map(({ dataset }) => dataset.name);
  if (shown.join("\n") === screen.organizations.map(({ name }) => name).join("\n")) return;
  const items = screen.organizations.map((organization) => {
    const kind = make("select", { ariaLabel: `Kind of ${organization.name}` }, ...setup.choices["organization.kind"].map(({ value, label }) => new Option(label, value)));
    kind.value = organization.kind;
    const native = make("input", { type: "text", dir: "auto", value: organization.native_name, placeholder: "in the article’s script", ariaLabel: `${organization.name} in the article’s script` });
    kind.addEventListener("change", () => { organization.kind = kind.value; changed(); });
    native.addEventListener("input", () => { organization.native_name = native.value; changed(); });
    const item = make("li", {}, make("bdi", { textContent: organization.name }), kind, native);
    item.dataset.name = organization.name;
    return item;
  });
  root.replaceChildren(...(items.length ? [make("h2", { textContent: "New organizations" }), make("ul", {}, ...items)] : []));
}

for (const one of document.querySelectorAll("[data-cohort]")) {
  one.value = screen.cohort[one.dataset.cohort] || "";
  one.addEventListener("input", () => {
    screen.cohort[one.dataset.cohort] = one.value;
    changed();
  });
}
for (const key of ["reason", "correction"]) {
  part(key).value = screen[key] || ""; // an article begun earlier may lack it
  part(key).addEventListener("input", () => { screen[key] = part(key).value; changed(); });
}
part("fills-empty").checked = screen.fills_empty;
part("fills-empty").addEventListener("change", () => { screen.fills_empty = part("fills-empty").checked; changed(); });
part("action").addEventListener("change", () => { digest = null; report.clear(); });

// Preview and save

const actionLabel = () => part("action").selectedOptions[0].textContent;

function body() {
  const shown = proposeEvents(screen, grid.dates).map(({ number, kind, date, headline, summary }) => ({ number, kind, date, headline, summary }));
  return { id: autosave.id, editor: setup.editor, action: part("action").value, digest, screen: { ...screen, events: shown, text: "" } };
}

async function preview() {
  if (document.activeElement?.dataset?.key) grid.commit(document.activeElement);
  part("preview").disabled = true;
  await grid.lastReading; // the date of an event may depend on it
  const { status, data } = await send(urls.preview, body());
  part("preview").disabled = false;
  if (status === 200) showReport(data);
  else report.showMessage(data.error);
}

function showReport(data) {
  digest = data.digest;
  grid.showProblems(data.errors);
  report.show(data, actionLabel());
}

async function save() {
  part("save").disabled = true;
  await autosave.flush(); // so that what is deleted after the save is all of it
  const { status, data } = await send(urls.save, body());
  if (data.saved) {
    autosave.stop();
    // What was kept is deleted; a reload begins another article.
    window.history.replaceState(null, "", window.location.pathname);
    say("save-state", "");
    document.querySelector(".enter-article-page").classList.add("is-saved");
    report.showSaved(data, setup.front);
  } else if (status === 409 && data.rows) {
    showReport(data);
    showNotice("outdated", "Nothing was saved: the records have changed since the preview. This is what a save would do now.");
  } else report.showMessage(data.error);
}

async function leaveToPublisher() {
  part("leave").disabled = true;
  screen.left_to_publisher = isLeaving = true;
  autosave.changed();
  await autosave.flush();
}

function answer({ row, cell, candidates }, candidate) {
  if (!row) {
    if (candidate) screen.source.slug = candidate.slug;
    else screen.source_differs = [...(screen.source_differs ?? []), ...candidates.map(({ slug }) => slug)];
  } else {
    const place = screen.rows[row - 1];
    if (candidate) place.chosen[cell] = candidate.slug;
    else place.differs[cell] = [...(place.differs[cell] ?? []), ...candidates.map(({ slug }) => slug)];
  }
  changed();
  const next = part("report").querySelector(".question button");
  if (next) next.focus();
  else preview();
}

function eventNumber(position) {
  return events.events[Number(position) - 1]?.number;
}

function goTo(row, cell) {
  if (row) grid.focus(row - 1, setup.columns.some(({ key }) => key === cell) ? cell : `${cell.split(".")[0]}.organization`);
  else if (cell.startsWith("events.")) {
    const [, position, field] = cell.split(".");
    part(`event-${eventNumber(position)}-${field ?? "headline"}`)?.focus();
  } else if (cell.startsWith("cohort")) document.querySelector(`[data-cohort="${cell.split(".")[1] ?? "name"}"]`)?.focus();
  else (box(cell.split(".")[1]) ?? document.querySelector(`#saving #${cell.split(".")[0]}`) ?? box("url")).focus();
}

// What the box with an error is called on the screen; empty if it has no name of its own.
function fieldLabel(cell) {
  const column = setup.columns.find(({ key }) => key === cell);
  if (column) return columnLabel(column);
  const [area, ...rest] = cell.split(".");
  if (GROUPS[cell]) return GROUPS[cell]; // a whole job
  if (area === "cohort") return { expected_size: "Number of people", name: "Name" }[rest[0]] || "";
  const label = area === "source" && box(rest[0])?.closest("label").firstChild.textContent.trim();
  return label || (area === "events" && rest[1] ? rest[1].charAt(0).toUpperCase() + rest[1].slice(1) : "");
}

part("preview").addEventListener("click", preview);
part("accept-all").addEventListener("click", () => grid.acceptAll());
part("undo").addEventListener("click", () => grid.undo());
part("show-keys").addEventListener("click", () => {
  part("keys").hidden = !part("keys").hidden;
  part("show-keys").setAttribute("aria-expanded", String(!part("keys").hidden));
});
part("discard").addEventListener("click", () => {
  showNotice("discard", "Throw this article away? It can’t be brought back.", [{ label: "Throw it away", act: async () => {
    autosave.isStopped = true; // or it would be kept again
    const { status, data } = autosave.id === null ? { status: 200 } : await send(urls.discard, { id: autosave.id });
    if (status !== 200 && status !== 404) {
      autosave.isStopped = false;
      return showNotice("discard", `${data.error} Nothing was thrown away.`);
    }
    autosave.stop();
    window.location.assign(setup.front);
  } }, { label: "Keep it", act: () => {
    part("notice-discard").remove();
    part("discard").focus();
  } }]);
  part("notice-discard").querySelector("button").focus();
});

// Keys for the whole page

const regions = [() => box("url"), () => (part("marked-text").hidden ? part("text") : part("marked-text")), () => grid.box(grid.at.row, grid.at.key),
  () => part("event-list").querySelector("input"), () => part("preview")];

document.addEventListener("keydown", (event) => {
  const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey;
  if (isCommand && event.key.toLowerCase() === "s") preview();
  else if (event.key === "F6") {
    const all = regions.map((find) => find()).filter(Boolean);
    const at = all.findIndex((one) => one.closest(".region") === document.activeElement?.closest(".region"));
    all[(at + (event.shiftKey ? all.length - 1 : 1)) % all.length].focus();
  } else if (event.key === "F7") useSelection();
  else return;
  event.preventDefault();
});

// What this browser kept while the server couldn't

for (const { key, screen: kept, id, revision, at } of autosave.leftovers()) {
  const when = new Date(at).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
  showNotice(key, `What you typed on ${when} didn’t reach the server.`, [
    { label: "Bring it back", act: async () => {
      // Over the revision that it was typed on; if that has changed since, as an article of its own.
      let { status, data } = await send(urls.autosave, { id, revision, editor: setup.editor, screen: kept });
      if (status === 409 || status === 404) ({ status, data } = await send(urls.autosave, { id: null, revision: 0, editor: setup.editor, screen: kept }));
      if (status !== 200) return showNotice(key, data.error);
      localStorage.removeItem(key);
      autosave.isStopped = true;
      window.location.assign(`${window.location.pathname}?article=${data.id}`);
    } },
    { label: "Throw it away", act: () => { localStorage.removeItem(key); part(`notice-${key}`).remove(); } },
  ]);
}

// What an article that was begun earlier says of dates in words.
const words = screen.rows.flatMap(({ cells }) => setup.columns.filter(({ kind }) => kind === "date").map(({ key }) => cells[key]));
grid.lastReading = Promise.all([...new Set(words)].filter((one) => one && !isNotation(one)).map((one) => grid.readDate(one, () => {})));
grid.lastReading.then(() => {
  grid.rows.forEach((row) => grid.refill(row));
  events.render(proposeEvents(screen, grid.dates));
});
renderNewOrganizations();
renderProposals();
if (screen.text) readText();
if (!screen.source.url) box("url").focus();
else grid.focus(0, "person");
