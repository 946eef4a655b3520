// Thin lines beside the source column: from each reordered row to the row after which it stands in the source.

const LANE = 5; // pixels between lines; longer lines run further out
const LANES = 6;

function drawCrossings(view) {
  const drawing = view.querySelector(".crossings");
  if (!drawing || !isShown(drawing)) return;
  const top = drawing.getBoundingClientRect().top;
  const middle = (row) => row.getBoundingClientRect().top + Math.min(28, row.offsetHeight / 2) - top;
  const lines = [...view.querySelectorAll(".rows [data-follows]")].filter(isShown).flatMap((row) => {
    const before = view.querySelector(`[data-row="${Math.max(1, Number(row.dataset.follows))}"]`);
    const apart = Math.abs(Number(row.dataset.row) - Number(row.dataset.follows));
    if (!before || apart < 2 || !isShown(before)) return [];
    return [{ row: Number(row.dataset.row), from: middle(before), to: middle(row), apart }];
  });
  drawing.innerHTML = lines.map(lineMarkup).join("");
}

// Only numbers of ours stand in it.
function lineMarkup({ row, from, to, apart }) {
  const out = LANE * Math.min(LANES, 1 + Math.floor(Math.log2(apart)));
  const bend = Math.min(out, Math.abs(to - from) / 2) * Math.sign(to - from);
  return (
    `<g data-from="${row}"><path d="M0 ${from}q${out} 0 ${out} ${bend}V${to - bend}q0 ${bend} ${-out} ${bend}"/>` +
    `<circle cx="1.5" cy="${to}" r="2"/></g>`
  );
}
