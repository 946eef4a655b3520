"""`taiyaku translate --cluster`: the same bytes as without it."""

from pathlib import Path

import pytest

from tests.app.calling import Taiyaku

LINES = [f"{number}番目の犬が川のそばを走る。" for number in range(12)] + ["", "図書館は月曜日に開いた。", "犬が走る。"]


@pytest.mark.ray
@pytest.mark.filterwarnings("ignore")  # Ray's own
def test_lines_and_articles_are_the_same_as_on_this_machine(taiyaku: Taiyaku, tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="needs Ray (extra [ray])")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "lines.txt").write_text("\n".join(LINES) + "\n", encoding="utf-8")
    (tmp_path / "in" / "page.md").write_text("# 図書館\n\n- 犬が走る。\n- 雨が降る。\n", encoding="utf-8")
    assert taiyaku("translate", "in", "-o", "here/", "--to", "jsonl", "--beam", "1", "--no-cache").code == 0
    outcome = taiyaku("translate", "in", "-o", "there/", "--to", "jsonl", "--beam", "1", "--cluster", "local")
    assert outcome.code == 0, outcome.err
    names = sorted(path.name for path in (tmp_path / "here").iterdir())
    assert sorted(path.name for path in (tmp_path / "there").iterdir()) == names, "and no shards are left"
    for name in names:
        assert (tmp_path / "there" / name).read_bytes() == (tmp_path / "here" / name).read_bytes()


def test_streams_are_refused(taiyaku: Taiyaku, article: Path) -> None:
    for words in ((article,), ("-", "-o", "out.txt")):
        outcome = taiyaku("translate", *words, "--cluster", "local")
        assert outcome.code == 2
        assert "--cluster reads and writes files" in outcome.err
