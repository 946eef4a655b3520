// Words of the translation that the source of its row has not, and the other way round. Order does not count: what is
// said in another order differs in nothing. Rows are compared as they come into view.

const WORDS = /\p{N}+(?:[.,]\p{N}+)*|\p{L}+(?:['’]\p{L}+)*/gu;
// Words that come and go in any retelling; to mark them would bury the others.
const SLIGHT = new Set("a an the of in on at to for by with from and or as is are was were be been has have had it its that this".split(" "));

function wordsOf(sentences) {
  return sentences.flatMap((sentence) =>
    [...textOf(sentence).matchAll(WORDS)].map((match) => ({
      word: match[0].normalize("NFKC").toLowerCase().replace("’", "'"),
      sentence,
      start: match.index,
      end: match.index + match[0].length,
    })),
  );
}

// The words of one side that are left when each word of the other side has taken its equal.
function leftOver(words, others) {
  const there = new Map();
  for (const { word } of others) there.set(word, (there.get(word) || 0) + 1);
  return words.filter(({ word }) => {
    const count = there.get(word) || 0;
    if (SLIGHT.has(word)) return false;
    if (count) there.set(word, count - 1);
    return !count;
  });
}

function differencesOf(row) {
  const translation = wordsOf([...row.querySelectorAll(".translation .s")]);
  const source = wordsOf([...row.querySelectorAll(".source .s")]);
  if (!translation.length || !source.length) return [];
  return [...leftOver(translation, source), ...leftOver(source, translation)];
}

function paintDifferences(rows) {
  const ranges = rows.flatMap(differencesOf).map(({ sentence, start, end }) => rangeIn(sentence, start, end));
  paint("only", ranges);
}
