"""An engine that is elsewhere: asked through the cluster about many parts at once, while the ledger stays here."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from typing import Self

import numpy as np

from transcribe.cluster.link import Asked, Link, WorkersDied
from transcribe.cluster.messages import Broken, Done, Refused, Reply, pack_question
from transcribe.cluster.offers import Offer, Wanted, choose_offer, why_none
from transcribe.cluster.place import ClusterPlace
from transcribe.cluster.version import MURAGAT
from transcribe.conversations import Answer, Question, ToTell
from transcribe.engines.messages import Detect, Detected, Recognise, Recognised
from transcribe.engines.protocol import Samples
from transcribe.errors import EngineFailed
from transcribe.kinds.work import Work
from transcribe.models import Model
from transcribe.records import Priority

LOOK_S = 1.0
"""Between two looks at whether the answer is still wanted, and at how it is with the cluster."""
BESIDE = 4
"""For so many workers one more question is under way than they hear, so that none waits for the head; two at least."""
MOST_AT_ONCE = 100
"""Of one job: what waits lies in the scheduler's memory, some 5 MB each."""


class RemoteEngine:
    """A context manager. It waits for the scheduler and for workers as long as the job is wanted, and says so."""

    def __init__(self, place: ClusterPlace, work: Work, engine: str, model: Model) -> None:
        """:raises BadCluster: the certificates cannot be used."""
        self._wanted = Wanted(MURAGAT, engine, model.sha256, model.name)
        self._work = work
        self._link = Link(place)
        self._place = place
        self._opened = ExitStack()
        self._offer: Offer | None = None

    def __enter__(self) -> Self:
        """Wait for a worker that fits. :raises Exception: what the work's ``check`` raises."""
        with ExitStack() as opening:
            opening.enter_context(self._link)
            while self._offer is None:
                self._look()
                self._offer = choose_offer(self._wanted, self._link.standing.members)
                if self._offer is None:
                    self._link.take(LOOK_S)
            self._look()
            self._opened = opening.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    @property
    def version(self) -> str:
        return self._chosen.engine_version

    @property
    def at_once(self) -> int:
        able = self._able()
        return min(MOST_AT_ONCE, able + max(2, able // BESIDE))

    def put(self, number: int, question: Question) -> None:
        priority = 1 if self._work.job.priority is Priority.URGENT else 0
        self._link.put(number, Asked(partial(_pack, self._chosen.tag, question), self._chosen, priority))

    def take(self, *, wait: bool) -> Sequence[tuple[int, Answer | EngineFailed]]:
        """:raises Exception: what the work's ``check`` raises."""
        if not wait:
            return [(number, self._answer(reply)) for number, reply in self._link.take(0)]
        while True:
            self._look()
            if replies := self._link.take(LOOK_S):
                return [(number, self._answer(reply)) for number, reply in replies]

    @property
    def _chosen(self) -> Offer:
        assert self._offer, "it was entered"  # noqa: S101
        return self._offer

    def _able(self) -> int:
        tag = self._chosen.tag
        return sum(any(offer.tag == tag for offer in member.offers) for member in self._link.standing.members)

    def _look(self) -> None:
        self._work.check()
        self._work.remark(self._waits_for())

    def _waits_for(self) -> str | None:
        """Return a sentence where nothing can go on, ``None`` where it does."""
        standing = self._link.standing
        if not standing.is_reached:
            return f"The cluster's scheduler {self._place.address} cannot be reached; this waits for it."
        if standing.release != MURAGAT:
            return (
                f"The cluster's scheduler is muragat {standing.release}, and this is {MURAGAT}; "
                "install the same release on both."
            )
        if self._offer is None or self._able():
            fits = self._offer or choose_offer(self._wanted, standing.members)
            return None if fits else why_none(self._wanted, standing.members)
        return "No worker of the cluster has the engine that this job was begun with; this waits for one."

    def _answer(self, reply: Reply | WorkersDied) -> Answer | EngineFailed:
        match reply:
            case Done(answer=Recognised(hypotheses=hypotheses)):
                return hypotheses
            case Done(answer=Detected(languages=languages)):
                return languages
            case Broken(sentence=sentence) | Refused(sentence=sentence):
                return EngineFailed(sentence)
            case _:
                return EngineFailed(
                    f"The engine {self._wanted.engine} ended one worker after another on the same sound; "
                    "do the same again, or choose another with --engine."
                )


def _pack(tag: str, question: Question) -> bytes:
    sounds = tuple(map(_bytes, question.sounds()))
    if isinstance(question, ToTell):
        return pack_question(tag, Detect(sounds))
    return pack_question(tag, Recognise(question.languages, question.glossary, sounds))


def _bytes(samples: Samples) -> bytes:
    return np.ascontiguousarray(samples, "<f4").tobytes()
