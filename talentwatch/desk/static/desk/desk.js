// Says what is understood of a partial date, finds a source by its address, and names the boxes that suggest records.
"use strict";
{
  const PAUSE = 250; // milliseconds without a key, before the server is asked
  const waiting = new WeakMap();

  async function ask(box, address, parameters) {
    const url = new URL(address, window.location.href);
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    const typed = box.value;
    const response = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
    return response && response.ok && box.value === typed ? response.json() : null; // else a later key asks again
  }

  async function read(box) {
    const answer = await ask(box, box.dataset.readDate, { text: box.value });
    if (!answer) return;
    const output = box.parentElement.querySelector(".reading");
    output.textContent = answer.error || answer.reading;
    output.classList.toggle("unread", Boolean(answer.error));
  }

  async function find(box) {
    const answer = await ask(box, box.dataset.find, { address: box.value, but: box.dataset.but });
    if (!answer) return;
    const output = box.parentElement.querySelector(".found") || document.createElement("p");
    output.className = "found";
    output.setAttribute("role", "status");
    box.parentElement.append(output);
    output.replaceChildren(...answer.found.flatMap(({ text, url }, number) => {
      const link = document.createElement("a");
      link.href = url;
      link.textContent = text;
      link.target = "_blank"; // what is typed here stays
      link.rel = "noopener";
      return [number ? ", " : "It is there already: ", link];
    }));
  }

  document.addEventListener("input", ({ target: box }) => {
    const act = box.matches("[data-read-date]") ? read : box.matches("[data-find]") ? find : null;
    if (!act) return;
    clearTimeout(waiting.get(box));
    waiting.set(box, setTimeout(act, PAUSE, box));
  });

  function nameOf(select) {
    const label = select.getAttribute("aria-label") || select.labels?.[0]?.textContent || "";
    return label.trim().replace(/:$/, "");
  }

  // select2 hides the select and shows boxes of its own, which it leaves without a name
  function nameBoxes() {
    for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
      const shown = select.nextElementSibling;
      if (!shown || !shown.matches(".select2-container")) continue;
      const chosen = [...select.selectedOptions].map((option) => option.textContent.trim()).filter(Boolean).join(", ");
      const name = nameOf(select);
      const box = shown.querySelector("[role=combobox]");
      box.removeAttribute("aria-labelledby");
      const told = chosen ? `${name}: ${chosen}` : name;
      for (const one of [box, shown.querySelector("[role=textbox]")]) one?.setAttribute("aria-label", told);
      if (box.hasAttribute("aria-owns")) box.setAttribute("aria-controls", box.getAttribute("aria-owns"));
      const search = [shown.querySelector(".select2-search__field")];
      if (shown.matches(".select2-container--open")) search.push(...document.querySelectorAll(".select2-dropdown .select2-search__field"));
      for (const one of search) one?.setAttribute("aria-label", `Search: ${name}`);
      const list = shown.matches(".select2-container--open") && document.querySelector(".select2-results__options");
      if (list) list.setAttribute("aria-label", name);
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.getElementById("searchbar")?.setAttribute("dir", "auto");
    nameBoxes();
    new MutationObserver(nameBoxes).observe(document.body, { childList: true, subtree: true });
  });
}
