"""JSON lines: one bead a line, with ids, probability, the sentences of both sides and, where asked for, the reasons.

The format that keeps most: a bead's sentences stay apart, and every program reads it.
"""

import json
from pathlib import Path
from typing import Any, BinaryIO

from align.alignment import Bead
from align.formats.base import FORMAT_REMEDY, Bitext, Format, StoredAlignment, rounded, separator, stored_alignment
from corpora.errors import InputError
from corpora.lines import numbered_lines

__all__ = ["Jsonl"]

_LINE_ENDS = {"\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\u0085"}
"""Line ends to some readers, though not to JSON: escaped, so that every tool counts the same lines."""


class Jsonl(Format):
    """One JSON object a line: `source`, `target`, `probability`, `source_text`, `target_text`, if any `explanation`."""

    name = "jsonl"
    suffixes = (".jsonl", ".ndjson")
    summary = "one JSON object a bead, sentences kept apart"

    def write(self, bitext: Bitext, stream: BinaryIO) -> None:
        """Write every bead; the texts are lists, one string a sentence, the explanation what each signal adds."""
        for bead in bitext.alignment.beads:
            record: dict[str, Any] = {
                "source": list(bead.source),
                "target": list(bead.target),
                "probability": rounded(bead.probability),
                "source_text": [bitext.source[index] for index in bead.source],
                "target_text": [bitext.target[index] for index in bead.target],
            }
            if bead.signals:
                record["explanation"] = {name: round(worth, 4) for name, worth in bead.signals}
            line = json.dumps(record, ensure_ascii=False)
            for character, escape in _LINE_ENDS.items():
                line = line.replace(character, escape)
            stream.write((line + "\n").encode())

    def read(self, path: Path, source_language: str, target_language: str) -> StoredAlignment:
        """Read beads; the texts may be missing, other keys are passed over."""
        beads: list[Bead] = []
        texts: list[tuple[str, str]] = []
        for number, line in numbered_lines(path):
            if not line.strip():
                continue
            record = _record(line, path, number)
            beads.append(_bead(record, path, number))
            source, target = (_sentences(record, key, path, number) for key in ("source_text", "target_text"))
            if source is not None and target is not None:
                texts.append((separator(source_language).join(source), separator(target_language).join(target)))
        if not beads:
            raise InputError("holds no beads", path=path, remedy=FORMAT_REMEDY)
        return stored_alignment(beads, texts if len(texts) == len(beads) else None, "read from JSON lines")


def _record(line: str, path: Path, number: int) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError("not JSON", path=path, line=number, remedy=FORMAT_REMEDY) from error
    if not isinstance(record, dict):
        raise InputError("not a JSON object", path=path, line=number, remedy=FORMAT_REMEDY)
    return record


def _bead(record: dict[str, Any], path: Path, number: int) -> Bead:
    probability = record.get("probability")
    if probability is not None and (
        isinstance(probability, bool) or not isinstance(probability, int | float) or not 0.0 <= probability <= 1.0
    ):
        raise InputError(
            f"{probability!r} is no probability", path=path, line=number, remedy="give a number from 0 to 1, or null"
        )
    source, target = (_ids(record, key, path, number) for key in ("source", "target"))
    signals = record.get("explanation", {})
    if not isinstance(signals, dict) or not all(type(worth) in (int, float) for worth in signals.values()):
        raise InputError("'explanation' is no object of numbers", path=path, line=number, remedy=FORMAT_REMEDY)
    worths = tuple((name, float(worth)) for name, worth in signals.items())
    return Bead(source, target, None if probability is None else float(probability), worths)


def _ids(record: dict[str, Any], key: str, path: Path, number: int) -> tuple[int, ...]:
    ids = record.get(key)
    if not isinstance(ids, list) or not all(type(index) is int and index >= 0 for index in ids):
        raise InputError(f"{key!r} is no list of sentence numbers", path=path, line=number, remedy=FORMAT_REMEDY)
    return tuple(ids)


def _sentences(record: dict[str, Any], key: str, path: Path, number: int) -> list[str] | None:
    texts = record.get(key)
    if isinstance(texts, str):
        return [texts]
    if texts is not None and not (isinstance(texts, list) and all(isinstance(text, str) for text in texts)):
        raise InputError(f"{key!r} is neither a text nor a list of texts", path=path, line=number, remedy=FORMAT_REMEDY)
    return texts
