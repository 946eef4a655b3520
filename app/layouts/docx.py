"""Word documents (DOCX): the text of every paragraph replaced, in body, tables, notes, headers and text boxes.

The package is opened as the zip archive of XML that it is. Parts without text are written again as they were; in a
paragraph only its text changes hands: styles, pictures, notes and fields stay. Where formatting changes inside a
sentence, the words that say the same get it in the translation.
"""

import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby

from lxml import etree

from app.layouts.archive import Archive, parsed
from app.layouts.attaching import attached
from app.layouts.bilingual import Bilingual
from app.layouts.inline import wanted
from app.layouts.slot import Slot, for_xml
from corpora import detect_language, split_sentences
from corpora.errors import InputError

__all__ = ["docx_slots"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PARTS = re.compile(r"word/(?:document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml")
_BORDERS = frozenset(f"{_W}{name}" for name in ("br", "cr", "tab", "fldChar", "drawing", "pict", "object"))
"""What stands in a run and ends a stretch of words."""

_Element = etree._Element


@dataclass(frozen=True, slots=True)
class _Text:
    """The text of a run.

    Attributes:
        element: The `w:t` that holds it.
        top: The child of the paragraph that it stands in.
        look: What tells its formatting and its link from another's.
    """

    element: _Element
    top: _Element
    look: bytes


@dataclass(slots=True)
class _Sentence:
    """A stretch of words and, once it is known, its translation."""

    start: int
    end: int
    is_wanted: bool
    translation: str = ""


@dataclass(slots=True)
class _Stretch:
    """The words between two borders, inside a paragraph or one of its content controls."""

    holder: _Element
    texts: list[_Text]
    sentences: list[_Sentence] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words."""
        return "".join(text.element.text or "" for text in self.texts)


def docx_slots(data: bytes, name: str, *, bilingual: Bilingual | None) -> Iterator[Slot]:
    """The sentences of a document.

    Args:
        data: The document.
        name: What messages call it.
        bilingual: Show both languages instead of putting one in the place of the other.

    Raises:
        InputError: It is no such document, or damaged.
    """
    archive = Archive(data, name, "Word document")
    members = [member for member in archive.names() if _PARTS.fullmatch(member)]
    if "word/document.xml" not in members:
        raise InputError("is no Word document", path=name, remedy="give a .docx file; save older ones anew")
    roots = {member: parsed(archive.read(member), member, name) for member in members}
    paragraphs = [paragraph for root in roots.values() for paragraph in root.iter(f"{_W}p")]
    stretches = [list(_stretches(paragraph)) for paragraph in paragraphs]
    language = detect_language("\n".join(stretch.text for group in stretches for stretch in group))
    is_wanted = wanted(language)
    for number, group in enumerate(stretches, start=1):
        for stretch in group:
            text = stretch.text
            for start, end in split_sentences(text, language):
                sentence = _Sentence(start, end, is_wanted(text[start:end]))
                stretch.sentences.append(sentence)
                if sentence.is_wanted:
                    yield Slot(number, text[start:end], partial(_keep, sentence), number)
    yield Slot(len(paragraphs), "", lambda _: _written(archive, roots, paragraphs, stretches, bilingual))


def _keep(sentence: _Sentence, translation: str) -> bytes:
    sentence.translation = for_xml(translation)
    return b""


def _stretches(paragraph: _Element) -> Iterator[_Stretch]:
    """The words of a paragraph, without those of the text boxes anchored in it."""
    _part_runs(paragraph)
    texts: list[_Text] = []
    holder = paragraph
    for element in _own(paragraph):
        is_text = element.tag == f"{_W}t"
        here = _holder(element, paragraph) if is_text else holder
        if texts and (here is not holder or element.tag in _BORDERS):
            yield _Stretch(holder, texts)
            texts = []
        if is_text:
            holder = here
            texts.append(_Text(element, _top(element, holder), _look(element, holder)))
    if texts:
        yield _Stretch(holder, texts)


def _holder(element: _Element, paragraph: _Element) -> _Element:
    """The paragraph, or the innermost content control in it that holds this."""
    control = next(element.iterancestors(f"{_W}sdtContent"), None)
    return control if control is not None and paragraph in control.iterancestors(f"{_W}p") else paragraph


def _part_runs(paragraph: _Element) -> None:
    """Give every text a run of its own, so that what stands beside it there, such as a tab, keeps its place."""
    for run in [element for element in _own(paragraph) if element.tag == f"{_W}r"]:
        properties = run.find(f"{_W}rPr")
        content = [child for child in run if child is not properties]
        if len(content) < 2 or not any(child.tag == f"{_W}t" for child in content):
            continue
        for child in content[:-1]:
            part = etree.Element(run.tag, dict(run.attrib), nsmap=run.nsmap)
            if properties is not None:
                part.append(copy.deepcopy(properties))
            part.append(child)
            run.addprevious(part)


def _own(paragraph: _Element) -> Iterator[_Element]:
    """What is in a paragraph, in order, but nothing of other paragraphs and no furigana."""
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        yield element
        if element.tag not in (f"{_W}p", f"{_W}rt", f"{_W}del", f"{_W}txbxContent"):
            stack.extend(reversed(element))


def _top(element: _Element, holder: _Element) -> _Element:
    parent = element.getparent()
    while parent is not None and parent is not holder:
        element, parent = parent, parent.getparent()
    return element


def _look(element: _Element, holder: _Element) -> bytes:
    """The formatting of a run and what it is wrapped in, furigana apart."""
    run, parts = _run(element), []
    properties = run.find(f"{_W}rPr")
    if properties is not None:
        plain = copy.deepcopy(properties)
        for hint in [*plain.findall(f"{_W}rFonts"), *plain.findall(f"{_W}lang")]:  # Word sets them by script
            plain.remove(hint)
        parts.append(etree.tostring(plain) if len(plain) else b"")
    parts += [str(id(wrapper)).encode() for wrapper in _wrappers(run, holder)]
    return b"|".join(part for part in parts if part)


def _run(element: _Element) -> _Element:
    """The run of a text; of a base of furigana the run that holds both."""
    run = element
    for ancestor in element.iterancestors(f"{_W}r"):
        run = ancestor
        if next(ancestor.iterancestors(f"{_W}ruby"), None) is None:
            break
    return run


def _wrappers(run: _Element, holder: _Element) -> list[_Element]:
    """What stands between a holder and a run, such as a link, from the outside in."""
    found: list[_Element] = []
    parent = run.getparent()
    while parent is not None and parent is not holder:
        found.insert(0, parent)
        parent = parent.getparent()
    return found


def _written(
    archive: Archive,
    roots: dict[str, _Element],
    paragraphs: list[_Element],
    stretches: list[list[_Stretch]],
    bilingual: Bilingual | None,
) -> bytes:
    show: Callable[[_Element, list[_Stretch]], None] = partial(_show_both, bilingual) if bilingual else _replace
    changed: set[_Element] = set()
    for paragraph, group in zip(paragraphs, stretches, strict=True):
        if any(sentence.translation for stretch in group for sentence in stretch.sentences):
            changed.add(paragraph.getroottree().getroot())
            show(paragraph, group)
    return archive.rewritten(
        {
            member: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            for member, root in roots.items()
            if root in changed
        }
    )


def _replace(_paragraph: _Element, stretches: list[_Stretch]) -> None:
    """Put the translations into the place of the words."""
    for stretch in stretches:
        if any(sentence.translation for sentence in stretch.sentences):
            _rewrite(stretch)


def _rewrite(stretch: _Stretch) -> None:
    """Write the words of a stretch anew, each before the child of the paragraph where its sentence began."""
    text = stretch.text
    places = [row for row, entry in enumerate(stretch.texts) for _ in entry.element.text or ""]
    made: list[tuple[_Element, _Element]] = []
    position = 0
    for sentence in stretch.sentences:
        made += _as_they_were(stretch, places, text, position, sentence.start)
        if not sentence.translation:
            made += _as_they_were(stretch, places, text, sentence.start, sentence.end)
        else:
            space = " " if 0 < position == sentence.start else ""
            made += _translated(stretch, places, text, sentence, space)
        position = sentence.end
    made += _as_they_were(stretch, places, text, position, len(text))
    for top, element in made:
        top.addprevious(element)
    for entry in stretch.texts:
        _remove(entry.element, stretch.holder)


def _as_they_were(
    stretch: _Stretch, places: list[int], text: str, start: int, end: int
) -> Iterator[tuple[_Element, _Element]]:
    for row, group in groupby(range(start, end), key=lambda place: places[place]):
        letters = "".join(text[place] for place in group)
        yield stretch.texts[row].top, _new(stretch.texts[row], stretch.holder, letters)


def _translated(
    stretch: _Stretch, places: list[int], text: str, sentence: _Sentence, space: str
) -> Iterator[tuple[_Element, _Element]]:
    """The runs of a translation: the look of most of the sentence, and the other looks where their words are."""
    rows = places[sentence.start : sentence.end]
    looks = [stretch.texts[row].look for row in rows]
    most = max(dict.fromkeys(looks), key=looks.count)
    spans: list[tuple[int, int]] = []
    entries: list[_Text] = []
    for look, group in groupby(range(len(looks)), key=looks.__getitem__):
        stretch_of_look = list(group)
        if look != most:
            spans.append((stretch_of_look[0], stretch_of_look[-1] + 1))
            entries.append(stretch.texts[rows[stretch_of_look[0]]])
    main = stretch.texts[rows[looks.index(most)]]
    top = stretch.texts[rows[0]].top
    found = attached(text[sentence.start : sentence.end], spans, sentence.translation) if spans else []
    parts: list[tuple[_Text, str]] = []
    position = 0
    for (start, end), entry in sorted(zip(found, entries, strict=True), key=lambda item: item[0]):
        parts += [(main, sentence.translation[position:start]), (entry, sentence.translation[start:end])]
        position = end
    parts.append((main, sentence.translation[position:]))
    parts = [(entry, letters) for entry, letters in parts if letters]
    for number, (entry, letters) in enumerate(parts):
        yield top, _new(entry, stretch.holder, space + letters if number == 0 else letters)


def _new(entry: _Text, holder: _Element, letters: str) -> _Element:
    """A run with these letters that looks like another, in a copy of what that is wrapped in."""
    model = _run(entry.element)
    run = etree.Element(f"{_W}r", nsmap=model.nsmap)
    properties = model.find(f"{_W}rPr")
    if properties is not None:
        run.append(copy.deepcopy(properties))
    text = etree.SubElement(run, f"{_W}t")
    text.set(_SPACE, "preserve")
    text.text = letters
    outer = run
    for wrapper in reversed(_wrappers(model, holder)):
        shell = etree.Element(wrapper.tag, dict(wrapper.attrib), nsmap=wrapper.nsmap)
        shell.append(outer)
        outer = shell
    return outer


def _remove(element: _Element, holder: _Element) -> None:
    """Take a text out, and with it what is left empty around it."""
    parent = element.getparent()
    while parent is not None:
        parent.remove(element)
        left = [child for child in parent if child.tag not in (f"{_W}rPr", f"{_W}rubyPr", f"{_W}rt")]
        if left or parent is holder:
            return
        element, parent = parent, parent.getparent()


def _show_both(bilingual: Bilingual, paragraph: _Element, stretches: list[_Stretch]) -> None:
    """Leave a paragraph as it is and put its translation below or beside it."""
    translation = " ".join(
        sentence.translation for stretch in stretches for sentence in stretch.sentences if sentence.translation
    )
    below = etree.Element(f"{_W}p", nsmap=paragraph.nsmap)
    properties = paragraph.find(f"{_W}pPr")
    if properties is not None:
        kept = copy.deepcopy(properties)
        for section in kept.findall(f"{_W}sectPr"):
            kept.remove(section)
        below.append(kept)
    run = _new(stretches[0].texts[0], stretches[0].holder, translation)
    below.append(next(run.iter(f"{_W}r")))
    if bilingual is Bilingual.ALTERNATING or paragraph.find(f"{_W}pPr/{_W}sectPr") is not None:
        paragraph.addnext(below)
    else:
        _put_beside(paragraph, below)


def _put_beside(paragraph: _Element, below: _Element) -> None:
    """A table of one row in the place of a paragraph: the paragraph left, its translation right."""
    table = etree.Element(f"{_W}tbl", nsmap=paragraph.nsmap)
    properties = etree.SubElement(table, f"{_W}tblPr")
    etree.SubElement(properties, f"{_W}tblW", {f"{_W}w": "5000", f"{_W}type": "pct"})
    grid = etree.SubElement(table, f"{_W}tblGrid")
    for _ in range(2):
        etree.SubElement(grid, f"{_W}gridCol", {f"{_W}w": "4500"})
    row = etree.SubElement(table, f"{_W}tr")
    paragraph.addprevious(table)
    in_cell = paragraph.getparent() is not None and paragraph.getnext() is None
    if in_cell:  # a cell has to end in a paragraph
        paragraph.addnext(etree.Element(f"{_W}p", nsmap=paragraph.nsmap))
    for content in (paragraph, below):
        cell = etree.SubElement(row, f"{_W}tc")
        width = etree.SubElement(etree.SubElement(cell, f"{_W}tcPr"), f"{_W}tcW")
        width.set(f"{_W}w", "2500")
        width.set(f"{_W}type", "pct")
        cell.append(content)
