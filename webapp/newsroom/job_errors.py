"""Why a job failed, in the reader's language: the ledger has the machine's own sentence, in English."""

from __future__ import annotations

from dataclasses import dataclass

from transcribe.records import INTERRUPTED, UNFORESEEN, Job
from webapp.interface import gettext, interface_language
from webapp.newsroom.sentences import sentence_of

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class JobError:
    """What a page says of how a job ended, or of what it waits for."""

    said: str
    language: str
    """Of what is said."""
    original: str
    """The machine's own sentence, which names more; empty where that is what is said."""


def job_error(job: Job) -> JobError | None:
    """Return what is to be said, ``None`` where there is nothing."""
    if not job.error:
        return None
    language = interface_language()
    said = _said(job.because) if job.because and language != ENGLISH else None
    return JobError(said, language, job.error) if said else JobError(job.error, ENGLISH, "")


def _said(because: str) -> str | None:
    own = {
        UNFORESEEN: gettext("This failed in a way that nobody foresaw: try it again, or ask whoever runs the machine."),
        INTERRUPTED: gettext(
            "The machine has broken off this work again and again, perhaps for want of memory: try it again, or ask "
            "whoever runs it."
        ),
        "BadCluster": gettext("The machines that are to help are not set up as they must be: ask whoever runs them."),
        "ClusterRefused": gettext("A machine that is to help has another release: ask whoever runs it to update it."),
        "EngineFailed": gettext("The program that does this has failed twice: try it again, or ask whoever runs it."),
        "EngineUnavailable": gettext("The program that does this is not installed: ask whoever runs the machine."),
        "FixityError": gettext("The recording is not what was brought any more: ask whoever runs the machine at once."),
        "Unheard": gettext("No machine here can listen to the public sound: say in writing why it may go out unheard."),
        "WeightsCorrupt": gettext("The model that this needs is damaged: ask whoever runs the machine to get it anew."),
        "WeightsMissing": gettext("The model that this needs is not on the machine: ask whoever runs it to get it."),
        "no speech": gettext(
            "No speech was found in this sound: listen to it, and bring it anew if it should have some."
        ),
        "gaps": gettext(
            "The machine failed on some passages, which are marked as gaps: start it again, and it tries only these."
        ),
        "better model": gettext(
            "A model that is made for this language would hear more: ask whoever runs the machine to get it."
        ),
        "no words": gettext("There are no words to translate."),
        "nobody edited": gettext("Nobody has corrected these words, so their times were left as they are."),
        "all in place": gettext("Every corrected word is where it is spoken already; nothing was changed."),
        "listen": gettext(
            "A machine hears what resembles a name that is kept back: listen to the places that it names below."
        ),
    }
    return own.get(because) or sentence_of(because)
