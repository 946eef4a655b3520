"""Moses: two plain files, `OUT.ja` and `OUT.en`, in which line n translates line n.

What training tools read. Null beads have no place in it, and neither have ids and probabilities.
"""

import re
from contextlib import ExitStack
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO

from align.alignment import Bead
from align.formats.base import Bitext, Format, StoredAlignment, separator, stored_alignment
from corpora.errors import InputError, OutputError
from corpora.lines import numbered_lines
from corpora.writing import atomic_writer

__all__ = ["Moses", "pair_paths"]

_LINE_ENDS = re.compile(r"[ \t]*[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+[ \t]*")
"""Everything that one tool or another takes for the end of a line."""


class Moses(Format):
    """A pair of line-parallel text files, named by language."""

    name = "moses"
    suffixes = (".moses",)
    summary = "two parallel text files, OUT.ja and OUT.en"

    def write(self, bitext: Bitext, stream: BinaryIO) -> None:  # noqa: ARG002
        """Two files do not go into one stream.

        Raises:
            OutputError: Always.
        """
        raise OutputError("the moses format is two files", remedy="name the output file, or choose tsv")

    def save(self, bitext: Bitext, path: Path) -> tuple[Path, ...]:
        """Write the beads that have both sides; a line break inside a sentence gives way."""
        if bitext.source_language == bitext.target_language:
            raise OutputError(
                "both sides have the same language and would be one file", path=path, remedy="choose tsv or tmx"
            )
        places = pair_paths(path, bitext.source_language, bitext.target_language)
        with ExitStack() as stack:
            source_stream, target_stream = (stack.enter_context(atomic_writer(place)) for place in places)
            for _, source, target in bitext.pairs():
                source_stream.write(_one_line(source, bitext.source_language) + "\n")
                target_stream.write(_one_line(target, bitext.target_language) + "\n")
        return places

    def read(self, path: Path, source_language: str, target_language: str) -> StoredAlignment:
        """Read the pair of files that belongs to `path`; every line is taken for one sentence."""
        source_path, target_path = pair_paths(path, source_language, target_language)
        texts: list[tuple[str, str]] = []
        pairs = zip_longest(numbered_lines(source_path), numbered_lines(target_path))
        for number, (source, target) in enumerate(pairs, start=1):
            if source is None or target is None:
                short, long = (source_path, target_path) if source is None else (target_path, source_path)
                raise InputError(
                    f"ends before line {number} of {long.name}",
                    path=short,
                    remedy="both files need the same number of lines",
                )
            texts.append((source[1], target[1]))
        beads = [Bead((index,), (index,)) for index in range(len(texts))]
        return stored_alignment(beads, texts, "read from a Moses pair")


def pair_paths(path: Path, source_language: str, target_language: str) -> tuple[Path, Path]:
    """`OUT` (or `OUT.moses`, `OUT.ja`, `OUT.en`) stands for the files `OUT.ja` and `OUT.en`."""
    stem = path.stem if path.suffix in {".moses", f".{source_language}", f".{target_language}"} else path.name
    return path.with_name(f"{stem}.{source_language}"), path.with_name(f"{stem}.{target_language}")


def _one_line(text: str, language: str) -> str:
    return _LINE_ENDS.sub(separator(language), text)
