"""Tables lose nothing, however narrow the terminal."""

import io

import pytest
from rich.console import Console
from rich.table import Table

from app.terminal import print_table

SENTENCE = "内戦が続くシリアで12日、政府軍と反体制派の停戦が始まった。"


def shown(width: int) -> str:
    table = Table(title="news", show_lines=True)
    table.add_column("Article")
    for heading in ("Sentences\nja / en", "BLEU", "Probability"):
        table.add_column(heading, justify="right")
    table.add_column("Text")
    table.add_row("harbour-library.ja.txt", "12 / 345", "1234.56", "0.9876", f"{SENTENCE}\nA ceasefire began.")
    stream = io.StringIO()
    print_table(Console(file=stream, width=width), table)
    return stream.getvalue()


@pytest.mark.parametrize("width", [1, 8, 20, 40, 50, 60, 80, 132, 200])
def test_no_cell_is_cut(width: int) -> None:
    text = shown(width)
    assert "…" not in text
    assert all(part in text for part in ("1234.56", "0.9876", "news"))
    folded = "".join(character for character in text if character in SENTENCE)
    assert all(folded.count(character) >= SENTENCE.count(character) for character in SENTENCE)


@pytest.mark.parametrize("width", [58, 80, 132])
def test_a_table_fits_into_its_terminal(width: int) -> None:
    lines = shown(width).splitlines()
    assert all(Console(width=500).measure(line).maximum <= width for line in lines)
    assert any("1234.56" in line and "0.9876" in line for line in lines)


def test_lines_give_way_before_cells_do() -> None:
    assert "┃" in shown(80)
    assert "┃" not in shown(60)
    assert "Probability: 0.9876\n" in shown(40)
    assert f"Text: {SENTENCE}\n  A ceasefire began.\n" in shown(40)
