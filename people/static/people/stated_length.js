// Offers a start beside the stated length of a claim, where its end is given too and a start is still empty.
"use strict";
{
  const PAUSE = 250; // milliseconds without a key before the server is asked
  const waiting = new WeakMap();

  const lengthBoxes = () => document.querySelectorAll("input[data-read-length]");
  const inSameClaim = (box, name) => document.getElementsByName(box.name.replace(/stated_months$/, name))[0];
  const emptyStarts = (box) =>
    [inSameClaim(box, "start"), document.getElementsByName("start")[0]].filter((start) => start && !start.value.trim());

  function showOffer(box, answer) {
    const line = box.parentElement.querySelector(".start-offer") || document.createElement("p");
    line.className = "start-offer";
    line.setAttribute("role", "status");
    box.parentElement.append(line);
    line.replaceChildren();
    if (!answer?.text || !emptyStarts(box).length) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = `Start: ${answer.reading}, from the stated length`;
    button.addEventListener("click", () => {
      const starts = emptyStarts(box);
      for (const start of starts) {
        start.value = answer.text;
        start.dispatchEvent(new Event("input", { bubbles: true })); // its preview follows, and other claims' offers
      }
      starts[0]?.focus();
      line.replaceChildren();
    });
    line.append(button);
  }

  async function offerStart(box) {
    const months = box.value, end = inSameClaim(box, "end")?.value.trim();
    if (!months || !end || !emptyStarts(box).length) return showOffer(box, null);
    const url = new URL(box.dataset.readLength, window.location.href);
    url.searchParams.set("months", months);
    url.searchParams.set("end", end);
    const response = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
    const isCurrent = box.value === months && inSameClaim(box, "end").value.trim() === end;
    if (isCurrent) showOffer(box, response?.ok ? await response.json() : null);
  }

  function offerAfterPause(box) {
    clearTimeout(waiting.get(box));
    waiting.set(box, setTimeout(offerStart, PAUSE, box));
  }

  document.addEventListener("input", ({ target }) => {
    for (const box of lengthBoxes()) {
      const claimBoxes = [box, inSameClaim(box, "end"), inSameClaim(box, "start")];
      if (claimBoxes.includes(target) || target.name === "start") offerAfterPause(box);
    }
  });
  document.addEventListener("DOMContentLoaded", () => {
    for (const box of lengthBoxes()) if (box.value) offerStart(box);
  });
}
