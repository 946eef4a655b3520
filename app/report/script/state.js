// What the reader has chosen to see. It lives here and not in the page, whose contents may be exchanged at any time: data
// attributes of the page follow it, the style sheet follows those, and the part of the address behind # carries it.

const DEFAULTS = {
  show: "all",
  columns: "ja mt en",
  first: "original",
  furigana: "on",
  differences: "off",
  headings: "in",
  comments: "in",
  size: "0",
  theme: "system",
  map: "off",
  find: "",
  row: "",
};

const ALLOWED = {
  show: /^(all|doubtful|reordered|dropped|added|flagged)$/,
  columns: /^(ja|mt|en)( (ja|mt|en)){0,2}$/,
  first: /^(original|translation)$/,
  furigana: /^(on|off)$/,
  differences: /^(on|off)$/,
  headings: /^(in|out)$/,
  comments: /^(in|out)$/,
  size: /^(-2|-1|0|1|2|3|4)$/,
  theme: /^(system|light|dark)$/,
  map: /^(on|off)$/,
  find: /^.{0,200}$/s,
  row: /^\d{0,7}$/,
};

const isAllowed = (key, value) => ALLOWED[key].test(value);

// The state in the address, or null where the address speaks of another place of the page.
function stateOfLink(place) {
  const link = new URLSearchParams(location.hash.slice(1));
  if ((link.get("in") || "") !== place) return null;
  const state = { ...DEFAULTS };
  for (const key of Object.keys(DEFAULTS)) {
    const value = link.get(key);
    if (value !== null && isAllowed(key, value)) state[key] = value;
  }
  return state;
}

// Puts the state into the address; what others have put there stays.
function writeLink(state, place) {
  const link = new URLSearchParams(location.hash.slice(1));
  for (const key of [...link.keys()]) if (link.get(key) === "") link.delete(key);
  let chosen = false;
  for (const [key, value] of Object.entries(DEFAULTS)) {
    if (state[key] === value) link.delete(key);
    else link.set(key, state[key]);
    chosen ||= state[key] !== value;
  }
  if (place && chosen) link.set("in", place);
  else link.delete("in");
  const hash = String(link);
  const address = hash ? `#${hash}` : location.pathname + location.search;
  if (location.hash !== (hash && `#${hash}`)) history.replaceState(history.state, "", address);
}

// Makes the page and its controls show the state.
function applyState(view, state) {
  for (const key of Object.keys(DEFAULTS)) {
    if (key !== "find" && key !== "row" && key !== "theme") view.dataset[key] = state[key];
  }
  if (!view.classList.contains("hosted")) applyTheme(state.theme);
  for (const control of view.querySelectorAll("[data-set]")) {
    const value = state[control.dataset.set];
    if (control.type === "checkbox") control.checked = value.split(" ").includes(control.value);
    else if (control.type === "radio") control.checked = value === control.value;
    else if (control.type === "search") control.value = value;
    else control.setAttribute("aria-pressed", String(value === control.value));
  }
  const map = view.querySelector('[data-do="map"]');
  if (map) map.setAttribute("aria-pressed", String(state.map === "on"));
}

function applyTheme(theme) {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
}

// What a control says once it has been used; null where it may not be.
function valueOf(control, state) {
  const key = control.dataset.set;
  if (control.type !== "checkbox") return control.value;
  if (key !== "columns") return control.checked ? control.value : control.value === "on" ? "off" : "out";
  const tokens = new Set(state.columns.split(" "));
  if (control.checked) tokens.add(control.value);
  else tokens.delete(control.value);
  const view = control.closest(".taiyaku");
  const there = ["ja", "mt", "en"].filter((token) => view.querySelector(`[data-set="columns"][value="${token}"]`));
  if (!there.some((token) => tokens.has(token))) return null;
  return ["ja", "mt", "en"].filter((token) => tokens.has(token) || !there.includes(token)).join(" ");
}
