from pathlib import Path

import pytest

from app.compare import compare_documents, compare_files
from corpora import read_document
from corpora.document import Block, BlockKind, Document, Sentence
from corpora.errors import InputError
from tests.app.calling import TRANSLATIONS, PhraseBook

pytestmark = pytest.mark.usefixtures("aligner")


def test_every_body_sentence_is_translated_aligned_and_scored(article: Path, source: Path) -> None:
    comparison = compare_files(article, source, PhraseBook())
    assert [item.hypothesis.text for item in comparison.translation.sentences] == list(TRANSLATIONS.values())
    assert comparison.translation.engine_line == PhraseBook().line
    assert comparison.alignment is not None
    assert comparison.alignment.source_count == len(comparison.aligned_japanese()) == 4
    assert comparison.alignment.target_count == len(comparison.aligned_english()) == 4
    assert comparison.scores is not None
    assert [score.metric for score in comparison.scores.scores] == ["BLEU", "chrF2", "TER"]
    assert comparison.scores.coverage is not None
    assert comparison.scores.coverage.source_share == 1.0


def test_without_a_source_it_is_only_translated(article: Path) -> None:
    comparison = compare_files(article, None, PhraseBook())
    assert len(comparison.translation.sentences) == 4
    assert (comparison.source, comparison.alignment, comparison.scores) == (None, None, None)


def test_comments_are_translated_but_not_aligned(source: Path) -> None:
    body, comment = "港町の図書館が月曜日に開いた。", "建物には五万冊の本がある。"
    text = body + comment
    japanese = Document(
        "page",
        "ja",
        text,
        (
            Block(BlockKind.PARAGRAPH, 0, len(body), (Sentence(0, len(body), body),)),
            Block(BlockKind.COMMENT, len(body), len(text), (Sentence(len(body), len(text), comment),)),
        ),
    )
    comparison = compare_documents(japanese, read_document(source, language="en"), PhraseBook())
    assert [item.block.kind for item in comparison.translation.sentences] == [BlockKind.PARAGRAPH, BlockKind.COMMENT]
    assert comparison.alignment is not None
    assert comparison.alignment.source_count == 1


def test_progress_ends_at_the_number_of_sentences(article: Path, source: Path) -> None:
    seen: list[tuple[int, int]] = []
    compare_files(article, source, PhraseBook(), progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (4, 4)
    assert seen == sorted(seen)


def test_a_document_without_an_article_is_refused(article: Path) -> None:
    menu = Document("menu.txt", "en", "Home", (Block(BlockKind.NAVIGATION, 0, 4),))
    with pytest.raises(InputError, match=r"menu\.txt: holds no sentence"):
        compare_documents(read_document(article, language="ja"), menu, PhraseBook())
    with pytest.raises(InputError, match=r"menu\.txt: holds no sentence"):
        compare_documents(menu, None, PhraseBook())
