// Says, while a partial date is being typed, what will be understood of it.
"use strict";
{
  const PAUSE = 250; // milliseconds without a key, before the server is asked
  const waiting = new WeakMap();

  async function read(box) {
    const output = box.parentElement.querySelector(".reading");
    const typed = box.value;
    const address = new URL(box.dataset.readDate, window.location.href);
    address.searchParams.set("text", typed);
    const response = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!response || !response.ok || box.value !== typed) return; // a later key asks again
    const { error, reading } = await response.json();
    output.textContent = error || reading;
    output.classList.toggle("unread", Boolean(error));
  }

  document.addEventListener("input", ({ target: box }) => {
    if (!box.matches("[data-read-date]")) return;
    clearTimeout(waiting.get(box));
    waiting.set(box, setTimeout(read, PAUSE, box));
  });

  document.addEventListener("DOMContentLoaded", () => {
    document.getElementById("searchbar")?.setAttribute("dir", "auto");
  });
}
