"""Two channels that run against each other, as a cable wired the wrong way round makes them: their mean is silence."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from media.decoder.placing import Block

AGAINST = 10.0
"""So many times the power of their sum has their difference, from where on the channels are taken to be opposed.

Channels of which one is silent have as much of one as of the other, and so, about, has music in stereo.
"""


def in_phase(blocks: Iterator[Block]) -> Iterator[Block]:
    """Yield blocks of two channels of which the second is turned round while it runs against the first.

    Silence and what is neither one nor the other are left as what was before them.
    """
    is_turned = False
    for block in blocks:
        first, second = block.astype(np.float64)
        together, apart = (float((each**2).sum()) for each in (first + second, first - second))
        if max(together, apart) > 0:
            is_turned = apart > AGAINST * together or (is_turned and together <= AGAINST * apart)
        yield block * np.array([[1], [-1]], np.float32) if is_turned else block
