// Searching all columns at once. Width and case of letters make no difference: ＮＡＴＯ is nato, ｶﾞﾎﾞﾝ is ガボン. Hits are
// painted as highlights of the browser, so that no element of the page is touched.

const CLUSTERS = /[\s\S][\u0300-\u036f\u3099\u309a\uff9e\uff9f]*/gu;

// A text folded, with the place in the original of every letter and, behind them, the end.
function fold(text) {
  let folded = "";
  const places = [];
  for (const match of text.matchAll(CLUSTERS)) {
    const letters = match[0].normalize("NFKC").toLowerCase();
    for (let count = 0; count < letters.length; count += 1) places.push(match.index);
    folded += letters;
  }
  places.push(text.length);
  return { folded, places };
}

// The text nodes of a sentence without the readings above its words.
function textNodes(sentence) {
  const walker = document.createTreeWalker(sentence, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    /^R[TP]$/.test(node.nodeName) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  const nodes = [];
  while (walker.nextNode()) if (walker.currentNode.nodeType === Node.TEXT_NODE) nodes.push(walker.currentNode);
  return nodes;
}

function textOf(sentence) {
  return textNodes(sentence).map((node) => node.data).join("");
}

// A stretch of the text of a sentence as a range of the page.
function rangeIn(sentence, start, end) {
  const range = document.createRange();
  let offset = 0;
  for (const node of textNodes(sentence)) {
    const behind = offset + node.data.length;
    if (start >= offset && start < behind) range.setStart(node, start - offset);
    if (end > offset && end <= behind) {
      range.setEnd(node, end - offset);
      break;
    }
    offset = behind;
  }
  return range;
}

const foldedTexts = new WeakMap();

function foldedText(sentence) {
  if (!foldedTexts.has(sentence)) foldedTexts.set(sentence, fold(textOf(sentence)));
  return foldedTexts.get(sentence);
}

function hitsIn(sentence, wanted) {
  const { folded, places } = foldedText(sentence);
  const hits = [];
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + wanted.length)) {
    let behind = at + wanted.length;
    while (behind < places.length - 1 && places[behind] === places[behind - 1]) behind += 1;
    hits.push({ sentence, start: places[at], end: places[behind] });
  }
  return hits;
}

function paint(name, ranges) {
  if (typeof CSS === "undefined" || !CSS.highlights) return;
  if (ranges.length) CSS.highlights.set(`taiyaku-${name}`, new Highlight(...ranges));
  else CSS.highlights.delete(`taiyaku-${name}`);
}

const MOST_PAINTED = 5000;

function createSearch() {
  let hits = [];
  let at = -1;

  function tell(view) {
    const count = view.querySelector("[data-hits]");
    const asked = view.querySelector('[data-set="find"]').value !== "";
    const total = hits.length.toLocaleString("en");
    count.textContent = !asked ? "" : at >= 0 ? `${(at + 1).toLocaleString("en")} of ${total}` : total;
    for (const button of view.querySelectorAll('[data-do^="hit-"]')) button.hidden = hits.length === 0;
  }

  function search(view, text) {
    if (!view.querySelector("[data-hits]")) return;
    const wanted = fold(text.trim()).folded;
    hits = wanted ? shownRows(view).flatMap(sentencesOf).flatMap((sentence) => hitsIn(sentence, wanted)) : [];
    at = -1;
    paint("hit", hits.slice(0, MOST_PAINTED).map(({ sentence, start, end }) => rangeIn(sentence, start, end)));
    paint("hit-here", []);
    tell(view);
    if (wanted) say(view, `${hits.length} ${hits.length === 1 ? "hit" : "hits"}`);
  }

  // On to the next hit, or back; round the ends. The field keeps the focus, so that Enter goes on.
  function stepHit(view, by) {
    if (!hits.length) return null;
    at = at < 0 && by < 0 ? hits.length - 1 : (at + by + hits.length) % hits.length;
    const { sentence, start, end } = hits[at];
    const range = rangeIn(sentence, start, end);
    sentence.scrollIntoView({ block: "center" });
    paint("hit-here", [range]);
    tell(view);
    return sentence;
  }

  return { search, stepHit, currentHit: () => (at < 0 ? null : hits[at].sentence) };
}
