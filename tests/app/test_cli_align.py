import json
from dataclasses import replace
from pathlib import Path

import pytest

from align import align
from align.embedding import embedded_embedding
from align.formats import read_alignment
from app import cli
from tests.app.calling import TRANSLATIONS, Taiyaku

pytestmark = pytest.mark.usefixtures("aligner")

BEADS = "".join(f"[{n}]:[{n}]:0.75\n" for n in range(4))


def test_beads_go_to_stdout(article: Path, source: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert cli.run(["align", str(article), str(source)]) == 0
    assert capfdbinary.readouterr().out.decode() == BEADS


@pytest.mark.parametrize("name", ["vecalign", "tsv", "jsonl", "tmx", "xliff", "ladder", "xces", "parquet"])
def test_every_format_is_written_and_read_back(
    taiyaku: Taiyaku, article: Path, source: Path, tmp_path: Path, name: str
) -> None:
    outcome = taiyaku("align", article, source, "--format", name, "-o", "made/out")
    assert outcome.code == 0
    assert outcome.err == f"{Path('made/out')}: 4 beads, 4 of them with both sides\n"
    stored = read_alignment(tmp_path / "made" / "out", name)
    assert [(bead.source, bead.target) for bead in stored.alignment.beads] == [((n,), (n,)) for n in range(4)]


def test_the_suffix_chooses_the_format(taiyaku: Taiyaku, article: Path, source: Path, tmp_path: Path) -> None:
    assert taiyaku("align", article, source, "-o", "out.tmx", "-q").err == ""
    assert (tmp_path / "out.tmx").read_text().startswith("<?xml")


def test_moses_needs_a_name(taiyaku: Taiyaku, article: Path, source: Path, tmp_path: Path) -> None:
    assert taiyaku("align", article, source, "-f", "moses").code == 2
    assert taiyaku("align", article, source, "-f", "moses", "-o", "out").code == 0
    assert (tmp_path / "out.ja").read_text().splitlines() == list(TRANSLATIONS)


def test_lines_are_sentences_as_they_are(taiyaku: Taiyaku, tmp_path: Path) -> None:
    (tmp_path / "src").write_text("Eins. Zwei.\n\nDrei.\n")
    (tmp_path / "tgt").write_text("One. Two.\nThree.\n")
    (tmp_path / "mt").write_text("one two\n\nthree\n")
    outcome = taiyaku("align", "--lines", "src", "tgt", "--translation", "mt", "-o", "out", "-f", "vecalign")
    assert outcome.code == 0
    assert (tmp_path / "out").read_text() == "[0]:[0]:0.75\n[1]:[1]:0.75\n[2]:[]\n"


def test_a_translation_of_another_length_is_refused(
    taiyaku: Taiyaku, article: Path, source: Path, tmp_path: Path
) -> None:
    (tmp_path / "mt").write_text("one\n")
    outcome = taiyaku("align", article, source, "--translation", "mt", "-o", "out")
    assert outcome.code == 2
    assert outcome.err.startswith("taiyaku: mt: has 1 line, but ")
    assert not (tmp_path / "out").exists()


def test_an_unknown_format_names_the_known_ones(taiyaku: Taiyaku, article: Path, source: Path) -> None:
    outcome = taiyaku("align", article, source, "--format", "docx")
    assert outcome.code == 2
    assert "vecalign" in outcome.err


def test_a_dash_is_stdout(taiyaku: Taiyaku, article: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(article.parent)
    assert taiyaku("align", article, source, "-o", "-").out == taiyaku("align", article, source).out != ""
    assert not Path("-").exists()


def test_explanations_on_stdout_and_in_jsonl(taiyaku: Taiyaku, article: Path, source: Path, tmp_path: Path) -> None:
    shown = taiyaku("align", article, source, "--explain")
    assert shown.code == 0
    for words in (
        "Worth",
        "meaning",
        "words with a counterpart",
        "建物には五万冊の本がある。",
        "The building holds 50,000 books.",
    ):
        assert words in shown.out
    written = taiyaku("align", article, source, "--explain", "-q", "-o", "out.jsonl")
    assert "meaning" in written.out
    records = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert all("cosine" in record["explanation"] for record in records if record["source"] and record["target"])
    taiyaku("align", article, source, "-q", "-o", "plain.jsonl")
    assert "explanation" not in (tmp_path / "plain.jsonl").read_text(encoding="utf-8")


def test_explanations_need_a_place(taiyaku: Taiyaku, article: Path, source: Path) -> None:
    outcome = taiyaku("align", article, source, "--explain", "-f", "tmx")
    assert outcome.code == 2
    assert "the tmx format holds no explanations" in outcome.err


def test_an_embedding_can_be_named(
    taiyaku: Taiyaku, article: Path, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.aligning.align", align)
    replace(embedded_embedding(), name="another one").save(tmp_path / "embedding")
    assert taiyaku("align", article, source, "--embedding", "embedding", "-q", "-o", "out.jsonl").code == 0
    assert taiyaku("align", article, source, "-q", "-o", "plain.jsonl").code == 0
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "plain.jsonl").read_bytes()
    missing = taiyaku("align", article, source, "--embedding", str(tmp_path))
    assert missing.code == 2
    assert "LaBSE" in missing.err
