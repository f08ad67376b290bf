"""The process that holds the voice network: moments of a recording in, the voice around each out.

Run as ``python -m transcribe.speakers.voices_child TENSORS SOUND PARENT`` with ``OPENBLAS_NUM_THREADS=1``: matrices
this small are done faster by one thread than by several that wait for each other on busy processors. Moments are int64
in ms on standard input; voices are rows of float32 on standard output.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from media.decoder.confine import die_with_parent
from transcribe.speakers.network import VoiceNetwork
from transcribe.speakers.windows import heard
from transcribe.weights.safetensors_format import read_tensors

BATCH = 128
"""Windows that go through the network at once."""


def main() -> None:
    tensors, sound, parent = sys.argv[1:]
    die_with_parent(int(parent))
    network = VoiceNetwork(read_tensors(Path(tensors)))
    centres_ms = np.frombuffer(sys.stdin.buffer.read(), np.int64).tolist()
    for windows in heard(Path(sound), centres_ms, BATCH):
        sys.stdout.buffer.write(network.voices(windows).tobytes())


if __name__ == "__main__":
    main()
