// Bring in the panels that the page did not wait for; each arrives when it is ready, and none waits for another.
"use strict";
document.querySelectorAll("[data-pending]").forEach(async (panel) => {
  panel.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(panel.dataset.pending, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    const ready = holder.content.querySelector("section");
    panel.replaceWith(ready);
    ready.dispatchEvent(new CustomEvent("panel", { bubbles: true }));
  } finally {
    panel.removeAttribute("aria-busy");
  }
});
