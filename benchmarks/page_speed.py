"""How fast the report is in a browser: first paint, and how long a pointer waits for the light.

    python benchmarks/page_speed.py [--beads 1000] [--moves 60]

Writes a report of invented sentences, opens it from disk in Chromium (the one in $CHROMIUM, else Debian's), measures
inside the page, and prints one line a figure. The aims are 2 s for the first paint after the data is there and 50 ms
for the light. Nothing is asserted: the figures depend on the machine.
"""

import argparse
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from align.alignment import Alignment, Bead
from app.comparison import Comparison
from app.report import render_report
from corpora import Document, document_from_text
from translate.translation import Hypothesis, TranslatedSentence, Translation

_WORDS = ["灯台", "港町", "住民", "専門家", "侵食", "費用", "寄付", "海岸", "写真", "祭り"]
_ENGLISH = [
    "lighthouse",
    "harbour",
    "residents",
    "experts",
    "erosion",
    "cost",
    "donations",
    "coast",
    "picture",
    "festival",
]

# From the moment at which the browser has the whole file to the first paint of text.
_FIRST_PAINT = """
() => {
  const [navigation] = performance.getEntriesByType("navigation");
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  return paint.startTime - navigation.responseEnd;
}
"""
# From the time stamp of a pointer event to the frame that shows its effect.
_WATCH_POINTER = """
() => {
  window.waits = [];
  addEventListener("pointerover", (event) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => waits.push(performance.now() - event.timeStamp);
    channel.port2.postMessage(null);
  }), true);
}
"""
_SENTENCES_IN_WINDOW = """
() => [...document.querySelectorAll(".s")].map((s) => s.getBoundingClientRect())
  .filter((box) => box.width && box.top > 120 && box.bottom < innerHeight)
  .map((box) => [box.left + 5, box.top + box.height / 2])
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--beads", type=int, default=1000, help="length of the article (default 1000)")
    parser.add_argument("--moves", type=int, default=60, help="how often the pointer moves (default 60)")
    wanted = parser.parse_args()
    comparison = invented(wanted.beads)
    began = time.process_time()
    html = render_report(comparison)
    spent = 1000 * (time.process_time() - began)
    _say(f"rendering in Python    {spent:7.0f} ms  (of processor time, {len(html) / 1e6:.1f} MB)")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "report.html")
        path.write_text(html, encoding="utf-8")
        paint, waits = measured(path.as_uri(), wanted.moves)
    _say(f"first paint            {paint:7.0f} ms  (aim 2000)")
    _say(f"hover to frame, median {statistics.median(waits):7.0f} ms  (aim 50, {len(waits)} moves)")
    _say(f"hover to frame, p95    {statistics.quantiles(waits, n=20)[-1]:7.0f} ms")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def invented(count: int) -> Comparison:
    """An article of `count` sentences, some reordered, some on one side only, some doubtful."""
    draw = random.Random(7)
    japanese = document_from_text(
        "\n\n".join(
            f"{draw.choice(_WORDS)}と{draw.choice(_WORDS)}は{n}番目の話で、{'とても' * 6}長い。" for n in range(count)
        ),
        name="invented.ja.txt",
        language="ja",
    )
    english = document_from_text(
        "\n\n".join(
            f"The {draw.choice(_ENGLISH)} and the {draw.choice(_ENGLISH)} are story number {n}, and it is a long one."
            for n in range(count)
        ),
        name="invented.en.txt",
        language="en",
    )
    items = tuple(
        TranslatedSentence(block, sentence, Hypothesis(f"The {draw.choice(_ENGLISH)} is story {n} and very long."))
        for n, (block, sentence) in enumerate(japanese.located_sentences())
    )
    return Comparison(Translation(japanese, items, "invented"), english, _alignment(len(items), english, draw))


def _alignment(count: int, english: Document, draw: random.Random) -> Alignment:
    targets = list(range(len(english.sentences())))
    for _ in range(count // 50):
        targets.insert(draw.randrange(len(targets)), targets.pop(draw.randrange(len(targets))))
    beads = [
        Bead((n,), (targets[n],), draw.betavariate(6, 1)) if n < len(targets) else Bead((n,), ()) for n in range(count)
    ]
    return Alignment(tuple(beads), count, len(targets), "invented")


def measured(address: str, moves: int) -> tuple[float, list[float]]:
    """Milliseconds to the first paint, and from each move of the pointer to the frame that shows the light."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(address)
        paint = float(page.evaluate(_FIRST_PAINT))
        page.evaluate("document.querySelectorAll('.rows tr')[5].scrollIntoView()")
        page.wait_for_timeout(500)
        page.evaluate(_WATCH_POINTER)
        places = page.evaluate(_SENTENCES_IN_WINDOW)
        for move in range(moves):
            page.mouse.move(*places[move * 7 % len(places)])
            page.wait_for_timeout(60)
        waits = [float(wait) for wait in page.evaluate("waits")]
        browser.close()
    return paint, waits


if __name__ == "__main__":
    main()
