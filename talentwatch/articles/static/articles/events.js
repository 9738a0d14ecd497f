// Events proposed from the accepted rows: one per number in the column "Event", with a headline for the editor to write.
import { isEmpty } from "./grid.js";

const LEFT_FOR = {
  independent: " to work independently",
  own_venture: " to start something new",
  unnamed_employer: " for another employer",
  study: " to study",
  leave: " to take leave",
};

export function listNames(names) {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

const unique = (values) => [...new Set(values.filter(Boolean))];
const cellsOf = (rows, key) => unique(rows.map(({ cells }) => cells[key]));

function proposeKind(rows) {
  const said = rows.find(({ kind }) => kind)?.kind;
  if (said) return said;
  if (rows.some(({ cells }) => cells["left.organization"])) return "departure";
  return rows.some(({ cells }) => cells["joined.role"] === "founder") ? "founding" : "hire";
}

function proposeHeadline(kind, rows) {
  const people = cellsOf(rows, "person");
  const s = people.length === 1 ? "s" : "";
  const [left, joined] = [cellsOf(rows, "left.organization"), cellsOf(rows, "joined.organization")];
  const names = listNames(people);
  const reason = joined.length ? "" : LEFT_FOR[cellsOf(rows, "left.left_for")[0]] || "";
  if (kind === "departure") return `${names} leave${s} ${listNames(left)}${joined.length === 1 ? ` for ${joined[0]}` : reason}`;
  const verb = { founding: `found${s}`, return: `return${s} to`, role_change: `change${s} roles at` }[kind] || `join${s}`;
  return `${names} ${verb} ${listNames(joined.length ? joined : left)}`;
}

// The article's own dates are in the notation of the data; what words mean, the server says.
export const isNotation = (text) => /^[\d[\].~?%-]+$/.test(text);
const boundsOf = (text) => ({ earliest: isNotation(text) && !text.startsWith("[.."), latest: !text.endsWith("..]") });

function proposeDate(kind, rows, readings) {
  const cell = kind === "departure" ? "left.end" : "joined.start";
  // A planned departure has no end yet: its day is that of the event alone.
  const dates = unique(rows.map(({ cells, date }) => cells[cell] || date));
  if (dates.length !== 1) return "";
  // An event needs both bounds: "by June" and "from June on" are for the editor to narrow down.
  const { earliest, latest } = readings.get(dates[0]) ?? boundsOf(dates[0]);
  return earliest && latest ? dates[0] : "";
}

// Number the rows that have none, and renew what the editor hasn't written: screen.events has one entry per number.
// `readings`: how the typed dates are understood, as far as that is known.
export function proposeEvents(screen, readings) {
  const rows = screen.rows.filter((row) => row.state === "accepted" && !isEmpty(row));
  const numbers = rows.map(({ cells }) => Number(cells.event) || 0);
  let next = Math.max(0, ...numbers) + 1;
  for (const { cells } of rows) {
    const hasNews = cells.person && (cells["left.organization"] || cells["joined.organization"]);
    if (cells.event === undefined && hasNews) cells.event = String(next++);
  }
  for (const number of cellsOf(rows, "event")) {
    const own = rows.filter(({ cells }) => cells.event === number);
    let event = screen.events.find((one) => one.number === number);
    if (!event) screen.events.push((event = { number, written: {} }));
    if (!event.written.kind) event.kind = proposeKind(own);
    if (!event.written.date) event.date = proposeDate(event.kind, own, readings);
    if (!event.written.headline) event.headline = proposeHeadline(event.kind, own);
    event.people = cellsOf(own, "person");
  }
  const used = new Set(cellsOf(rows, "event"));
  screen.events = screen.events.filter((event) => used.has(event.number) || Object.keys(event.written).length);
  screen.events.sort((one, other) => Number(one.number) - Number(other.number));
  return screen.events.filter((event) => used.has(event.number));
}

export class EventList {
  constructor({ list, kinds, changed }) {
    Object.assign(this, { list, kinds, changed });
    list.addEventListener("input", ({ target }) => {
      const { event: number, field } = target.dataset;
      const event = this.events.find((one) => one.number === number);
      event[field] = target.value;
      event.written[field] = true;
      this.changed();
    });
  }

  render(events) {
    this.events = events;
    const isSame = this.list.children.length === events.length && [...this.list.children].every((item, at) => item.dataset.number === events[at].number);
    if (!isSame) this.list.replaceChildren(...events.map((event) => this.item(event)));
    events.forEach((event, at) => {
      for (const box of this.list.children[at].querySelectorAll("[data-field]")) {
        if (box !== document.activeElement) box.value = event[box.dataset.field] || "";
      }
    });
  }

  item(event) {
    const item = document.createElement("li");
    item.dataset.number = event.number;
    const number = Object.assign(document.createElement("span"), { className: "event-number", textContent: event.number });
    item.append(number, this.kind(event), this.box(event, "date", "Date"), this.box(event, "headline", "Headline"), this.box(event, "summary", "Summary"));
    return item;
  }

  kind(event) {
    const select = document.createElement("select");
    select.append(...this.kinds.map(({ value, label }) => new Option(label, value)));
    return this.prepare(select, event, "kind", "Kind");
  }

  box(event, field, label) {
    const box = Object.assign(document.createElement("input"), { type: "text", dir: "auto", autocomplete: "off", placeholder: label });
    return this.prepare(box, event, field, label);
  }

  prepare(box, event, field, label) {
    Object.assign(box.dataset, { event: event.number, field });
    box.id = `event-${event.number}-${field}`;
    box.setAttribute("aria-label", `${label} of event ${event.number}`);
    return box;
  }
}
