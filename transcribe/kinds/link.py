"""The kind ``link``: summary ⇄ spans."""

from __future__ import annotations

from functools import partial

from transcribe.kinds.work import Outcome, Work
from transcribe.lease import check_held
from transcribe.linking.embedders import AUTO
from transcribe.linking.run import link_programme


def link(work: Work) -> Outcome:
    """:raises NoText: the programme has no words yet. :raises NoSummary: it has no summary yet.

    :raises EngineUnavailable: the job asks for an embedder that is not here.
    :raises JobCancelled: a person has stopped the job. :raises LeaseLost: another owner has it; nothing is kept.
    """
    link_programme(
        work.db,
        work.job.programme_id,
        work.progress,
        embedder=work.job.options.get("embedder", AUTO),
        check=partial(check_held, work.db, work.job),
    )
    return Outcome()
