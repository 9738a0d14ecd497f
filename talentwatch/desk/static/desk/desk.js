// Previews partial dates, finds sources by their address, labels the fields that suggest records, and asks before the
// page of a long list is left with what was typed on it.
"use strict";
{
  const PAUSE = 250; // milliseconds without a key before the server is asked
  const waiting = new WeakMap();

  async function fetchFor(box, address, parameters) {
    const url = new URL(address, window.location.href);
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    const typed = box.value;
    const response = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
    return response && response.ok && box.value === typed ? response.json() : null; // otherwise a later key asks again
  }

  // The name of another field in the same row: claims-0-end_state beside claims-0-end.
  function siblingName(box, name) {
    return box.name.slice(0, box.name.lastIndexOf("-") + 1) + name;
  }

  async function previewDate(box) {
    const state = document.getElementsByName(siblingName(box, box.dataset.happenedField))[0];
    const happened = state && box.dataset.happenedValues.split(" ").includes(state.value) ? 1 : 0;
    const answer = await fetchFor(box, box.dataset.readDate, { text: box.value, happened });
    if (!answer) return;
    const output = box.parentElement.querySelector(".reading");
    output.textContent = answer.error || answer.reading;
    output.classList.toggle("invalid", Boolean(answer.error));
  }

  async function findSource(box) {
    const answer = await fetchFor(box, box.dataset.find, { address: box.value, but: box.dataset.but });
    if (!answer) return;
    const output = box.parentElement.querySelector(".existing") || document.createElement("p");
    output.className = "existing";
    output.setAttribute("role", "status");
    box.parentElement.append(output);
    output.replaceChildren(...answer.found.flatMap(({ text, url }, number) => {
      const link = document.createElement("a");
      link.href = url;
      link.textContent = text;
      link.target = "_blank"; // the form stays open
      link.rel = "noopener";
      return [number ? ", " : "This source already exists: ", link];
    }));
  }

  document.addEventListener("input", ({ target: box }) => {
    const act = box.matches("[data-read-date]") ? previewDate : box.matches("[data-find]") ? findSource : null;
    if (!act) return;
    clearTimeout(waiting.get(box));
    waiting.set(box, setTimeout(act, PAUSE, box));
  });

  // Select2 keeps the old list highlighted while it waits: Enter would select a row that doesn't match what is typed.
  document.addEventListener("input", ({ target: box }) => {
    if (!box.matches(".select2-search__field")) return;
    for (const option of document.querySelectorAll(".select2-results__options > li")) option.remove();
  }, { capture: true });

  // A similar name is nobody's choice until an arrow or the mouse goes there.
  function unmarkSimilar() {
    const similar = document.querySelector("[role=group] > ul > .select2-results__option--highlighted:not([data-shown])");
    for (const option of document.querySelectorAll("[role=group] > ul > .select2-results__option")) option.dataset.shown = "1";
    if (!similar) return;
    similar.classList.remove("select2-results__option--highlighted");
    for (const element of document.querySelectorAll("[aria-activedescendant]")) element.removeAttribute("aria-activedescendant");
  }

  // The row that offers to create a record opens the form behind the green plus, filled in.
  function createInstead(event) {
    const values = event.params.args.data.create;
    if (!values) return;
    event.preventDefault();
    const select = event.target;
    const link = document.getElementById(`add_${select.id}`);
    django.jQuery(select).select2("close");
    const address = link.href;
    const url = new URL(address);
    for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value);
    link.href = url;
    link.click();
    link.href = address;
  }

  // Whether something has happened decides which of the typed days are possible.
  document.addEventListener("change", ({ target }) => {
    for (const box of document.querySelectorAll("[data-happened-field]")) {
      if (box.value && target.name === siblingName(box, box.dataset.happenedField)) previewDate(box);
    }
  });

  function labelOf(select) {
    const label = select.getAttribute("aria-label") || select.labels?.[0]?.textContent || "";
    return label.trim().replace(/:$/, "");
  }

  // Select2 hides the select and shows elements without a label instead.
  function labelSelects() {
    for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
      const container = select.nextElementSibling;
      if (!container || !container.matches(".select2-container")) continue;
      const chosen = [...select.selectedOptions].map((option) => option.textContent.trim()).filter(Boolean).join(", ");
      const name = labelOf(select);
      const box = container.querySelector("[role=combobox]");
      box.removeAttribute("aria-labelledby");
      const label = chosen ? `${name}: ${chosen}` : name;
      for (const element of [box, container.querySelector("[role=textbox]")]) element?.setAttribute("aria-label", label);
      if (box.hasAttribute("aria-owns")) box.setAttribute("aria-controls", box.getAttribute("aria-owns"));
      const search = [container.querySelector(".select2-search__field")];
      if (container.matches(".select2-container--open")) search.push(...document.querySelectorAll(".select2-dropdown .select2-search__field"));
      for (const element of search) element?.setAttribute("aria-label", `Search: ${name}`);
      const list = container.matches(".select2-container--open") && document.querySelector(".select2-results__options");
      if (list) list.setAttribute("aria-label", name);
    }
  }

  // The links and searches of a long list leave the form, and with it what was typed.
  const formText = (form) => new URLSearchParams(new FormData(form)).toString();
  function askBeforeLeaving(form) {
    const opened = formText(form);
    const isSaved = !form.querySelector(".errornote");
    function ask(event) {
      if (isSaved && formText(form) === opened) return;
      if (!window.confirm("What you typed on this page isn’t saved. Leave it all the same?")) event.preventDefault();
    }
    for (const link of form.querySelectorAll(".rows-page a")) link.addEventListener("click", ask);
    for (const button of form.querySelectorAll(".rows-page button")) button.form.addEventListener("submit", ask);
  }

  const shownBox = (box) => (box.matches(".select2-hidden-accessible") ? box.nextElementSibling.querySelector("[role=combobox]") : box);

  // The link that adds a row stands below it: go to the first box of the row. Where a row is taken away, go back to the link.
  document.addEventListener("formset:added", ({ target: row }) => {
    if (!document.activeElement.closest(".add-row")) return;
    // Once select2 has made its boxes of the row.
    setTimeout(() => shownBox(row.querySelector("input:not([type=hidden]), select, textarea")).focus());
  });
  document.addEventListener("formset:removed", ({ detail }) => document.querySelector(`#${detail.formsetName}-group .add-row a`)?.focus());

  // Django focuses the first box of a new form, also where select2 has hidden it, or it is filled in. Go to the first empty one.
  function focusFirstEmpty() {
    const shown = document.activeElement.closest("form .select2-container");
    const first = shown ? shown.previousElementSibling : document.activeElement;
    if (!first.matches("form .select2-hidden-accessible")) return;
    const boxes = [...first.form.elements].filter((box) => box.matches("input:not([type=hidden]), select, textarea") && !box.disabled);
    const box = boxes.slice(boxes.indexOf(first)).find(({ value }) => !value) ?? first;
    shownBox(box).focus();
  }

  // After the scripts of the boxes, which fill in some values.
  window.addEventListener("load", () => {
    const error = document.querySelector(".error-summary a");
    if (error) error.focus();
    // jQuery may make the boxes of select2 later than this: it calls back in order.
    else if (window.django?.jQuery) django.jQuery(focusFirstEmpty);
    const form = document.querySelector("form:has(.rows-page)");
    if (form) askBeforeLeaving(form);
  });

  document.addEventListener("DOMContentLoaded", () => {
    document.getElementById("searchbar")?.setAttribute("dir", "auto");
    labelSelects();
    new MutationObserver(() => { unmarkSimilar(); labelSelects(); }).observe(document.body, { childList: true, subtree: true });
    if (window.django?.jQuery) django.jQuery(document).on("select2:selecting", createInstead);
  });
}
