// The page comes to life. Listeners are set on the host only, so that what is inside can be exchanged at any time.
// Without all this everything can be read.

const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]:not([contenteditable='false'])";

function taiyaku(host) {
  const reader = new Reader(host);
  listenToPointer(reader);
  listenToClicks(reader);
  listenToControls(reader);
  listenToKeys(reader);
  host.addEventListener("taiyaku:go", (event) => reader.isThere() && event.detail && reader.go(event.detail), true);
  addEventListener("hashchange", () => reader.follow());
  const look = () => {
    const found = host.querySelector(".taiyaku:not([data-ready])");
    if (found) reader.enter(found);
  };
  new MutationObserver(look).observe(host, { childList: true, subtree: true });
  look();
}

const focusedIn = (host) => (host.contains(document.activeElement) ? sentenceAt(document.activeElement) : null);

function listenToPointer(reader) {
  const { host, light } = reader;
  host.addEventListener("pointerover", (event) =>
    light(sentenceAt(event.target) || focusedIn(host), tiedAt(event.target)),
  );
  host.addEventListener("pointerleave", () => light(focusedIn(host), null));
  host.addEventListener("focusin", (event) => {
    const sentence = sentenceAt(event.target);
    light(sentence, null);
    if (sentence) reader.arrive(sentence);
  });
  host.addEventListener("focusout", () => light(null, null));
}

// What the buttons and keys of the tools do, by the word that stands in `data-do`.
const DOINGS = {
  map: (reader) => reader.view.querySelector("[data-map]") && reader.toggle("map"),
  keys: (reader) => reader.view.querySelector("dialog.keys").showModal(),
  smaller: (reader) => reader.set("size", String(Number(reader.state.size) - 1)),
  larger: (reader) => reader.set("size", String(Number(reader.state.size) + 1)),
  "hit-before": (reader) => reader.hits.stepHit(reader.view, -1),
  "hit-after": (reader) => reader.hits.stepHit(reader.view, 1),
  why: (reader, button) => explain(button.closest("[data-row]")),
};

function explain(row) {
  const button = row && row.querySelector('[data-do="why"]');
  const panel = row && row.querySelector(".why");
  if (!button || !panel) return;
  panel.hidden = !panel.hidden;
  button.setAttribute("aria-expanded", String(!panel.hidden));
}

function listenToClicks(reader) {
  reader.host.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !reader.isThere() || !reader.view.contains(event.target)) return;
    const button = event.target.closest("button[data-set], button[data-do]");
    const map = event.target.closest("[data-map] svg");
    const link = event.target.closest('a[href^="#"]');
    const sentence = sentenceAt(event.target);
    if (button && button.dataset.do) DOINGS[button.dataset.do](reader, button);
    else if (button) reader.set(button.dataset.set, button.value);
    else if (map) reader.go({ row: rowOnMap(map, event.clientX, event.clientY) });
    else if (link) followInside(reader, link, event);
    else if (sentence && String(getSelection()) === "") focusOn(sentence);
  });
}

function followInside(reader, link, event) {
  const target = reader.view.querySelector(`[id="${CSS.escape(link.hash.slice(1))}"][data-row]`);
  if (!target) return;
  event.preventDefault();
  reader.go({ row: target.dataset.row });
}

function listenToControls(reader) {
  const { host } = reader;
  host.addEventListener("change", ({ target }) => {
    if (target.dataset.set && target.type !== "search") reader.set(target.dataset.set, valueOf(target, reader.state));
  });
  host.addEventListener("input", ({ target }) => {
    if (target.dataset.set === "find") reader.find(target.value);
  });
  const closeMenu = ({ target }) => {
    const menu = host.querySelector("details.menu[open]");
    if (menu && !menu.contains(target)) menu.removeAttribute("open");
  };
  document.addEventListener("click", closeMenu);
  document.addEventListener("focusin", closeMenu);
}

const KEYS = {
  j: (reader) => step(reader.view, 1),
  k: (reader) => step(reader.view, -1),
  n: (reader) => stepDoubtful(reader.view, 1),
  p: (reader) => stepDoubtful(reader.view, -1),
  d: (reader) => reader.view.querySelector('[data-set="differences"]') && reader.toggle("differences"),
  f: (reader) => reader.toggle("furigana"),
  g: DOINGS.map,
  w: (reader) => explain(currentSentence(reader.view)?.closest("[data-row]")),
  "/": (reader) => reader.view.querySelector('[data-set="find"]').focus(),
  "?": DOINGS.keys,
  Escape: (reader) => reader.forget(),
};
const SIDEWAYS = { ArrowLeft: -1, ArrowRight: 1 };

function listenToKeys(reader) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    if (!reader.isThere() || !isShown(reader.view) || !reader.view.querySelector(".toolbar")) return;
    const target = event.target instanceof Element ? event.target : document.body;
    const isOurs = target.closest(TYPING) ? typed(reader, event) : pressed(reader, event, target);
    if (isOurs) event.preventDefault();
  });
}

// A key outside of any field; true if it means something here.
function pressed(reader, event, target) {
  const sentence = focusedIn(reader.host);
  if (target.closest("dialog")) return false;
  if (SIDEWAYS[event.key] && sentence) across(sentence, SIDEWAYS[event.key]);
  else if (Object.hasOwn(KEYS, event.key)) KEYS[event.key](reader);
  else return false;
  return true;
}

// A key in the search field: Enter goes from hit to hit, Escape stays at the one found last.
function typed(reader, event) {
  if (event.target.dataset.set !== "find" || !reader.host.contains(event.target)) return false;
  if (event.key === "Enter") {
    reader.searchNow();
    reader.hits.stepHit(reader.view, event.shiftKey ? -1 : 1);
  } else if (event.key === "Escape") {
    const found = reader.hits.currentHit();
    reader.forget();
    event.target.blur();
    if (found) focusOn(found);
  } else return false;
  return true;
}
