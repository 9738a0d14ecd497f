// Says how far an import has come, while its page waits for the answer.
"use strict";
{
  const PAUSE = 1000; // milliseconds between two questions

  document.addEventListener("submit", ({ target: form }) => {
    const output = form.querySelector("output");
    if (!form.dataset.progress || !output) return;
    const address = new URL(form.dataset.progress, window.location.href);
    address.searchParams.set("watch", form.elements.watch.value);
    output.textContent = "Reading …";
    setInterval(async () => {
      const response = await fetch(address).catch(() => null);
      if (!response || !response.ok) return;
      const { done, of } = await response.json();
      if (of) output.textContent = `${done} of ${of} records`;
    }, PAUSE);
  });
}
