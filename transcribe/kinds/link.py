"""The kind ``link``: summary ⇄ spans."""

from __future__ import annotations

from transcribe.kinds.work import Outcome, Work
from transcribe.linking.embedders import AUTO
from transcribe.linking.run import link_programme


def link(work: Work) -> Outcome:
    """:raises NoText: the programme has no words yet. :raises NoSummary: it has no summary yet.

    :raises EngineUnavailable: the job asks for an embedder that is not here.
    """
    link_programme(work.db, work.job.programme_id, work.progress, embedder=work.job.options.get("embedder", AUTO))
    return Outcome()
