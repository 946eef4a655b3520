"""Zip archives from anywhere: read with limits, so that none can fill memory or reach outside itself.

Members are only ever read into memory under the names that the archive gives them; nothing is unpacked to disk, run, or
fetched.
"""

import io
import zipfile
from collections.abc import Mapping
from typing import Final

from lxml import etree

from corpora.errors import InputError

__all__ = ["Archive", "parsed"]

MOST_MEMBERS: Final = 20_000
MOST_BYTES: Final = 1 << 30
"""Of all members unpacked; a long illustrated book has a tenth of it."""
STEEPEST: Final = 200
"""Unpacked by packed bytes of a member above 10 MB; prose packs to a fifth, the emptiest tables to a hundredth."""
_SMALL: Final = 10 << 20
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


class Archive:
    """The members of a zip archive.

    Args:
        data: The archive.
        name: What messages call it.
        kind: What it should be, for messages.

    Attributes:
        name: What messages call it.

    Raises:
        InputError: It is no archive, damaged, encrypted, or unpacks to more than any document holds.
    """

    def __init__(self, data: bytes, name: str, kind: str) -> None:
        self.name = name
        try:
            self._file = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise InputError(f"is no {kind}: {error}", path=name, remedy="is it whole? save it anew") from error
        self._check(kind)

    def names(self) -> list[str]:
        """The members in the order of the archive."""
        return self._file.namelist()

    def read(self, member: str) -> bytes:
        """The content of a member.

        Raises:
            InputError: There is none of this name, or it is damaged.
        """
        try:
            return self._file.read(member)
        except KeyError:
            raise InputError(f"lacks its part {member!r}", path=self.name, remedy="save the document anew") from None
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError, OSError) as error:
            raise InputError(
                f"its part {member!r} cannot be read: {error}", path=self.name, remedy="save the document anew"
            ) from error

    def rewritten(self, changed: Mapping[str, bytes]) -> bytes:
        """The archive with other contents for some of its members; order, names, dates and packing are kept."""
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as output:
            for info in self._file.infolist():
                content = changed.get(info.filename)
                output.writestr(_entry(info), self.read(info.filename) if content is None else content)
        return written.getvalue()

    def _check(self, kind: str) -> None:
        members = self._file.infolist()
        suspicious = f"unpacks to more than a {kind} holds"
        if len(members) > MOST_MEMBERS or sum(info.file_size for info in members) > MOST_BYTES:
            raise InputError(suspicious, path=self.name, remedy="it may be made to fill the memory; do not open it")
        for info in members:
            if info.file_size > _SMALL and info.file_size > STEEPEST * max(info.compress_size, 1):
                raise InputError(suspicious, path=self.name, remedy="it may be made to fill the memory; do not open it")
            if info.flag_bits & 1:
                raise InputError("is encrypted", path=self.name, remedy="remove its password or its copy protection")
            if info.filename.startswith(("/", "\\")) or ".." in info.filename.replace("\\", "/").split("/"):
                raise InputError(
                    f"its part {info.filename!r} reaches outside of it", path=self.name, remedy="do not unpack it"
                )
        if len({info.filename for info in members}) < len(members):
            raise InputError("holds two parts of one name", path=self.name, remedy="save the document anew")


def _entry(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(info.filename, info.date_time if info.date_time[0] >= _EPOCH[0] else _EPOCH)
    entry.compress_type = info.compress_type
    entry.external_attr = info.external_attr
    entry.create_system = info.create_system
    entry.comment = info.comment
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def parsed(content: bytes, member: str, name: str) -> etree._Element:
    """The root of an XML member; nothing it points to is loaded, and entities of its own are not expanded.

    Raises:
        InputError: It is not well-formed.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        reason = (error.msg or "broken off").split("\n")[0]
        raise InputError(
            f"its part {member!r} is not well-formed: {reason}", path=name, remedy="save the document anew"
        ) from error
    return root
