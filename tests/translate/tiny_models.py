"""Tiny models with random weights in the layouts of the ecosystem, made on the spot: real files, real classes."""

import json
from pathlib import Path
from typing import Any

import sentencepiece as spm

LINES = [
    "図書館は月曜日に開いた。", "犬が川のそばを走る。", "市長は三百人の前で話した。", "雨が降る前に家へ帰った。",
    "The library opened on Monday.", "A dog runs along the river.", "The mayor spoke to 300 people.",
    "We went home before the rain.", "He bought a book about trees.", "Trains left late because of snow.",
]  # fmt: skip
WORDS = [word for line in LINES if line.isascii() for word in line.split()]


def pieces(path: Path, size: int = 90, **options: Any) -> spm.SentencePieceProcessor:
    """A SentencePiece model over the invented lines."""
    lines = [*LINES, *(" ".join(WORDS[start:] + WORDS[:start]) for start in range(len(WORDS)))]
    settings: dict[str, Any] = {
        "model_type": "unigram",
        "character_coverage": 1.0,
        "hard_vocab_limit": False,
        "minloglevel": 2,
    }
    with path.open("wb") as file:
        spm.SentencePieceTrainer.train(
            sentence_iterator=iter(lines), model_writer=file, vocab_size=size, **(settings | options)
        )
    return spm.SentencePieceProcessor(model_file=str(path))


def _tokens(processor: spm.SentencePieceProcessor) -> list[str]:
    return [processor.id_to_piece(number) for number in range(processor.get_piece_size())]


def _write(path: Path, content: object) -> str:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return str(path)


SIZES = {
    "d_model": 16, "encoder_layers": 1, "decoder_layers": 1, "encoder_attention_heads": 2,
    "decoder_attention_heads": 2, "encoder_ffn_dim": 32, "decoder_ffn_dim": 32, "max_position_embeddings": 512,
}  # fmt: skip


def tiny_marian(folder: Path, *, marks: tuple[str, ...] = (), separate: bool = False) -> Path:
    """An OPUS-MT model; with `marks` such as `>>eng<<` one of several target languages."""
    import torch
    from transformers import MarianConfig, MarianMTModel, MarianTokenizer

    folder.mkdir(parents=True)
    raw = folder.parent / f"{folder.name}-raw"
    raw.mkdir()
    processor = pieces(raw / "source.spm")
    (raw / "target.spm").write_bytes((raw / "source.spm").read_bytes())
    # OPUS-MT's order: the end mark is 0, the unknown mark 1, padding is last.
    rest = [token for token in _tokens(processor) if token not in ("<unk>", "<s>", "</s>")]
    vocabulary = {token: number for number, token in enumerate(["</s>", "<unk>", *rest, *marks, "<pad>"])}
    more: dict[str, Any] = {}
    if separate:
        more = {"target_vocab_file": _write(raw / "target_vocab.json", vocabulary), "separate_vocabs": True}
    tokenizer = MarianTokenizer(
        source_spm=str(raw / "source.spm"), target_spm=str(raw / "target.spm"),
        vocab=_write(raw / "vocab.json", vocabulary), source_lang="ja", target_lang="en", **more,
    )  # fmt: skip
    torch.manual_seed(1)
    size = len(vocabulary)
    config = MarianConfig(
        vocab_size=size, decoder_vocab_size=size, pad_token_id=size - 1, decoder_start_token_id=size - 1,
        eos_token_id=0, share_encoder_decoder_embeddings=not separate, tie_word_embeddings=not separate,
        activation_function="swish", scale_embedding=True, static_position_embeddings=True, **SIZES,
    )  # fmt: skip
    model = MarianMTModel(config)
    with torch.no_grad():
        for table in (model.get_encoder().embed_tokens, model.get_decoder().embed_tokens):
            table.weight[-1] = 0
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def tiny_m2m100(folder: Path) -> Path:
    """An M2M100 model."""
    import torch
    from transformers import M2M100Config, M2M100ForConditionalGeneration, M2M100Tokenizer

    folder.mkdir(parents=True)
    raw = folder.parent / f"{folder.name}-raw"
    raw.mkdir()
    rest = [t for t in _tokens(pieces(raw / "m.spm")) if t not in ("<unk>", "<s>", "</s>")]
    vocabulary = {token: number for number, token in enumerate(["<s>", "<pad>", "</s>", "<unk>", *rest])}
    tokenizer = M2M100Tokenizer(vocab_file=_write(raw / "vocab.json", vocabulary), spm_file=str(raw / "m.spm"))
    torch.manual_seed(2)
    size = len(vocabulary) + len(tokenizer.lang_token_to_id) + 8
    M2M100ForConditionalGeneration(M2M100Config(vocab_size=size, **SIZES)).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def tiny_nllb(folder: Path) -> Path:
    """An NLLB model: M2M100's architecture, a tokenizer of its own."""
    import torch
    from transformers import M2M100Config, M2M100ForConditionalGeneration, NllbTokenizer

    folder.mkdir(parents=True)
    characters = sorted({c for line in LINES for c in line if c != " "} | {"▁"})
    merges = [("▁", first) for first in dict.fromkeys(word[0] for word in WORDS)]
    tokens = ["<s>", "<pad>", "</s>", "<unk>", *characters, *("".join(pair) for pair in merges)]
    tokenizer = NllbTokenizer(vocab={token: number for number, token in enumerate(tokens)}, merges=merges)
    torch.manual_seed(3)
    M2M100ForConditionalGeneration(M2M100Config(vocab_size=len(tokenizer), **SIZES)).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def tiny_mbart50(folder: Path) -> Path:
    """An mBART-50 model."""
    import torch
    from transformers import MBart50Tokenizer, MBartConfig, MBartForConditionalGeneration

    folder.mkdir(parents=True)
    processor = pieces(folder.parent / f"{folder.name}.spm")
    scored = [(token, processor.get_score(number)) for number, token in enumerate(_tokens(processor))]
    tokenizer = MBart50Tokenizer(vocab=scored)
    torch.manual_seed(4)
    config = MBartConfig(
        vocab_size=len(tokenizer),
        decoder_start_token_id=2,
        tokenizer_class="MBart50Tokenizer",
        normalize_before=True,
        normalize_embedding=True,
        **SIZES,
    )
    MBartForConditionalGeneration(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def tiny_t5(folder: Path, *, mark: str | None = None, prefix: str | None = None) -> Path:
    """A T5 model: with the mark `<2en>` like MADLAD-400, with a `prefix` like any that was trained for a task."""
    import torch
    from transformers import T5Config, T5ForConditionalGeneration, T5Tokenizer

    folder.mkdir(parents=True)
    processor = pieces(folder.parent / f"{folder.name}.spm", user_defined_symbols=[mark] if mark else [])
    known = [(t, processor.get_score(n)) for n, t in enumerate(_tokens(processor)) if t not in ("<unk>", "<s>", "</s>")]
    tokenizer = T5Tokenizer(vocab=[("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), *known], extra_ids=0)
    if mark:
        tokenizer.add_tokens([mark], special_tokens=True)
    torch.manual_seed(5)
    tasks = {"task_specific_params": {"translation_ja_to_en": {"prefix": prefix}}} if prefix else {}
    config = T5Config(
        vocab_size=len(tokenizer), d_model=16, d_kv=8, d_ff=32, num_layers=1, num_heads=2,
        decoder_start_token_id=0, feed_forward_proj="gated-gelu", tie_word_embeddings=mark is None, **tasks,
    )  # fmt: skip
    T5ForConditionalGeneration(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def tiny_llama(folder: Path, reply: str) -> Path:
    """A Llama that has learnt one thing by heart: whatever it is asked, it says `reply`."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    words = ["<unk>", "</s>", "<user>", *dict.fromkeys(reply.split())]
    core = Tokenizer(models.WordLevel({word: number for number, word in enumerate(words)}, unk_token="<unk>"))
    core.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=core, unk_token="<unk>", eos_token="</s>", pad_token="</s>")
    tokenizer.chat_template = "{% for message in messages %}{{ message['content'] }} {% endfor %} <user> "
    torch.manual_seed(6)
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(words), hidden_size=32, intermediate_size=64, num_hidden_layers=1, num_attention_heads=2,
            max_position_embeddings=2048, bos_token_id=1, eos_token_id=1, pad_token_id=1,
        )
    )  # fmt: skip
    answer = [words.index(word) for word in [*reply.split(), "</s>"]]
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-2)
    for step in range(150):
        asked = [*torch.randint(0, 2, (1,)).tolist(), *([0] * (step % 150)), 2]
        line = torch.tensor([asked + answer])
        labels = torch.tensor([[-100] * len(asked) + answer])
        loss = model(input_ids=line, labels=labels).loss
        loss.backward()
        optimiser.step()
        optimiser.zero_grad()
    model.generation_config.eos_token_id = 1
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
