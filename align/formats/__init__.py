"""Alignment file formats: every way an alignment leaves the tool and comes back, one format a file.

`write_alignment` and `read_alignment` are the doors; `FORMATS` lists what stands behind them. A file appears whole or
not at all.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from align.alignment import Alignment
from align.formats.base import Bitext, Format, StoredAlignment
from align.formats.jsonl import Jsonl
from align.formats.ladder import Ladder
from align.formats.moses import Moses
from align.formats.parquet import Parquet
from align.formats.tmx import Tmx
from align.formats.tsv import Tsv
from align.formats.vecalign import Vecalign
from align.formats.xces import Xces
from align.formats.xliff import Xliff
from corpora.errors import InputError, OutputError, TaiyakuError

__all__ = ["FORMATS", "Bitext", "Format", "StoredAlignment", "format_of", "read_alignment", "write_alignment"]

FORMATS: Mapping[str, Format] = MappingProxyType(
    {entry.name: entry for entry in (Vecalign(), Tsv(), Jsonl(), Tmx(), Xliff(), Moses(), Ladder(), Xces(), Parquet())}
)
"""Every format by its name."""

_SURROGATES = re.compile("[\ud800-\udfff]")
"""Halves of a character, which broken JSON can bring in and no file can hold."""


def format_of(path: str | Path) -> str | None:
    """The name of the format that a file's suffix stands for, `None` for an unknown suffix."""
    suffix = Path(path).suffix.lower()
    return next((name for name, entry in FORMATS.items() if suffix in entry.suffixes), None)


def write_alignment(
    alignment: Alignment,
    source: Sequence[str],
    target: Sequence[str],
    destination: str | Path | BinaryIO,
    *,
    format_name: str | None = None,
    source_language: str = "ja",
    target_language: str = "en",
    source_name: str = "source",
    target_name: str = "target",
) -> tuple[Path, ...]:
    """Write an alignment with its sentences.

    Args:
        alignment: What to write. Probabilities are written with four decimals.
        source: The source sentences that it numbers.
        target: The target sentences that it numbers.
        destination: A path, or an open stream of bytes such as `sys.stdout.buffer`.
        format_name: A name in `FORMATS`; `None` goes by the suffix of the path.
        source_language: ISO 639-1 code.
        target_language: ISO 639-1 code.
        source_name: What formats that name documents call the source.
        target_name: What they call the target.

    Returns:
        The files written: two for `moses`, none for a stream.

    Raises:
        OutputError: The format is unknown or cannot hold this alignment (a crossing in a ladder), or the place cannot
            be written to.
        InputError: The sentences are not those that the alignment numbers.
    """
    path = Path(destination) if isinstance(destination, str | Path) else None
    chosen = _chosen(format_name or (format_of(path) if path else None), path, OutputError)
    _check_numbers(alignment, source, target)
    bitext = Bitext(
        alignment,
        [_SURROGATES.sub("\ufffd", sentence) for sentence in source],
        [_SURROGATES.sub("\ufffd", sentence) for sentence in target],
        source_language,
        target_language,
        source_name,
        target_name,
    )
    if path is not None:
        return chosen.save(bitext, path)
    assert not isinstance(destination, str | Path)  # noqa: S101 - said to the type checker
    chosen.write(bitext, destination)
    return ()


def read_alignment(
    path: str | Path,
    format_name: str | None = None,
    *,
    source_language: str = "ja",
    target_language: str = "en",
) -> StoredAlignment:
    """Read an alignment file of ours or of another tool.

    Args:
        path: The file; for `moses` the common part of the two names.
        format_name: A name in `FORMATS`; `None` goes by the suffix, and by vecalign lines where that is unknown.
        source_language: The language to take for the source where a format names languages.
        target_language: The same for the target.

    Raises:
        InputError: The file cannot be read or is not in this format; the line is named where there is one.
    """
    place = Path(path)
    chosen = _chosen(format_name or format_of(place) or Vecalign.name, place, InputError)
    return chosen.read(place, source_language, target_language)


def _chosen(name: str | None, path: Path | None, error: type[TaiyakuError]) -> Format:
    if name is None:
        raise error(
            "no alignment format is known by this suffix", path=path, remedy=f"name one of {', '.join(FORMATS)}"
        )
    if name not in FORMATS:
        raise error(f"{name!r} is no alignment format", remedy=f"name one of {', '.join(FORMATS)}")
    return FORMATS[name]


def _check_numbers(alignment: Alignment, source: Sequence[str], target: Sequence[str]) -> None:
    for side, count, sentences in (
        ("source", alignment.source_count, source),
        ("target", alignment.target_count, target),
    ):
        if count != len(sentences):
            raise InputError(
                f"the alignment numbers {count} {side} sentences, but there are {len(sentences)}",
                remedy="give the sentences that were aligned",
            )
    for bead in alignment.beads:
        if any(index >= len(source) for index in bead.source) or any(index >= len(target) for index in bead.target):
            raise InputError(
                f"the bead {list(bead.source)}:{list(bead.target)} names a sentence that does not exist",
                remedy="give the sentences that were aligned",
            )
