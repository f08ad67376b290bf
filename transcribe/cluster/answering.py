"""What a worker does: one function of bytes that gives bytes, the only one of ours that Dask ever calls."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol, Self

from media.wordless import place_of
from transcribe.cluster.messages import Broken, Done, Leaving, Refused, Reply, Said, pack_reply, unpack_question
from transcribe.cluster.offers import Offer
from transcribe.engines.messages import Align, Aligned, Detect, Detected, OfSound, Recognise, Recognised, Translated
from transcribe.engines.supervisor import EngineProcess
from transcribe.errors import EngineFailed, EngineUnavailable
from transcribe.models import Model


class Answers(Protocol):
    """Whatever has replies to questions."""

    def answer(self, question: bytes) -> Reply:
        """Return the reply to a packed question; it raises nothing."""
        ...


_hearing: list[Answers] = []
"""The one of this process, while it is a worker."""


@dataclass(frozen=True, slots=True)
class Loadable:
    """An engine with a model of this machine, verified by its hash."""

    engine: str
    model: Model
    gpu: bool


class _Stopped(Exception):
    """The worker is being stopped while its engine computes."""


def answer(question: bytes) -> bytes:
    """Return the packed reply to a packed question; it raises nothing, since errors would travel as pickles."""
    if not _hearing:
        return pack_reply(Refused("This process is no worker of muragat."))
    return pack_reply(_hearing[0].answer(question))


def hear_with(ear: Answers) -> None:
    """Let this process answer by it from now on."""
    _hearing[:] = [ear]


class Ear:
    """The engines of a worker: one child at a time, kept from question to question, also over a lost scheduler.

    A thread of its own starts and asks it: a child ends with the thread that started it, and those of Dask come and go.
    """

    def __init__(self, threads: int | None) -> None:
        """:param threads: of an engine; one for each processor where it is not given."""
        self._threads = threads
        self._stop = threading.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ear")
        self._offered: Mapping[str, Loadable] = {}
        self._loaded: Loadable | None = None
        self._process: EngineProcess | None = None

    def __enter__(self) -> Self:
        hear_with(self)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        _hearing.clear()
        self._thread.submit(self._unload).result()
        self._thread.shutdown()

    def stop(self) -> None:
        """End what is being computed, within a second."""
        self._stop.set()

    def offer(self, loadable: list[Loadable], muragat: str) -> tuple[Offer, ...]:
        """Load each, the first last so that it stays, and return what can be offered.

        :raises EngineUnavailable: a library is missing. :raises EngineFailed: an engine cannot use its model.
        """
        offered: dict[str, Loadable] = {}
        offers: list[Offer] = []
        for each in reversed(loadable):
            version = self._thread.submit(self._load, each).result().version
            offer = Offer(muragat, each.engine, version, each.model.sha256, each.model.name, each.gpu)
            offered[offer.tag] = each
            offers.append(offer)
        self._offered = offered
        return tuple(reversed(offers))

    def answer(self, question: bytes) -> Reply:
        return self._thread.submit(self._answer, question).result()

    def _answer(self, question: bytes) -> Reply:
        try:
            tag, request = unpack_question(question)
            if tag not in self._offered:
                return Refused("A worker was asked for an engine, a model or a release that it does not have.")
            return Done(_ask(self._load(self._offered[tag]), request))
        except (EngineFailed, EngineUnavailable) as error:
            return Broken(str(error))
        except _Stopped:
            return Leaving()
        except Exception as error:  # Whatever it is, it must not travel as it is.
            return Broken(f"A worker failed in a way it should not ({place_of(error)}); see its log.")

    def _load(self, wanted: Loadable) -> EngineProcess:
        if self._process and self._loaded == wanted:
            return self._process
        self._unload()
        process = EngineProcess(wanted.engine, wanted.model, self._threads, self._check, gpu=wanted.gpu)
        process.__enter__()
        self._process, self._loaded = process, wanted
        return process

    def _unload(self) -> None:
        process, self._process, self._loaded = self._process, None, None
        if process:
            process.__exit__()

    def _check(self) -> None:
        if self._stop.is_set():
            raise _Stopped


def _ask(process: EngineProcess, request: OfSound) -> Said:
    match request:
        case Recognise():
            return process.ask(request, Recognised)
        case Detect():
            return process.ask(request, Detected)
        case Align():
            return process.ask(request, Aligned)
        case _:
            return process.ask(request, Translated)
