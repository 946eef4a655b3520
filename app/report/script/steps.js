// From sentence to sentence by key. One sentence at a time can be reached with the tab key; the others from there.

const columnOf = (sentence) => sentence.parentElement.className;

function numberOf(text) {
  return text === undefined ? null : Number(text);
}

// The same as the style sheet: what is hidden by a filter or a column that is switched off is not reached.
const sentencesOf = (row) => [...row.querySelectorAll(".s")].filter((sentence) => isShown(sentence.parentElement));

function makeCurrent(view, sentence) {
  for (const other of view.querySelectorAll('.s[tabindex="0"]')) other.tabIndex = -1;
  for (const other of view.querySelectorAll(".selected")) other.classList.remove("selected");
  sentence.tabIndex = 0;
  const row = sentence.closest("[data-row]");
  row.classList.add("selected");
  const { side, i } = sentence.dataset;
  if (side && i) view.dataset.selected = `${side}:${i}`;
  else delete view.dataset.selected;
  const detail = { side: side || null, index: numberOf(i), row: numberOf(row.dataset.row) };
  view.dispatchEvent(new CustomEvent("taiyaku:select", { bubbles: true, detail }));
}

// Nothing is the current one any more.
function unselect(view) {
  if (view.contains(document.activeElement)) document.activeElement.blur();
  delete view.dataset.selected;
  for (const row of view.querySelectorAll(".selected")) row.classList.remove("selected");
  view.dispatchEvent(new CustomEvent("taiyaku:select", { bubbles: true, detail: null }));
}

function focusOn(sentence) {
  sentence.focus({ preventScroll: true });
  sentence.scrollIntoView({ block: "nearest" });
}

// The current sentence: the one in focus, else the one that the tab key would reach, if the reader was there already.
function currentSentence(view) {
  const active = view.contains(document.activeElement) ? sentenceAt(document.activeElement) : null;
  return active || view.querySelector('.selected .s[tabindex="0"]');
}

function sentenceIn(row, like) {
  const all = sentencesOf(row);
  return all.find((sentence) => like && columnOf(sentence) === columnOf(like)) || all[0];
}

// The next or previous row of those that `isWanted`; null at either end.
function rowFrom(view, by, isWanted) {
  const rows = shownRows(view).filter((row) => sentencesOf(row).length > 0);
  const current = currentSentence(view);
  const at = current ? rows.indexOf(current.closest("[data-row]")) : -1;
  const ahead = by > 0 ? rows.slice(at + 1) : rows.slice(0, Math.max(at, 0)).reverse();
  return ahead.find(isWanted) || null;
}

function step(view, by) {
  const row = rowFrom(view, by, () => true);
  const current = currentSentence(view);
  if (row) focusOn(sentenceIn(row, current));
  else if (current) focusOn(current);
}

function stepDoubtful(view, by) {
  const row = rowFrom(view, by, (candidate) => candidate.classList.contains("doubtful"));
  if (row) focusOn(sentenceIn(row, currentSentence(view)));
  else say(view, `No ${by > 0 ? "further" : "earlier"} doubtful row`);
}

function across(sentence, by) {
  const cells = [...sentence.closest("[data-row]").children].filter((cell) => isShown(cell) && cell.querySelector(".s"));
  cells.sort((one, other) => one.getBoundingClientRect().left - other.getBoundingClientRect().left);
  const next = cells[cells.indexOf(sentence.parentElement) + by];
  if (!next) return;
  const same = [...next.querySelectorAll(".s")].find((other) => other.dataset.u === sentence.dataset.u);
  focusOn(same || next.querySelector(".s"));
}

// The sentence that a row number, or a side and an index, names.
function sentenceNamed(view, { row, side, index }) {
  if (side !== undefined && side !== null) return view.querySelector(`.s[data-side="${side}"][data-i="${Number(index)}"]`);
  const found = view.querySelector(`[data-row="${Number(row)}"]`);
  return found && sentenceIn(found, null);
}
