// What the viewer adds to the page that it shows: editing keys, the line that says which sentence is chosen, links
// from other tabs, downloads, and the theme. The functions are called from js_on_load and from Gradio's events.

// Keys for the editing tools; those of the page itself are in the report's script.
function taiyakuViewer(host) {
  "use strict";

  const TOOLS = { m: "merge", s: "split", x: "move", u: "unlink", e: "reword", z: "undo", Z: "redo" };
  const NAMES = { ja: "Japanese", mt: "Translation of Japanese", en: "Source" };
  const isShown = (node) => node !== null && node.getClientRects().length > 0;

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    if (!host.isConnected || !isShown(host)) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (target.closest("input, textarea, select, [contenteditable]:not([contenteditable='false'])")) return;
    const tool = TOOLS[event.key];
    const button = tool ? document.getElementById(`edit-${tool}`) : null;
    if (!isShown(button) || button.disabled) return;
    event.preventDefault();
    button.click();
  });

  // Escape leaves a sentence that is being moved where it is, before it closes anything of the page.
  window.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isShown(host) || !document.querySelector("#tools-said [role=status]")) return;
    event.stopPropagation();
    document.getElementById("edit-stay").click();
  }, true);

  // On a phone the tools stand behind a button; elsewhere it is not to be seen.
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-tools]") : null;
    if (!button || !host.isConnected) return;
    const open = document.getElementById("tools").classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
  });

  host.addEventListener("taiyaku:select", (event) => {
    const said = document.getElementById("chosen-sentence");
    if (!said) return;
    const { side, index, row } = event.detail || {};
    said.textContent = side ? `${row ? `Row ${row} · ` : ""}${NAMES[side]} sentence ${index + 1}` : "No sentence chosen";
  });
}

// A link elsewhere in the viewer leads to a row: `<a data-row-link="12">`. The tab is changed first.
function taiyakuRowLinks(host) {
  "use strict";
  host.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("[data-row-link]") : null;
    if (!link) return;
    event.preventDefault();
    for (const tab of document.querySelectorAll('button[role="tab"]')) {
      if (tab.textContent.trim() === "Read") tab.click();
    }
    const go = () => {
      const page = document.querySelector("#reading .taiyaku");
      if (!page || !page.getClientRects().length) return false;
      page.dispatchEvent(new CustomEvent("taiyaku:go", { bubbles: true, detail: { row: Number(link.dataset.rowLink) } }));
      return true;
    };
    requestAnimationFrame(() => go() || setTimeout(go, 200));
  });
}

function taiyakuTheme(host) {
  "use strict";
  const apply = (dark) => document.body.classList.toggle("dark", dark);
  const kept = localStorage.getItem("taiyaku-theme");
  if (kept) apply(kept === "dark");
  host.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-theme]")) return;
    const dark = !document.body.classList.contains("dark");
    apply(dark);
    localStorage.setItem("taiyaku-theme", dark ? "dark" : "light");
  });
}

// Called by Gradio's events, which see only what is global.
window.taiyakuTakeAway = (file) => {
  if (!file) return;
  const { name, content } = JSON.parse(file);
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};

window.taiyakuLink = (name, value) => {
  const parameters = new URLSearchParams(location.hash.slice(1));
  parameters.set(name, value);
  history.replaceState(null, "", `#${parameters}`);
};
