"""Translating: engines, and what they make of sentences, documents and streams of lines."""

from translate.document import TRANSLATED_KINDS, translate_document, translate_lines
from translate.engine import Engine
from translate.loading import load_engine
from translate.translation import Flag, Hypothesis, TranslatedSentence, Translation

__all__ = [
    "TRANSLATED_KINDS",
    "Engine",
    "Flag",
    "Hypothesis",
    "TranslatedSentence",
    "Translation",
    "load_engine",
    "translate_document",
    "translate_lines",
]
