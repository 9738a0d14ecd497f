// Shows what a save would do, or did: errors, questions, every record, and the evidence before and after.
const NAMES = { sources: "Source", organizations: "Organizations", people: "People", employments: "Jobs", events: "Events", cohorts: "Cohort" };

export function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

// Nothing is wrong, but what is published changes.
const isForPublisher = (errors) => errors.length > 0 && errors.every((error) => error.is_for_publisher);
const isolated = (text, name = "bdi") => make(name, { textContent: text });

export class Report {
  // `hooks`: goTo(row, cell), fieldLabel(cell), answer(question, candidate or null), save(), leaveToPublisher(), eventNumber(position).
  constructor({ root, hooks }) {
    Object.assign(this, { root, hooks });
  }

  clear() {
    this.root.replaceChildren();
  }

  showMessage(text) {
    this.root.replaceChildren(make("p", { className: "errornote", textContent: text }));
    this.root.focus();
  }

  show(report, actionLabel) {
    const { errors, questions } = report;
    const parts = [make("h2", { textContent: this.title(report) })];
    if (errors.length) parts.push(this.errors(errors));
    if (isForPublisher(errors)) {
      const leave = make("button", { type: "button", id: "leave", className: "default", textContent: "Leave it to a publisher" });
      leave.addEventListener("click", () => this.hooks.leaveToPublisher());
      parts.push(make("p", {}, leave));
    }
    parts.push(...questions.map((question) => this.question(question)));
    if (report.evidence.length && !errors.length) parts.push(this.evidence(report.evidence));
    if (!errors.length) parts.push(this.records(report));
    if (report.also.length) parts.push(make("p", {}, `Also published, because these need it: ${report.also.join(", ")}.`));
    const canSave = !errors.length && !questions.length;
    if (canSave) {
      const save = make("button", { type: "button", id: "save", className: "default", textContent: actionLabel });
      save.addEventListener("click", () => this.hooks.save());
      parts.splice(1, 0, make("p", {}, save));
    }
    this.root.replaceChildren(...parts);
    (this.root.querySelector(".question button, .errorlist button, #leave, #save") || this.root).focus();
  }

  title({ counts, errors, questions }) {
    if (isForPublisher(errors)) return "A publisher has to save this article";
    if (errors.length) return `Nothing can be saved yet: ${errors.length === 1 ? "one thing is" : `${errors.length} things are`} wrong.`;
    if (questions.length) return questions.length === 1 ? "One question first" : `${questions.length} questions first`;
    if (!counts.new && !counts.changed) return "All of this is there already: nothing would change.";
    return `${counts.new} new, ${counts.changed} changed, ${counts.same} the same`;
  }

  errors(errors) {
    const items = errors.map(({ row, cell, error, is_for_publisher: isNoFault }) => {
      if (!cell) return make("li", { className: isNoFault ? "for-publisher" : "" }, isolated(error));
      const button = make("button", { type: "button", textContent: this.place(row, cell) });
      button.addEventListener("click", () => this.hooks.goTo(row, cell));
      const field = this.hooks.fieldLabel(cell);
      return make("li", {}, button, field ? ` ${field}. ` : " ", isolated(error));
    });
    return make("ul", { className: "errorlist" }, ...items);
  }

  place(row, cell) {
    if (row) return `Row ${row}`;
    const [part, position] = cell.split(".");
    return part === "events" ? `Event ${this.hooks.eventNumber(position)}` : { cohort: "Cohort", source: "Source", correction: "Public correction note", reason: "Reason" }[part] ?? "Go there";
  }

  // One key each: Enter uses the first candidate; Tab and Enter, or N, say that it is another one.
  question(question) {
    const { row, text, candidates, cell } = question;
    const answer = (candidate) => {
      group.remove();
      this.hooks.answer(question, candidate);
    };
    const buttons = candidates.map((candidate) => {
      const button = make("button", { type: "button" }, "This is ", isolated(candidate.label));
      button.addEventListener("click", () => answer(candidate));
      return button;
    });
    const other = make("button", { type: "button", textContent: cell === "left" || cell === "joined" ? "It is another job (N)" : "It is another one (N)" });
    other.addEventListener("click", () => answer(null));
    const group = make("div", { className: "question" }, make("p", {}, row ? `Row ${row}: ` : "", isolated(text)), ...buttons, other);
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", text);
    group.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() !== "n" || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      answer(null);
    });
    return group;
  }

  evidence(evidence) {
    const shown = ({ confidence, conflicts }) => [confidence || "–", ...conflicts.map((conflict) => `conflict with ${conflict}`)].join("; ");
    const changed = evidence.filter(({ before, after }) => shown(before) !== shown(after));
    if (!changed.length) return make("p", { className: "quiet", textContent: "Confidence and conflicts stay as they are." });
    const rows = changed.map(({ label, before, after }) => make("tr", {}, make("th", { scope: "row" }, isolated(label)),
      make("td", {}, isolated(shown(before))), make("td", { className: after.conflicts.length ? "conflict" : "" }, isolated(shown(after)))));
    const head = make("tr", {}, ...["Job", "Now", "After"].map((text) => make("th", { scope: "col", textContent: text })));
    return make("details", { open: changed.some(({ after }) => after.conflicts.length) }, make("summary", { textContent: `Confidence and conflicts of ${changed.length === 1 ? "one job" : `${changed.length} jobs`}` }),
      make("div", { className: "results" }, make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows))));
  }

  records({ rows }) {
    const lists = Object.keys(NAMES).flatMap((kind) => {
      const own = rows.filter((row) => row.kind === kind);
      if (!own.length) return [];
      const counts = ["new", "changed", "same"].flatMap((outcome) => {
        const count = own.filter((row) => row.outcome === outcome).length;
        return count ? [`${count} ${outcome}`] : [];
      });
      const summary = make("summary", {}, make("strong", { textContent: NAMES[kind] }), `: ${counts.join(", ")}`);
      return [make("details", { open: own.some(({ outcome }) => outcome === "changed") || (this.isSaved && ["people", "events"].includes(kind)) }, summary, make("ul", {}, ...own.map((row) => this.record(row))))];
    });
    return make("div", { className: "records" }, ...lists);
  }

  record({ label, outcome, changes, notes, page, desk }) {
    const name = this.isSaved ? make("a", { href: page || desk }, isolated(label)) : isolated(label);
    const item = make("li", {}, make("span", { className: `outcome ${outcome}`, textContent: outcome }), " ", name);
    if (outcome === "changed") {
      item.append(make("ul", {}, ...changes.map((change) => this.change(change))));
    }
    for (const note of notes) item.append(make("p", { className: "quiet", textContent: note }));
    return item;
  }

  change({ label, removed, added }) {
    const parts = [isolated(label)];
    if (removed) parts.push(added ? ": " : " goes: ", isolated(removed, "del"));
    if (added) parts.push(removed ? " → " : " is added: ", isolated(added, "ins"));
    return make("li", {}, ...parts);
  }

  showSaved(report, front) {
    this.isSaved = true;
    const again = make("a", { href: window.location.pathname, textContent: "Enter another article" });
    const home = make("a", { href: front, textContent: "Back to the front page of the desk" });
    this.root.replaceChildren(make("h2", { textContent: `Saved: ${this.title(report)}` }), this.records(report), make("p", {}, again, " · ", home));
    this.root.focus();
  }
}
