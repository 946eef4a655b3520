"""Reading: pages and texts become documents.

The way in is `read_document`; what comes out is a `Document` of `Block`s of `Sentence`s, by offsets into one text.
"""

from corpora.decoding import detect_language
from corpora.document import BODY_KINDS, Aside, Block, BlockKind, CommentInfo, Document, Sentence, shown_name
from corpora.errors import InputError, ModelError, OutputError, ScoreError, TaiyakuError
from corpora.normalise import english_copy, model_copy
from corpora.readers import FORMATS, article_files, document_from_text, read_document, read_stream
from corpora.sentences import is_hard_wrapped, split_sentences

__all__ = [
    "BODY_KINDS",
    "FORMATS",
    "Aside",
    "Block",
    "BlockKind",
    "CommentInfo",
    "Document",
    "InputError",
    "ModelError",
    "OutputError",
    "ScoreError",
    "Sentence",
    "TaiyakuError",
    "article_files",
    "detect_language",
    "document_from_text",
    "english_copy",
    "is_hard_wrapped",
    "model_copy",
    "read_document",
    "read_stream",
    "shown_name",
    "split_sentences",
]
