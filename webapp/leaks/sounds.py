"""Sound as an edition has it: MP4, and waveforms of audiowaveform. In their samples letters stand by chance."""

from __future__ import annotations

import struct
from collections.abc import Iterator

FILE_TYPE, SAMPLES = b"ftyp", b"mdat"
BOX_HEADER = struct.Struct(">I4s")
LONG_SIZE = struct.Struct(">Q")
IS_LONG = 1
WAVEFORM = struct.Struct("<iIiiII")
WAVEFORM_VERSION = 2


def is_sound(data: bytes) -> bool:
    """Return whether these are the bytes of an MP4 file whose boxes fill it (ISO/IEC 14496-12, 4.2), or a waveform."""
    return is_waveform(data) or (data[4:8] == FILE_TYPE and sum(size for _, size, _ in _boxes(data)) == len(data))


def is_waveform(data: bytes) -> bool:
    """Return whether these are the bytes of a waveform of 8 bits and one channel, and nothing after it."""
    if len(data) < WAVEFORM.size:
        return False
    version, is_8_bit, _, _, pixels, channels = WAVEFORM.unpack_from(data)
    return (version, is_8_bit, channels) == (WAVEFORM_VERSION, 1, 1) and len(data) == WAVEFORM.size + 2 * pixels


def without_samples(data: bytes) -> bytes:
    """Return an MP4 file without the boxes that hold its samples."""
    return b"".join(data[start : start + size] for start, size, kind in _boxes(data) if kind != SAMPLES)


def _boxes(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield the outermost boxes: where each begins, its size, its kind; none from where they make no sense."""
    start = 0
    while start + BOX_HEADER.size <= len(data):
        size, kind = BOX_HEADER.unpack_from(data, start)
        if size == IS_LONG and start + BOX_HEADER.size + LONG_SIZE.size <= len(data):
            (size,) = LONG_SIZE.unpack_from(data, start + BOX_HEADER.size)
        if size < BOX_HEADER.size or start + size > len(data):
            return
        yield start, size, kind
        start += size
