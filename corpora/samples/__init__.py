"""The sample articles that come with Taiyaku: three Japanese pages, their English sources, and gold alignments.

They are the demo, the tests and the tutorial. They stand at the very start of the way of the data: the files are read
like any reader's own, with nothing prepared beforehand. All of them are invented; `README.md` beside them says more.
"""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

__all__ = ["SAMPLES", "Sample"]


@dataclass(frozen=True, slots=True)
class Sample:
    """A Japanese article with its English source and the alignment of the two.

    Attributes:
        name: One word to choose it by; the stem of its files.
        title: What it is, in a few English words.
        japanese: The Japanese page, as copied from a browser.
        english: The English source article.
        gold: The alignment made by hand, in vecalign lines: 0-based indices of the Japanese and of the English
            sentences, `[7]:[4,5]`, over `Document.sentences()`.
        japanese_sentences: The sentences that the Japanese indices count, one a line.
        english_sentences: The sentences that the English indices count, one a line.
    """

    name: str
    title: str
    japanese: Path
    english: Path
    gold: Path
    japanese_sentences: Path
    english_sentences: Path


def _sample(name: str, title: str) -> Sample:
    folder = Path(str(files(__name__)))
    return Sample(
        name=name,
        title=title,
        japanese=folder / f"{name}.ja.txt",
        english=folder / f"{name}.en.txt",
        gold=folder / f"{name}.gold",
        japanese_sentences=folder / f"{name}.ja.sentences.txt",
        english_sentences=folder / f"{name}.en.sentences.txt",
    )


SAMPLES: tuple[Sample, ...] = (
    _sample("news", "A volcano erupts on an Atlantic island: a news report"),
    _sample("blog", "A night train from Brussels to Trieste: a blog page with its comments"),
    _sample("live", "A storm on the North Sea coast: a rolling live page"),
)
"""The samples, the plainest first."""
