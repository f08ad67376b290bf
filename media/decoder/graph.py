"""Sound through a chain of FFmpeg's filters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import av
import numpy as np

from media.decoder.placing import Placed


def filtered(placed: Placed, filters: Iterable[tuple[str, str]], frame_size: int | None = None) -> Iterator[Any]:
    """Yield frames of the whole sound after the filters, each given by its name and arguments.

    :param frame_size: samples in each frame but the last; as they come where it is ``None``.
    """
    graph = av.filter.Graph()
    graph.threads = 1
    source = graph.add_abuffer(sample_rate=placed.rate_hz, format="fltp", layout=placed.layout)
    graph.link_nodes(source, *(graph.add(name, arguments) for name, arguments in filters), graph.add("abuffersink"))
    graph.configure()
    if frame_size:
        graph.set_audio_frame_size(frame_size)
    heard = 0
    for block in placed.blocks:
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), "fltp", placed.layout)
        frame.sample_rate = placed.rate_hz
        frame.pts = heard
        heard += block.shape[1]
        graph.push(frame)
        yield from _pulled(graph)
    graph.push(None)
    yield from _pulled(graph)


def _pulled(graph: Any) -> Iterator[Any]:
    while True:
        try:
            yield graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
