"""`taiyaku align` at work: two documents, or two files of sentences, into beads in one of the alignment formats."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from align import align
from align.alignment import Alignment
from align.explaining import explained
from align.formats import format_of, write_alignment
from align.formats.moses import pair_paths
from align.neural_encoder import load_encoder
from app.explanations import print_explanations
from app.failures import DONE
from app.outputs import check_not_read, made_folder
from app.terminal import Remarks, results_console
from corpora import read_document
from corpora.errors import InputError, OutputError
from corpora.lines import read_lines

__all__ = ["AlignRequest", "run_align"]

DEFAULT_FORMAT = "vecalign"
FORMATS_WITHOUT_STREAM = ("moses",)
FORMATS_WITH_REASONS = ("jsonl",)


@dataclass(frozen=True, slots=True)
class AlignRequest:
    """A call of `taiyaku align`; `output` `None` means stdout, `format_name` `None` the suffix of `output`.

    With `explain`, the reasons are a table on stdout, unless a format is asked for there, which may hold them itself.
    """

    source: Path
    target: Path
    output: Path | None = None
    format_name: str | None = None
    lines: bool = False
    translation: Path | None = None
    embedding: str | None = None
    second_look: bool = True
    explain: bool = False
    encoding: str | None = None
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class _Side:
    name: str
    language: str
    sentences: Sequence[str]


def run_align(request: AlignRequest) -> int:
    """Align and write the beads.

    Returns:
        The exit code.

    Raises:
        TaiyakuError: If a file cannot be read or written, or the translation does not belong to the source.
    """
    format_name = _choose_format(request)
    _spare_inputs(request, format_name)
    source, target = _read(request, request.source, "ja"), _read(request, request.target, "en")
    translation = _read_translation(request, len(source.sentences))
    if request.output is None:
        alignment = _align(request, source, target, translation)
        if request.explain and request.format_name is None:
            print_explanations(results_console(), alignment, source.sentences, target.sentences)
        else:
            _write(alignment, source, target, format_name, sys.stdout.buffer)
        return DONE
    with made_folder(request.output.parent):
        alignment = _align(request, source, target, translation)
        written = _write(alignment, source, target, format_name, request.output)
    if request.explain:
        print_explanations(results_console(), alignment, source.sentences, target.sentences)
    paired = sum(1 for bead in alignment.beads if not bead.is_null)
    Remarks(quiet=request.quiet).say(
        f"{', '.join(map(str, written))}: {len(alignment.beads)} beads, {paired} of them with both sides"
    )
    return DONE


def _align(request: AlignRequest, source: _Side, target: _Side, translation: Sequence[str] | None) -> Alignment:
    encoder = None if request.embedding is None else load_encoder(request.embedding)
    sides = (source.sentences, target.sentences)
    look = request.second_look
    alignment = align(*sides, translation=translation, embedding=encoder, second_look=look)
    if not request.explain:
        return alignment
    return explained(alignment, *sides, translation=translation, embedding=encoder, second_look=look)


def _write(
    alignment: Alignment, source: _Side, target: _Side, format_name: str, destination: Path | BinaryIO
) -> tuple[Path, ...]:
    return write_alignment(
        alignment,
        source.sentences,
        target.sentences,
        destination,
        format_name=format_name,
        source_language=source.language,
        target_language=target.language,
        source_name=source.name,
        target_name=target.name,
    )


def _choose_format(request: AlignRequest) -> str:
    """The format asked for, that of the suffix, or vecalign; checked before the work."""
    by_suffix = None if request.output is None else format_of(request.output)
    name = request.format_name or by_suffix or DEFAULT_FORMAT
    if request.output is None and name in FORMATS_WITHOUT_STREAM:
        raise OutputError(f"the {name} format is two files", remedy="name the output with -o")
    if request.explain and request.output is None and request.format_name not in (None, *FORMATS_WITH_REASONS):
        raise OutputError(f"the {name} format holds no explanations", remedy="name the output with -o, or use -f jsonl")
    return name


def _spare_inputs(request: AlignRequest, format_name: str) -> None:
    """Refuse to write over what is read; the format of two files names them after the languages."""
    if request.output is None:
        return
    outputs = [request.output]
    if format_name == "moses":
        outputs = list(pair_paths(request.output, "ja", "en"))
    inputs = (request.source, request.target, request.translation)
    check_not_read(outputs, (path for path in inputs if path is not None))


def _read(request: AlignRequest, path: Path, language: str) -> _Side:
    if request.lines:
        lines = read_lines(path)
        if not any(line.strip() for line in lines):
            raise InputError("holds only blank lines", path=path, remedy="give a file with one sentence a line")
        return _Side(path.name, language, lines)
    document = read_document(path, encoding=request.encoding)
    sentences = [sentence.text for sentence in document.sentences()]
    if not sentences:
        raise InputError("holds no sentence of an article", path=path, remedy="with one sentence a line, use --lines")
    return _Side(document.name, document.language, sentences)


def _read_translation(request: AlignRequest, count: int) -> Sequence[str] | None:
    if request.translation is None:
        return None
    translation = read_lines(request.translation)
    if len(translation) != count:
        lines = "1 line" if len(translation) == 1 else f"{len(translation)} lines"
        raise InputError(
            f"has {lines}, but {request.source} has {count} sentences",
            path=request.translation,
            remedy="give one line for each sentence of SRC",
        )
    return translation
