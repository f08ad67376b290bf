"""What is written of a failure says where it was, and none of the words that it was about."""

from __future__ import annotations

import io
import json
import logging
from datetime import datetime

from media.wordless import WordlessFormatter, place_of, trace_of, wordless

NAME = "Бұлдырқай"


def fail() -> None:
    try:
        {}[NAME]
    except KeyError as error:
        raise ValueError(f"nobody is called {NAME}") from error


def caught() -> BaseException:
    try:
        fail()
    except ValueError as error:
        return error
    raise AssertionError


def test_place_is_where_it_was_raised() -> None:
    assert place_of(caught()).startswith("ValueError at test_wordless.py:")
    assert place_of(ValueError(NAME)) == "ValueError"


def test_trace_has_all_that_led_to_it_and_no_text() -> None:
    trace = trace_of(caught())
    assert NAME not in trace
    assert trace.index("builtins.KeyError") < trace.index("builtins.ValueError")
    assert "in fail" in trace


def test_log_has_no_text_of_an_error() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(WordlessFormatter())
    log = logging.Logger("of this test")
    log.addHandler(handler)
    log.error("job %s failed", "j1", exc_info=caught())
    (line,) = stream.getvalue().splitlines()
    told = json.loads(line)
    assert (told["level"], told["message"]) == ("ERROR", "job j1 failed")
    assert told["trace"].startswith("Traceback")
    assert "request" not in told
    assert datetime.fromisoformat(told["at"]).tzinfo
    assert NAME not in stream.getvalue()


def test_of_what_a_child_printed_only_the_failure_is_kept() -> None:
    printed = (
        f'prompt: {NAME}\nTraceback (most recent call last):\n  File "/x/y.py", line 3, in ask\n    say({NAME!r})\n'
    )
    printed += f"RuntimeError: cannot say {NAME}\nFatal Python error: Segmentation fault\n"
    kept = wordless(printed)
    assert kept.splitlines() == [
        '  File "/x/y.py", line 3, in ask',
        "Fatal Python error: Segmentation fault",
        "RuntimeError",
    ]
    assert wordless(f"{NAME}\n{NAME}Error") == ""
