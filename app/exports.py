"""A comparison as a file to take away, in every format that the viewer offers: name and bytes, nothing on disk.

The sentences with the aligned source go through `align.formats`, those with their translation through
`app.renderings`; the report and the stored comparison are what `taiyaku compare` writes.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from align.formats import write_alignment
from app.comparison import Comparison
from app.options import OutputFormat
from app.renderings import render
from app.report import render_report
from app.storage import save_comparison
from corpora.errors import InputError

__all__ = ["Export", "export", "exports_of"]


@dataclass(frozen=True, slots=True)
class Export:
    """A way to take a comparison away.

    Attributes:
        key: What programs call it.
        label: What readers see.
        suffix: Ends the file's name.
        make: The content.
        needs_alignment: Whether there must be an aligned source.
    """

    key: str
    label: str
    suffix: str
    make: Callable[[Comparison], bytes]
    needs_alignment: bool = False


def exports_of(comparison: Comparison) -> tuple[Export, ...]:
    """The exports that this comparison allows."""
    return tuple(item for item in _EXPORTS if not item.needs_alignment or comparison.alignment is not None)


def export(comparison: Comparison, key: str) -> tuple[str, bytes]:
    """The file's name and content.

    Raises:
        InputError: If there is no such export of this comparison.
    """
    for item in exports_of(comparison):
        if item.key == key:
            return file_stem(Path(comparison.translation.document.name).stem) + item.suffix, item.make(comparison)
    raise InputError("this comparison has no such download", remedy="choose one of the list")


def file_stem(name: str) -> str:
    """A name as every file system takes it."""
    kept = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in name)[:60].strip("-")
    return kept or "article"


def _aligned(format_name: str) -> Callable[[Comparison], bytes]:
    def make(comparison: Comparison) -> bytes:
        if comparison.alignment is None or comparison.source is None:
            raise InputError("nothing is aligned here", remedy="compare the article with a source first")
        written = io.BytesIO()
        write_alignment(
            comparison.alignment,
            [item.sentence.text for item in comparison.aligned_japanese()],
            [sentence.text for sentence in comparison.aligned_english()],
            written,
            format_name=format_name,
            source_name=comparison.translation.document.name,
            target_name=comparison.source.name,
        )
        return written.getvalue()

    return make


def _translated(output_format: OutputFormat) -> Callable[[Comparison], bytes]:
    return lambda comparison: "".join(render(comparison.translation, output_format)).encode()


def _report(comparison: Comparison) -> bytes:
    return render_report(comparison).encode()


def _stored(comparison: Comparison) -> bytes:
    with TemporaryDirectory(prefix="taiyaku-") as folder:
        path = Path(folder, "document.json")
        save_comparison(comparison, path)
        return path.read_bytes()


_EXPORTS = (
    Export("report", "Report (HTML page)", ".html", _report),
    *(
        Export(f"aligned-{name}", f"Japanese with source, {label}", suffix, _aligned(name), needs_alignment=True)
        for name, label, suffix in (
            ("tmx", "TMX", ".tmx"),
            ("xliff", "XLIFF", ".xlf"),
            ("tsv", "TSV", ".tsv"),
            ("jsonl", "JSONL", ".jsonl"),
            ("parquet", "Parquet", ".parquet"),
        )
    ),
    *(
        Export(f"translated-{name}", f"Japanese with translation, {label}", f"{mark}{suffix}", _translated(form))
        for name, label, mark, suffix, form in (
            ("tmx", "TMX", "-translated", ".tmx", OutputFormat.TMX),
            ("xliff", "XLIFF", "-translated", ".xlf", OutputFormat.XLIFF),
            ("tsv", "TSV", "-translated", ".tsv", OutputFormat.TSV),
            ("jsonl", "JSONL", "-translated", ".jsonl", OutputFormat.JSONL),
            ("text", "plain text", "-translated", ".txt", OutputFormat.TEXT),
        )
    ),
    Export("stored", "Everything (document.json for taiyaku view)", ".json", _stored),
)
