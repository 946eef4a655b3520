"""The name under which a finished sentence is remembered: a hash of its text, the engine line and the settings.

Journal and cache both use it. A sentence is found again whatever its place in the input and whatever the size of the
batches were, and never under another model or other settings.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import partial

__all__ = ["GENERATION", "KEY_BYTES", "fingerprint", "keys_of", "text_key"]

GENERATION = 1
"""Rises when the same engine line gives other results: another model's copy (`corpora.normalise`), other flags."""

KEY_BYTES = 16
"""128 bits: among a billion sentences two of the same key are less likely than a fault of the machine."""


def fingerprint(engine_line: str, settings: Mapping[str, str]) -> bytes:
    """32 bytes that stand for a model, its decoding and the settings of a job."""
    described = json.dumps([GENERATION, engine_line, dict(sorted(settings.items()))], ensure_ascii=True)
    return hashlib.blake2b(described.encode(), digest_size=32).digest()


def keys_of(engine_line: str, settings: Mapping[str, str]) -> Callable[[str], bytes]:
    """A function from a text to its key under this engine and these settings."""
    return partial(text_key, made_by=fingerprint(engine_line, settings))


def text_key(text: str, made_by: bytes = b"") -> bytes:
    """The key of a text, under what stands for an engine and settings if they matter."""
    # Text that came with escapes can hold half a surrogate pair, for which plain UTF-8 has no bytes.
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=made_by, digest_size=KEY_BYTES).digest()
