"""How a multilingual model is told to translate from Japanese into English.

NLLB, M2M100 and mBART-50 want the source language set on their tokenizer and the output to begin with the target
language; MADLAD-400 and OPUS-MT models with several target languages want a mark before the source text; other T5
models want the words that they were trained with. A bilingual model wants nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from corpora.errors import ModelError

__all__ = ["LanguageMarks", "language_marks"]

CODES: Final = (("jpn_Jpan", "jpn_Jpan", "eng_Latn"), ("ja_XX", "ja_XX", "en_XX"), ("__ja__", "ja", "__en__"))
"""NLLB, mBART-50, M2M100: the token of Japanese, its name for the tokenizer, the token of English."""
TEXT_MARKS: Final = ("<2en>", ">>eng<<", ">>en<<")
"""MADLAD-400, and OPUS-MT by three and by two letters."""
MULTILINGUAL: Final = frozenset({"m2m_100", "mbart"})
TASK: Final = "translation_ja_to_en"


@dataclass(frozen=True, slots=True)
class LanguageMarks:
    """What makes a model translate from Japanese into English.

    Attributes:
        before_text: Goes in front of every source text.
        source_code: What the tokenizer's `src_lang` is set to.
        target_token: What every output begins with.
    """

    before_text: str = ""
    source_code: str | None = None
    target_token: str | None = None


def language_marks(tokenizer: Any, config: Mapping[str, Any]) -> LanguageMarks:  # noqa: ANN401
    """The marks for a model.

    Args:
        tokenizer: Its tokenizer, of `transformers`.
        config: Its `config.json`.

    Raises:
        ModelError: The model is multilingual and knows no Japanese or no English.
    """
    for japanese, code, english in CODES:
        if _knows(tokenizer, japanese) and _knows(tokenizer, english):
            return LanguageMarks(source_code=code, target_token=english)
    for mark in TEXT_MARKS:
        if _knows(tokenizer, mark):
            return LanguageMarks(before_text=f"{mark} ")
    if config.get("model_type") in MULTILINGUAL or getattr(tokenizer, "supported_language_codes", None):
        raise ModelError("the model does not know Japanese and English", remedy="choose one that translates ja to en")
    task = (config.get("task_specific_params") or {}).get(TASK) or {}
    return LanguageMarks(before_text=str(task.get("prefix") or config.get("prefix") or ""))


def _knows(tokenizer: Any, token: str) -> bool:  # noqa: ANN401
    number = tokenizer.convert_tokens_to_ids(token)
    return isinstance(number, int) and number != tokenizer.unk_token_id
