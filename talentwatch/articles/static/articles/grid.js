// The grid: one row per person, a box in each cell, worked by keyboard alone (the APG's grid pattern, roving tabindex).
const PAUSE = 250; // milliseconds without a key before a date is read
const MOST_UNDONE = 100;
const YEARS_AND_MONTHS = /^(?:(\d+)\s*(?:years?|yrs?|y)\.?)?[\s,]*(?:and\s+)?(?:(\d+)\s*(?:months?|mos?|m)\.?)?$/i;
const NATIVE_AND_LATIN = /^(.+?)\s*[(（](.+?)[)）]$/;
const LATIN = /\p{Script=Latin}/u;
export const GROUPS = { left: "Left", joined: "Joined" };

export const newRow = (cells = {}, state = "accepted") => ({ state, cells, chosen: {}, differs: {}, spans: {} });
export const isEmpty = (row) => !Object.entries(row.cells).some(([key, text]) => text && key !== "stance" && key !== "event");

// "6 years 7 months" is 79; what can't be read stays as typed.
export function readMonths(text) {
  const [match, years, months] = YEARS_AND_MONTHS.exec(text.trim()) || [];
  return match && (years || months) ? String(Number(years || 0) * 12 + Number(months || 0)) : text;
}

export function describeMonths(text) {
  const months = /^\d+$/.test(text) ? Number(text) : 0;
  const part = (number, noun) => (number ? `${number} ${noun}${number === 1 ? "" : "s"}` : "");
  return [part(Math.floor(months / 12), "year"), part(months % 12, "month")].filter(Boolean).join(" ");
}

function matchChoice(column, text) {
  const typed = text.trim().toLowerCase();
  const { choices } = column;
  return choices.find(({ value, label }) => [value, label.toLowerCase()].includes(typed))
    || choices.filter(({ label }) => typed && label.toLowerCase().startsWith(typed))[0];
}

export function columnLabel({ group, label }) {
  return [GROUPS[group], label].filter(Boolean).join(": ");
}

export class Grid {
  // `hooks`: suggest(kind, text), readDate(text), findStart(end, months), changed(), dateRead(), focused(row, key), say(text).
  constructor({ root, columns, screen, suggestions, hooks }) {
    Object.assign(this, { root, columns, screen, suggestions, hooks });
    this.at = { row: 0, key: columns[0].key };
    this.undone = [];
    this.redone = [];
    this.problems = new Map(); // the messages of the last preview, by row number and cell
    this.dates = new Map(); // how each typed date is understood
    this.offers = new WeakMap(); // a start worked out from the stated length, by row
    root.addEventListener("keydown", (event) => this.pressKey(event));
    root.addEventListener("input", ({ target }) => this.type(target));
    root.addEventListener("focusin", ({ target }) => this.enter(target));
    root.addEventListener("focusout", ({ target }) => this.leave(target));
    root.addEventListener("paste", (event) => this.paste(event));
    // The cell keeps the focus; a screen reader presses a button without a mouse.
    root.addEventListener("mousedown", (event) => event.target.dataset.act && event.preventDefault());
    root.addEventListener("click", (event) => this.clickButton(event));
    // Without a keyboard, nothing else shows what can be chosen.
    root.addEventListener("click", ({ target }) => target.dataset.key && this.column(target.dataset.key).choices.length && this.look(target, { all: true }));
    this.render();
  }

  get rows() {
    return this.screen.rows;
  }

  column(key) {
    return this.columns.find((column) => column.key === key);
  }

  box(row, key) {
    return document.getElementById(`cell-${row}-${key}`);
  }

  // What a cell shows.
  textOf(row, column) {
    const text = row.cells[column.key] || "";
    return column.choices.find(({ value }) => value === text)?.label || text;
  }

  // Drawing

  render() {
    if (!this.rows.length || !isEmpty(this.rows.at(-1))) this.rows.push(newRow());
    const focused = this.root.contains(document.activeElement) ? document.activeElement : null;
    const table = document.createElement("table");
    table.setAttribute("role", "grid");
    table.setAttribute("aria-label", "People, one row each");
    table.append(this.head(), this.body());
    this.isDrawing = true; // what had the focus leaves without being committed
    this.root.replaceChildren(table);
    this.isDrawing = false;
    this.at.row = Math.min(this.at.row, this.rows.length - 1);
    const box = this.box(this.at.row, this.at.key);
    box.tabIndex = 0;
    if (!focused) return;
    this.focus(this.at.row, this.at.key);
    if (!this.isTypedOn) return;
    // Somebody is typing in this cell: what they have so far goes on, and so does the cursor.
    box.value = focused.value;
    box.setSelectionRange(focused.selectionStart, focused.selectionEnd);
  }

  // Replace the rows while somebody may be typing in one of them.
  replaceRows(rows) {
    const row = this.rows[this.at.row];
    this.remember();
    this.rows.splice(0, this.rows.length, ...rows);
    this.isTypedOn = this.rows.includes(row);
    this.at.row = Math.max(0, this.rows.indexOf(row));
    this.render();
    this.isTypedOn = false;
  }

  head() {
    const head = document.createElement("thead");
    const [groups, labels] = [head.insertRow(), head.insertRow()];
    const cell = (row, text, span = 1) => {
      const th = document.createElement("th");
      Object.assign(th, { textContent: text, colSpan: span, scope: span > 1 ? "colgroup" : "col" });
      row.append(th);
      return th;
    };
    cell(groups, "").className = "number";
    cell(labels, "").className = "number";
    labels.firstChild.setAttribute("aria-label", "Row");
    for (let first = 0; first < this.columns.length;) {
      const { group } = this.columns[first];
      const next = this.columns.findIndex((column, number) => number > first && column.group !== group);
      const end = next < 0 ? this.columns.length : next;
      cell(groups, GROUPS[group] || "", end - first).classList.toggle("group", Boolean(group));
      first = end;
    }
    for (const { key, label, hint } of this.columns) {
      const th = cell(labels, label);
      th.className = `column-${key.replace(".", "-")}`;
      th.title = hint;
    }
    return head;
  }

  body() {
    const body = document.createElement("tbody");
    body.append(...this.rows.map((row, number) => this.line(row, number)));
    return body;
  }

  line(row, number) {
    const line = document.createElement("tr");
    line.className = row.state;
    line.append(this.rowHeader(row, number), ...this.columns.map((column) => this.cell(row, number, column)));
    return line;
  }

  rowHeader(row, number) {
    const th = document.createElement("th");
    th.className = "number";
    th.scope = "row";
    const button = (act, sign, label) => {
      const made = Object.assign(document.createElement("button"), { type: "button", tabIndex: -1, textContent: sign });
      made.dataset.act = act;
      made.dataset.row = number;
      made.setAttribute("aria-label", `${label} row ${number + 1}`);
      return made;
    };
    th.append(String(number + 1));
    if (row.state === "proposed") th.append(button("accept", "✓", "Accept"));
    if (row.state === "rejected") th.append(button("accept", "↺", "Accept"));
    else if (!isEmpty(row)) th.append(button(row.state === "proposed" ? "reject" : "remove", "✕", row.state === "proposed" ? "Reject" : "Remove"));
    return th;
  }

  cell(row, number, column) {
    const td = document.createElement("td");
    td.setAttribute("role", "gridcell");
    td.className = `column-${column.key.replace(".", "-")}`;
    const box = document.createElement("input");
    Object.assign(box, { type: "text", id: `cell-${number}-${column.key}`, tabIndex: -1, dir: "auto", autocomplete: "off", spellcheck: false });
    Object.assign(box.dataset, { row: number, key: column.key });
    const label = columnLabel(column);
    box.setAttribute("aria-label", `${label}, row ${number + 1}`);
    if (["person", "organization", "choice"].includes(column.kind)) {
      for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "suggestions" })) {
        box.setAttribute(name, value);
      }
    }
    td.append(box);
    this.fill(box);
    return td;
  }

  // Show in a box what its row says, and how sure the screen is of it.
  fill(box) {
    const [row, column] = [this.rows[box.dataset.row], this.column(box.dataset.key)];
    const { key, kind } = column;
    box.value = this.textOf(row, column);
    const isNamed = ["person", "organization"].includes(kind) && Boolean(row.cells[key]);
    const problem = this.problems.get(`${Number(box.dataset.row) + 1} ${key}`);
    const isUnread = kind === "choice" && row.cells[key] && !column.choices.some(({ value }) => value === row.cells[key]);
    const isWrong = Boolean(problem || isUnread || this.dates.get(row.cells[key])?.error && kind === "date");
    box.parentElement.classList.toggle("known", isNamed && Boolean(row.chosen[key]));
    box.parentElement.classList.toggle("new", isNamed && !row.chosen[key]);
    box.parentElement.classList.toggle("wrong", isWrong);
    if (isWrong) box.setAttribute("aria-invalid", "true");
    else box.removeAttribute("aria-invalid");
    box.placeholder = (key === "left.start" && this.offers.get(row)?.reading) || "";
    box.title = problem || "";
  }

  refill(row) {
    const number = this.rows.indexOf(row);
    for (const { key } of this.columns) {
      const box = this.box(number, key);
      if (box && (box !== document.activeElement || box.value === this.textOf(row, this.column(key)))) this.fill(box);
    }
  }

  // Moving

  focus(row, key) {
    const box = this.box(row, key);
    if (!box) return;
    box.focus();
    box.select();
    // The first column is always in view, so the browser wouldn't scroll back for it.
    if (key === this.columns[0].key) this.root.scrollLeft = 0;
  }

  enter(box) {
    if (!box.dataset.key) return;
    const before = this.box(this.at.row, this.at.key);
    if (before) before.tabIndex = -1;
    this.at = { row: Number(box.dataset.row), key: box.dataset.key };
    box.tabIndex = 0;
    this.describe(box);
    this.hooks.focused(this.rows[this.at.row], this.at.key);
  }

  leave(box) {
    if (!box.dataset.key || this.isDrawing) return;
    this.suggestions.close();
    this.commit(box);
  }

  move(box, rows, columns) {
    const column = this.columns.findIndex(({ key }) => key === box.dataset.key) + columns;
    const row = Number(box.dataset.row) + rows;
    const { key } = this.columns[Math.max(0, Math.min(column, this.columns.length - 1))];
    const target = Math.max(0, Math.min(row, this.rows.length - 1));
    this.commit(box); // may draw the grid again, with one more row
    this.focus(rows > 0 ? Math.min(row, this.rows.length - 1) : target, key);
  }

  // The next cell, or the one before; false at the ends, where Tab leaves the grid.
  step(box, by) {
    const place = Number(box.dataset.row) * this.columns.length + this.columns.findIndex(({ key }) => key === box.dataset.key) + by;
    this.commit(box);
    if (place < 0 || place >= this.rows.length * this.columns.length) return false;
    this.focus(Math.floor(place / this.columns.length), this.columns[place % this.columns.length].key);
    return true;
  }

  pressKey(event) {
    const { target: box, key } = event;
    if (!box.dataset?.key || event.isComposing) return;
    const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
    const done = (!hasModifier && this.suggestions.takes(event)) || this.takes(event, box, key, hasModifier);
    if (done) event.preventDefault();
  }

  // Whether the grid has used this key.
  takes(event, box, key, hasModifier) {
    const isWhole = box.selectionStart === 0 && box.selectionEnd === box.value.length; // not inside the text
    if (event.ctrlKey || event.metaKey) return this.takesCommand(event, box, key.toLowerCase());
    if (event.altKey) return key === "ArrowDown" ? (this.look(box, { all: true }), true) : false;
    if (hasModifier) return false;
    if (key === "Tab") return this.step(box, event.shiftKey ? -1 : 1);
    if (key === "F8") return event.shiftKey ? this.acceptAll() : this.setState(Number(box.dataset.row), "accepted");
    if (event.shiftKey) return false;
    if (key === "ArrowDown" || key === "ArrowUp") return this.move(box, key === "ArrowDown" ? 1 : -1, 0), true;
    if ((key === "ArrowLeft" || key === "ArrowRight") && isWhole) return this.move(box, 0, key === "ArrowRight" ? 1 : -1), true;
    if ((key === "Home" || key === "End") && isWhole) return this.move(box, 0, (key === "End" ? 1 : -1) * this.columns.length), true;
    if (key === "Enter") return this.acceptOffer(box) || (this.move(box, 1, 0), true);
    if (key === "Escape") return this.fill(box), box.select(), true;
    if (key === "F2") return box.setSelectionRange(box.value.length, box.value.length), true;
    if (key === "F9") return this.setState(Number(box.dataset.row), "rejected");
    return false;
  }

  takesCommand(event, box, key) {
    const row = Number(box.dataset.row);
    if (key === "d") return this.copyAbove(box), true;
    if (key === "enter") return this.addRow(row + 1), true;
    if (key === "delete") return this.removeRow(row), true;
    if (key === "home" || key === "end") {
      this.commit(box);
      return this.focus(key === "end" ? this.rows.length - 1 : 0, this.columns.at(key === "end" ? -1 : 0).key), true;
    }
    const isTyping = box.value !== this.textOf(this.rows[row], this.column(box.dataset.key));
    if (key === "z" && !isTyping) return event.shiftKey ? this.redo() : this.undo();
    return key === "y" && !isTyping ? this.redo() : false;
  }

  // Typing

  type(box) {
    if (!box.dataset.key) return;
    const column = this.column(box.dataset.key);
    if (column.kind === "date") {
      clearTimeout(this.dateTimer);
      this.dateTimer = setTimeout(() => this.readDate(box.value, () => box === document.activeElement && this.describe(box, box.value)), PAUSE);
    } else if (column.choices.length || ["person", "organization"].includes(column.kind)) this.look(box);
    else this.describe(box, box.value);
  }

  look(box, { all = false } = {}) {
    const column = this.column(box.dataset.key);
    const choose = (option) => this.choose(box, column, option);
    if (column.choices.length) {
      const find = (text) => column.choices.filter(({ label }) => all || text && label.toLowerCase().startsWith(text.trim().toLowerCase()));
      // Of the whole list, Enter keeps what the cell has.
      this.suggestions.look(box, find, choose, { pause: 0, start: all ? column.choices.findIndex(({ label }) => label === box.value) : 0 });
      return;
    }
    if (!["person", "organization"].includes(column.kind) || !box.value.trim()) return void this.suggestions.close();
    this.suggestions.look(box, async (text) => {
      const results = await this.hooks.suggest(column.kind, text);
      const fresh = { label: text.trim(), detail: `new ${column.kind}`, isNew: true, others: results.filter(({ exact }) => exact).map(({ slug }) => slug) };
      return [...results, fresh];
    }, choose);
  }

  choose(box, column, option) {
    const row = this.rows[box.dataset.row];
    if (column.choices.length) box.value = option.label;
    else box.value = option.isNew ? option.label : option.name;
    this.remember();
    this.set(row, column.key, box.value);
    if (option.slug) row.chosen[column.key] = option.slug;
    else if (option.others?.length) row.differs[column.key] = option.others;
    this.changed(row);
    box.select();
  }

  commit(box) {
    const [row, column] = [this.rows[box.dataset.row], this.column(box.dataset.key)];
    if (!row || box.value === this.textOf(row, column)) return;
    this.remember();
    this.set(row, column.key, box.value);
    if (["person", "organization"].includes(column.kind)) this.resolve(row, column);
    this.changed(row);
  }

  // Put a text into a cell as if it were typed, without asking anybody about it.
  set(row, key, typed) {
    const column = this.column(key);
    let text = typed.trim();
    if (column.kind === "choice") text = matchChoice(column, text)?.value ?? text;
    if (column.kind === "months") text = readMonths(text);
    const [, native, latin] = (key === "person" && NATIVE_AND_LATIN.exec(text)) || [];
    if (native && LATIN.test(latin) && !LATIN.test(native)) {
      text = latin;
      row.cells.native_name ||= native;
    }
    row.cells[key] = text;
    delete row.chosen[key];
    delete row.differs[key];
    delete row.spans[key];
    this.problems.delete(`${this.rows.indexOf(row) + 1} ${key}`);
    if (column.kind === "date") {
      this.lastReading = this.readDate(text, () => {
        this.refill(row);
        this.hooks.dateRead();
      });
    }
    if (key === "left.end" || key === "left.stated_months") this.findOffer(row);
  }

  // After a name was typed to its end: is it a record's, and only one's?
  async resolve(row, { key, kind }) {
    const text = row.cells[key];
    if (!text) return;
    const exact = (await this.hooks.suggest(kind, text)).filter((result) => result.exact);
    if (row.cells[key] !== text || exact.length !== 1) return;
    row.chosen[key] = exact[0].slug;
    row.cells[key] = exact[0].name;
    this.refill(row);
    this.hooks.changed();
  }

  async readDate(text, then) {
    if (text && !this.dates.has(text)) this.dates.set(text, await this.hooks.readDate(text));
    then();
  }

  async findOffer(row) {
    this.offers.delete(row);
    const [end, months] = [row.cells["left.end"], row.cells["left.stated_months"]];
    if (!end || !/^\d+$/.test(months || "") || row.cells["left.start"]) return;
    const offer = await this.hooks.findStart(end, months);
    if (!offer.text || row.cells["left.start"]) return;
    this.offers.set(row, offer);
    this.refill(row);
    const box = this.box(this.at.row, this.at.key);
    if (box === document.activeElement) this.describe(box);
  }

  acceptOffer(box) {
    const row = this.rows[box.dataset.row];
    const offer = box.dataset.key === "left.start" && !box.value && this.offers.get(row);
    if (!offer) return false;
    this.remember();
    this.set(row, "left.start", offer.text);
    this.fill(box);
    this.changed(row);
    box.select();
    return true;
  }

  changed(row) {
    this.hooks.changed();
    this.refill(row);
    if (this.rows.at(-1) !== row || isEmpty(row)) return;
    // One more row below, without drawing the others again: somebody may be clicking on one of them.
    const [line, number] = [this.root.querySelector("tbody tr:last-child"), this.rows.length];
    line.firstChild.replaceWith(this.rowHeader(row, number - 1));
    this.rows.push(newRow());
    line.after(this.line(this.rows.at(-1), number));
  }

  // The line below the grid: what is wrong with the cell, or how it was understood.
  describe(box, typed) {
    const [row, { key, kind, hint }] = [this.rows[box.dataset.row], this.column(box.dataset.key)];
    const text = typed ?? row.cells[key] ?? "";
    const problem = this.problems.get(`${Number(box.dataset.row) + 1} ${key}`);
    const date = kind === "date" && this.dates.get(text);
    const offer = key === "left.start" && !text && this.offers.get(row);
    const read = date ? date.error || date.reading : kind === "months" ? describeMonths(readMonths(text)) : "";
    const name = ["person", "organization"].includes(kind) && text ? (row.chosen[key] ? "Known" : `New ${kind}, unless one of this name exists`) : "";
    this.hooks.say(problem || (offer && `Enter accepts ${offer.reading}, which follows from the stated length`) || read || name || hint, Boolean(problem || date?.error));
  }

  // Whole rows

  // What is typed but not left yet, before the grid is drawn anew.
  commitTyped() {
    if (this.root.contains(document.activeElement) && document.activeElement.dataset.key) this.commit(document.activeElement);
  }

  addRow(at) {
    this.commitTyped();
    this.remember();
    this.problems.clear(); // the rows below have other numbers now
    this.rows.splice(at, 0, newRow());
    this.at = { row: at, key: this.columns[0].key };
    this.render();
    this.focus(this.at.row, this.at.key);
    this.hooks.changed();
  }

  removeRow(at) {
    this.commitTyped();
    this.remember();
    this.rows.splice(at, 1);
    this.problems.clear();
    this.render();
    this.hooks.changed();
  }

  setState(number, state) {
    const row = this.rows[number];
    if (row.state === state || isEmpty(row)) return true;
    this.commit(this.box(this.at.row, this.at.key));
    this.remember();
    row.state = state;
    this.hooks.changed();
    // To the next row that waits, if there is one.
    const next = this.rows.findIndex((other, at) => at > number && other.state === "proposed");
    if (next >= 0 && this.root.contains(document.activeElement)) this.at = { row: next, key: this.at.key };
    this.render();
    return true;
  }

  acceptAll() {
    this.commitTyped();
    this.remember();
    for (const row of this.rows) if (row.state === "proposed") row.state = "accepted";
    this.hooks.changed();
    this.render();
    return true;
  }

  clickButton(event) {
    const { act, row } = event.target.dataset ?? {};
    if (!act) return;
    if (act === "remove") this.removeRow(Number(row));
    else this.setState(Number(row), act === "accept" ? "accepted" : "rejected");
  }

  copyAbove(box) {
    const [row, key] = [Number(box.dataset.row), box.dataset.key];
    const above = this.rows[row - 1];
    if (!above) return;
    this.remember();
    this.set(this.rows[row], key, this.textOf(above, this.column(key)));
    if (above.chosen[key]) this.rows[row].chosen[key] = above.chosen[key];
    this.fill(box);
    this.changed(this.rows[row]);
    box.select();
  }

  // Cells from a spreadsheet, from the one that has the focus to the right and down.
  paste(event) {
    const text = event.clipboardData.getData("text/plain").replace(/[\r\n]+$/, "");
    if (!event.target.dataset.key || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    this.remember();
    const first = this.columns.findIndex(({ key }) => key === event.target.dataset.key);
    text.split(/\r?\n/).forEach((line, down) => {
      const at = Number(event.target.dataset.row) + down;
      if (!this.rows[at]) this.rows.push(newRow());
      line.split("\t").forEach((value, right) => {
        const column = this.columns[first + right];
        if (!column || !value.trim()) return;
        this.set(this.rows[at], column.key, value);
        if (["person", "organization"].includes(column.kind)) this.resolve(this.rows[at], column);
      });
    });
    this.hooks.changed();
    this.render();
  }

  // Undo

  remember() {
    this.undone.push(JSON.stringify(this.rows));
    if (this.undone.length > MOST_UNDONE) this.undone.shift();
    this.redone = [];
  }

  undo(from = this.undone, to = this.redone) {
    if (!from.length) return true;
    to.push(JSON.stringify(this.rows));
    this.rows.splice(0, this.rows.length, ...JSON.parse(from.pop()));
    this.hooks.changed();
    this.render();
    return true;
  }

  redo() {
    return this.undo(this.redone, this.undone);
  }

  showProblems(errors) {
    this.problems = new Map(errors.filter(({ row }) => row).map(({ row, cell, error }) => [`${row} ${GROUPS[cell] ? `${cell}.organization` : cell}`, error]));
    this.rows.forEach((row) => this.refill(row));
  }
}
