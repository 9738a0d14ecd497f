// Shows how far an import is while its page waits for the answer.
"use strict";
{
  const INTERVAL = 1000; // milliseconds between two requests

  document.addEventListener("submit", ({ target: form }) => {
    const output = form.querySelector("output");
    if (!form.dataset.progress || !output) return;
    const address = new URL(form.dataset.progress, window.location.href);
    address.searchParams.set("progress_key", form.elements.progress_key.value);
    output.textContent = "Reading …";
    setInterval(async () => {
      const response = await fetch(address).catch(() => null);
      if (!response || !response.ok) return;
      const { done, of } = await response.json();
      if (of) output.textContent = `${done} of ${of} records`;
    }, INTERVAL);
  });
}
