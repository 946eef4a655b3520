"""A library: folders of Japanese and English articles, and which of them belong together.

The folders are named when the viewer starts; nothing else on the machine can be read through it. They are read once,
when somebody first asks.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from align.source_search import SourceFinding, find_sources
from app.report.text import count, percent, text_html
from corpora import article_files, read_document
from corpora.document import Document
from corpora.errors import InputError, TaiyakuError

__all__ = ["Library", "Paired", "Pairing", "pairing_html"]

Progress = Callable[[int, int], None]
_MOST_EVIDENCE = 3


@dataclass(frozen=True, slots=True)
class Paired:
    """A Japanese article of the library.

    Attributes:
        article: The article.
        finding: What was found for it; its candidates count the sources of the pairing.
    """

    article: Document
    finding: SourceFinding


@dataclass(frozen=True, slots=True)
class Pairing:
    """A library, read and paired.

    Attributes:
        pairs: The Japanese articles with what was found for each, in the order of their names.
        sources: The English articles.
        unread: A line for each file that could not be read.
    """

    pairs: tuple[Paired, ...]
    sources: tuple[Document, ...]
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Library:
    """Folders of articles.

    Attributes:
        folders: Where the articles lie; languages may be mixed.
        find: Finds the sources; `align.source_search.find_sources` is the one in use.
    """

    folders: Sequence[Path]
    find: Callable[..., tuple[SourceFinding, ...]] = find_sources
    _known: list[Pairing] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def check(self) -> None:
        """See that the folders can be used.

        Raises:
            InputError: If one is missing or holds no article.
        """
        for folder in self.folders:
            article_files(folder)

    def pairing(self, progress: Progress | None = None) -> Pairing:
        """Read and pair the articles, the first time that it is asked for.

        Raises:
            TaiyakuError: If a folder or the embedding is not there any more.
        """
        with self._lock:
            if not self._known:
                self._known.append(self._paired(progress))
            return self._known[0]

    def _paired(self, progress: Progress | None) -> Pairing:
        documents, unread = [], []
        for file in dict.fromkeys(file for folder in self.folders for file in article_files(folder)):
            try:
                documents.append(replace(read_document(file), name=file.name))
            except TaiyakuError as error:
                unread.append(f"{file.name}: {error.message}")
        articles = [document for document in documents if document.language == "ja" and document.sentences()]
        sources = [document for document in documents if document.language == "en" and document.sentences()]
        if not articles:
            raise InputError("the library holds no Japanese article", remedy="name a folder with some at the start")
        findings = self.find(_texts(articles), _texts(sources), progress=progress)
        pairs = tuple(Paired(article, finding) for article, finding in zip(articles, findings, strict=True))
        return Pairing(pairs, tuple(sources), tuple(unread))


def _texts(documents: Sequence[Document]) -> list[list[str]]:
    return [[sentence.text for sentence in document.sentences()] for document in documents]


def pairing_html(pairing: Pairing) -> str:
    """A table of the articles with their sources and the evidence, each with a button to open the pair."""
    found = sum(paired.finding.source is not None for paired in pairing.pairs)
    lines = "".join(_pair_html(position, paired, pairing) for position, paired in enumerate(pairing.pairs))
    unread = "".join(f"<li>{text_html(line)}</li>" for line in pairing.unread)
    return (
        f'<div class="taiyaku hosted"><p class="scope">{count(len(pairing.pairs), "Japanese article")} and '
        f"{count(len(pairing.sources), 'English article')}; a source was found for {found:,}.</p>"
        '<div class="wide" tabindex="0" role="group" aria-label="Articles and sources"><table class="found library">'
        '<thead><tr><th scope="col">Japanese article</th><th scope="col">Source</th>'
        '<th scope="col">Evidence</th><th scope="col"><span class="unseen">Open</span></th></tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
        + (f'<p class="scope">Not read:</p><ul class="quiet">{unread}</ul>' if unread else "")
        + "</div>"
    )


def _pair_html(position: int, paired: Paired, pairing: Pairing) -> str:
    source = paired.finding.source
    named = (
        '<span class="quiet">none of them</span>'
        if source is None
        else f"<bdi>{text_html(pairing.sources[source].name)}</bdi>{_title_html(pairing.sources[source])}"
    )
    label = text_html(f"Open {paired.article.name}")
    return (
        f"<tr><td><bdi>{text_html(paired.article.name)}</bdi>{_title_html(paired.article)}</td>"
        f"<td>{named}</td><td>{_evidence_html(paired, pairing)}</td>"
        f'<td><button type="button" data-pair="{position}" aria-label="{label}">Open</button></td></tr>'
    )


def _title_html(document: Document) -> str:
    title = " ".join((document.title or "").split())
    return f'<br><span class="quiet" lang="{document.language}">{text_html(title[:100])}</span>' if title else ""


def _evidence_html(paired: Paired, pairing: Pairing) -> str:
    finding = paired.finding
    if not finding.ranked:
        return '<span class="quiet">no English article to judge</span>'
    best = finding.ranked[0]
    article, source = paired.article.sentences(), pairing.sources[best.candidate].sentences()
    says = [f"{percent(finding.probability)} likely"]
    if finding.source is None:
        says.append(f"nearest: {pairing.sources[best.candidate].name}")
    says.append(f"{len(best.counterparts):,} of {len(article):,} sentences have a counterpart")
    if finding.names:
        says.append(f"names: {', '.join(finding.names[:8])}")
    if finding.numbers:
        says.append(f"numbers: {', '.join(f'{number:.12g}' for number in finding.numbers[:8])}")
    if finding.source is not None and not finding.mutual:
        says.append("another article is likelier to retell it")
    pairs = "".join(
        f'<li><span lang="ja">{text_html(article[pair.article].text[:120])}</span><br>'
        f'<span lang="en">{text_html(source[pair.candidate].text[:200])}</span></li>'
        for pair in best.counterparts[:_MOST_EVIDENCE]
    )
    details = f"<details><summary>Closest sentences</summary><ul>{pairs}</ul></details>" if pairs else ""
    return f"{text_html('; '.join(says))}{details}"
