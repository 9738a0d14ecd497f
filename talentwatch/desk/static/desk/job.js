// Shows how far a job is; without scripts, the page loads itself again.
"use strict";
{
  const INTERVAL = 1000; // milliseconds between two requests
  const output = document.querySelector("output[data-progress]");

  const show = async () => {
    const response = await fetch(output.dataset.progress).catch(() => null);
    if (!response || !response.ok) return;
    const { is_open: isOpen, text } = await response.json();
    output.textContent = text;
    if (!isOpen) window.location.reload();
  };
  if (output) setInterval(show, INTERVAL);
}
