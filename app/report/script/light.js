// Lights up what belongs together: the sentence pointed at, its partners in the other columns, the place in the source
// that a reordered row comes from, and numbers with their equals. What is lit is kept in lists, so that moving the
// pointer touches a handful of elements however long the article is.

const sentenceAt = (node) => (node instanceof Element ? node.closest(".taiyaku .s") : null);
const tiedAt = (node) => (node instanceof Element ? node.closest(".taiyaku [data-q]") : null);

function createLight() {
  let lit = [];

  function mark(element, name) {
    element.classList.add(name);
    lit.push([element, name]);
  }

  function markPartners(row, sentence) {
    const unit = sentence.dataset.u;
    for (const other of row.querySelectorAll(".s")) {
      if (unit === undefined || other.dataset.u === undefined || other.dataset.u === unit) mark(other, "lit");
    }
    mark(sentence, "here");
  }

  // Of a reordered row: the last source sentence of the row that stands before it in the source, and the line there.
  function markOrigin(view, row) {
    if (row.dataset.follows === undefined) return;
    const before = view.querySelector(`[data-row="${row.dataset.follows}"]`);
    const last = before && [...before.querySelectorAll(".source .s")].pop();
    if (last) mark(last, "near");
    const line = view.querySelector(`.crossings [data-from="${row.dataset.row}"]`);
    if (line) mark(line, "lit");
  }

  function markTied(row, tied) {
    const links = tied.dataset.q.split(" ");
    for (const other of row.querySelectorAll("[data-q]")) {
      if (other.dataset.q.split(" ").some((link) => links.includes(link))) mark(other, "tied");
    }
  }

  return function light(sentence, tied) {
    for (const [element, name] of lit) element.classList.remove(name);
    lit = [];
    const row = (sentence || tied) && (sentence || tied).closest("[data-row]");
    if (!row) return;
    if (sentence) {
      markPartners(row, sentence);
      markOrigin(row.closest(".taiyaku"), row);
    }
    if (tied) markTied(row, tied);
  };
}
