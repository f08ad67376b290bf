"""Open a sound file of unknown origin: known formats and codecs only, and nothing but its own bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

import av
from av.stream import Disposition

from media.decoder.messages import Reason

FORMATS = (
    "aac", "aiff", "amr", "amrnb", "amrwb", "asf", "avi", "caf", "flac", "matroska", "mov", "mp3", "mp4", "mpeg",
    "mpegts", "ogg", "w64", "wav", "webm", "wv",
)  # fmt: skip
"""Demuxers that read one file and nothing beside it: no playlists, no raw data that anything could pass for."""

CODECS = (
    "aac", "aac_latm", "ac3", "adpcm_ima_qt", "adpcm_ima_wav", "adpcm_ms", "alac", "amrnb", "amrwb", "eac3", "flac",
    "gsm", "gsm_ms", "mp1float", "mp2float", "mp3float", "mp3", "mp2", "mp1", "opus", "libopus", "pcm_alaw",
    "pcm_f32be", "pcm_f32le", "pcm_f64be", "pcm_f64le", "pcm_mulaw", "pcm_s16be", "pcm_s16le", "pcm_s24be",
    "pcm_s24le", "pcm_s32be", "pcm_s32le", "pcm_s8", "pcm_u8", "speex", "vorbis", "wavpack", "wmalossless", "wmapro",
    "wmav1", "wmav2", "wmavoice",
)  # fmt: skip
"""Decoders of sound: a hostile picture or film beside it is never decoded."""

OPTIONS = {
    "format_whitelist": ",".join(FORMATS),
    "codec_whitelist": ",".join(CODECS),
    "protocol_whitelist": "pipe",
}


class NoUsableSound(Exception):
    """The file's fault."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Source:
    """An opened file and the stream of it that counts."""

    container: Any
    stream: Any
    has_video: bool


@contextmanager
def open_source(file: BinaryIO) -> Iterator[Source]:
    """Open what a file holds; FFmpeg sees its bytes through Python and opens nothing by name.

    :raises NoUsableSound: unknown format, or no stream of sound.
    """
    file.seek(0)
    try:
        container = av.open(file, "r", options=OPTIONS, metadata_errors="replace")
    except av.error.MemoryError:
        raise
    except av.error.FFmpegError as error:
        raise NoUsableSound(Reason.NOT_SOUND) from error
    with container:
        stream = container.streams.best("audio")
        if stream is None:
            raise NoUsableSound(Reason.NO_SOUND_STREAM)
        if stream.codec_context is None or stream.codec_context.name not in CODECS:
            raise NoUsableSound(Reason.UNKNOWN_CODEC)
        stream.codec_context.thread_count = 1
        film = any(not each.disposition & Disposition.attached_pic for each in container.streams.video)
        yield Source(container, stream, film)
