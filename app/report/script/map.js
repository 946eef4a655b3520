// The dot plot as a map: where one is, and a click to be elsewhere.

// Sees to it that the map shows which rows are in the window, and calls back when those change.
function watchRows(view, onChange) {
  const inWindow = new Set();
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) inWindow.add(target);
      else inWindow.delete(target);
    }
    showWindow(view, inWindow);
    onChange([...inWindow]);
  });
  for (const row of tableRows(view)) observer.observe(row);
  return observer;
}

// The band of the map over the Japanese sentences that are in the window.
function showWindow(view, rows) {
  const band = view.querySelector("[data-map] .view");
  if (!band) return;
  let first = Infinity;
  let last = -1;
  for (const row of rows) {
    for (const sentence of row.querySelectorAll(".japanese .s")) {
      first = Math.min(first, Number(sentence.dataset.u));
      last = Math.max(last, Number(sentence.dataset.u));
    }
  }
  band.setAttribute("x", last < 0 ? 0 : first);
  band.setAttribute("width", last < 0 ? 0 : last - first + 1);
}

// The number of the row whose dot lies nearest to a point of the window.
function rowOnMap(svg, x, y) {
  const box = svg.getBoundingClientRect();
  const { width, height } = svg.viewBox.baseVal;
  const [across, down] = [((x - box.left) / box.width) * width, ((y - box.top) / box.height) * height];
  let nearest = null;
  let least = Infinity;
  for (const dot of svg.querySelectorAll(".dot")) {
    const dx = (dot.x.baseVal.value + dot.width.baseVal.value / 2 - across) / width;
    const dy = (dot.y.baseVal.value + dot.height.baseVal.value / 2 - down) / height;
    if (dx * dx + dy * dy < least) [nearest, least] = [dot, dx * dx + dy * dy];
  }
  return nearest && nearest.dataset.to;
}

function markOnMap(view, number) {
  for (const dot of view.querySelectorAll("[data-map] .current")) dot.classList.remove("current");
  for (const dot of view.querySelectorAll(`[data-map] [data-to="${Number(number)}"]`)) dot.classList.add("current");
}
