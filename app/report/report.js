// Lights up the partners of a sentence, filters and steps through the rows. Everything is readable without it.
// Listeners are set on the host only, so that what is inside can be exchanged at any time.
function taiyaku(host) {
  "use strict";

  const viewOf = (node) => (node instanceof Element ? node.closest(".taiyaku") : null);
  const sentenceAt = (node) => (node instanceof Element ? node.closest(".taiyaku .s") : null);
  const isShown = (node) => node.getClientRects().length > 0;

  for (const view of host.querySelectorAll(".taiyaku")) view.classList.add("live");

  function light(sentence) {
    for (const other of host.querySelectorAll(".s.lit, .s.here")) other.classList.remove("lit", "here");
    const row = sentence && sentence.closest("[data-row]");
    if (!row) return;
    const unit = sentence.dataset.u;
    for (const other of row.querySelectorAll(".s")) {
      if (unit === undefined || other.dataset.u === undefined || other.dataset.u === unit) other.classList.add("lit");
    }
    sentence.classList.add("here");
  }

  const focused = () => (host.contains(document.activeElement) ? sentenceAt(document.activeElement) : null);

  host.addEventListener("pointerover", (event) => light(sentenceAt(event.target) || focused()));
  host.addEventListener("pointerleave", () => light(focused()));
  host.addEventListener("focusin", (event) => light(sentenceAt(event.target)));
  host.addEventListener("focusout", () => light(null));

  // One sentence at a time can be reached with the tab key; the other keys move on from there.
  function focus(sentence) {
    const view = viewOf(sentence);
    for (const other of view.querySelectorAll('.s[tabindex="0"]')) other.tabIndex = -1;
    sentence.tabIndex = 0;
    sentence.focus({ preventScroll: true });
    sentence.scrollIntoView({ block: "nearest" });
  }

  function show(button) {
    const view = viewOf(button);
    view.dataset.filter = button.dataset.show;
    for (const other of view.querySelectorAll("[data-show]")) {
      other.setAttribute("aria-pressed", String(other === button));
    }
    const rows = [...view.querySelectorAll("tr[data-row]")];
    const status = view.querySelector("[data-shown]");
    if (status) status.textContent = `${rows.filter(isShown).length} of ${rows.length} rows shown`;
  }

  function toggleTheme() {
    const root = document.documentElement;
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    root.dataset.theme = (root.dataset.theme || system) === "dark" ? "light" : "dark";
  }

  host.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const button = event.target.closest(".taiyaku button");
    if (button && button.dataset.show) return show(button);
    if (button && "themeToggle" in button.dataset) return toggleTheme();
    const sentence = sentenceAt(event.target);
    if (sentence && !event.target.closest("a") && String(getSelection()) === "") focus(sentence);
  });

  function step(view, by) {
    const rows = [...view.querySelectorAll("[data-row]")].filter(isShown);
    if (!rows.length) return;
    const active = view.contains(document.activeElement) ? sentenceAt(document.activeElement) : null;
    const last = active || view.querySelector('.s[tabindex="0"]');
    const at = last ? rows.indexOf(last.closest("[data-row]")) : -1;
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + (at < 0 ? 1 : by)))];
    const column = active ? active.parentElement.className : "";
    const wanted = [...next.querySelectorAll(".s")];
    focus(wanted.find((sentence) => column && sentence.parentElement.className === column) || wanted[0]);
  }

  function across(sentence, by) {
    const cells = [...sentence.closest("[data-row]").children].filter((cell) => cell.querySelector(".s"));
    const next = cells[cells.indexOf(sentence.parentElement) + by];
    if (!next) return;
    const same = [...next.querySelectorAll(".s")].find((other) => other.dataset.u === sentence.dataset.u);
    focus(same || next.querySelector(".s"));
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || !host.isConnected) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (target.closest("input, textarea, select, [contenteditable]:not([contenteditable='false'])")) return;
    const sentence = host.contains(target) ? sentenceAt(target) : null;
    const sideways = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (sentence && sideways) {
      event.preventDefault();
      return across(sentence, sideways);
    }
    const by = { j: 1, k: -1 }[event.key];
    const view = by && ((host.contains(target) && viewOf(target)) || [...host.querySelectorAll(".taiyaku")].find(isShown));
    if (!view) return;
    event.preventDefault();
    step(view, by);
  });
}
