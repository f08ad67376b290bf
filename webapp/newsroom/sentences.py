"""What went wrong, in the reader's language and in the terms of the pages."""

from __future__ import annotations

from media.errors import (
    DecoderFailed,
    DuplicateRecording,
    FactTooLong,
    MuragatError,
    StorageFull,
    UnknownLanguage,
    UnreadableFile,
    UnreadableSound,
)
from media.stores.errors import NoStore, StoreFailed
from transcribe.errors import (
    AlreadyEnglish,
    BadEdit,
    BadTranscript,
    CannotTranslate,
    EditConflict,
    NoScript,
    NoSound,
    NoSummary,
    NoText,
    NoTranslation,
    OfAnotherSound,
    OtherSound,
    SegmentGone,
    UnknownJob,
    UnknownRun,
    UnknownTranscript,
    UnknownVoice,
    VoicesInUse,
    VoicesOff,
    WrittenAnew,
    WrongModel,
)
from webapp.alike.errors import NotAlike, NotKeptWith
from webapp.desk.errors import BadComment, UnknownComment
from webapp.errors import (
    BadAnswer,
    BadInvitation,
    BadNote,
    BadSettings,
    BreachedPassword,
    ChangedSince,
    CommonPassword,
    GuessablePassword,
    IdentityRefused,
    LastAdmin,
    NobodySpeaksSo,
    NoOtherWay,
    NotAllowed,
    NotAName,
    NotApproved,
    NoteNeeded,
    NoteTells,
    NotFresh,
    NotHeard,
    NothingToPublish,
    NotKnownSinceWhen,
    NotPublished,
    PasskeyCopied,
    PasskeyRefused,
    ProtectedNameFound,
    ProviderUnreachable,
    PublishedElsewhere,
    SignInRefused,
    SoundNotReady,
    TooManySignIns,
    UnderEmbargo,
    UnknownInvitation,
    UnknownPasskey,
    UnknownSession,
    UnknownUser,
    UnknownWayBack,
    UserExists,
    WeakPassword,
)
from webapp.interface import gettext
from webapp.redaction.errors import VoiceKeptBack
from webapp.uploads.errors import TooManyUploads, UnknownUpload, UploadNotWhole, UploadTooLarge


def sentence(error: MuragatError) -> str:
    """Return one sentence that says what to do; the error's own where the pages have no other."""
    return _sentences().get(type(error), str(error))


def sentence_of(name: str) -> str | None:
    """Return the sentence for an error by the name of its class; ``None`` where the pages have none."""
    return next((said for kind, said in _sentences().items() if kind.__name__ == name), None)


def _sentences() -> dict[type[MuragatError], str]:
    no_store = gettext(
        "This sound is kept in another place, which does not answer. Try again later, or tell who runs the newsroom."
    )
    return {
        BadAnswer: gettext("This cannot be said here; load the page again, hear it, and choose one of its answers."),
        BadComment: gettext("A comment has 1 to 5000 characters that can be seen; correct it and send it again."),
        BadTranscript: gettext("This transcript is broken or has no words; export it anew and bring it again."),
        OfAnotherSound: gettext(
            "This transcript goes on long after the recording has ended; bring the one of this recording."
        ),
        UnknownTranscript: gettext("This is no transcript that can be read; bring captions, Word or plain text."),
        BadEdit: gettext("This text is too long, or holds characters that nobody can see; correct it and save again."),
        AlreadyEnglish: gettext("All of its words are English already; there is nothing to translate."),
        CannotTranslate: gettext("The model that was chosen before cannot translate; ask whoever runs the machine."),
        ChangedSince: gettext("Somebody has changed this since you opened it; look at it again."),
        DecoderFailed: gettext("This sound could not be read to its end; try another file of it."),
        NotAlike: gettext("There is no such page, or it is not yours to see."),
        NotKeptWith: gettext(
            "It cannot be kept there: it is approved or public, or one of the two has another recording already."
        ),
        FactTooLong: gettext("This is too long for lists and headings: 500 letters at most; shorten it."),
        DuplicateRecording: gettext("This recording is in the archive already; nothing was added."),
        EditConflict: gettext("Somebody has changed these words since you opened them."),
        SegmentGone: gettext("Somebody has taken this passage out since you opened it; your words are kept here."),
        WrittenAnew: gettext("The machine has written this down anew since you opened it; load the page again."),
        NoScript: gettext("There is no script yet; add it first."),
        NoSound: gettext("There is no sound yet; add it first."),
        NoSummary: gettext("There is no summary yet; write it first."),
        NoText: gettext("There is no transcript yet; wait for the machine, or start it."),
        NoTranslation: gettext("There is no translation yet; ask the machine for one."),
        NotAllowed: gettext("Your account may not do this; ask an approver."),
        UnderEmbargo: gettext("It is under embargo; publish it from that day on, or take the embargo away."),
        NotApproved: gettext("It is not approved as it stands now; approve it first."),
        NobodySpeaksSo: gettext(
            "One of these speakers is not in the words; nothing is stored: look who speaks, and name them again."
        ),
        NotHeard: gettext("Hear it first, then say that it is heard so."),
        BadNote: gettext("A note has at most 300 characters that can be seen; shorten it, or type it again."),
        NoteTells: gettext("The note has a word that is, or resembles, what is kept back; say it without."),
        NoteNeeded: gettext("Readers relied on what changes here: tell them in one sentence why it is corrected."),
        UnknownComment: gettext("There is no such comment here any more; load the page again."),
        NotPublished: gettext("It is not public, so there is nothing to withdraw."),
        PublishedElsewhere: gettext(
            "It is public in another edition than this newsroom's, and stays public there; ask whoever runs the "
            "machine to withdraw it there, at once. What was to be kept back here is kept back."
        ),
        NothingToPublish: gettext("There is neither a summary nor a transcript; add one first."),
        OtherSound: gettext("This run heard another recording; its words cannot be compared with these."),
        SignInRefused: gettext("The name or the password is not right."),
        SoundNotReady: gettext("The sound is not prepared yet; wait until its job has ended, then publish."),
        NoStore: no_store,
        StoreFailed: no_store,
        StorageFull: gettext("The disk is full; nothing was stored. Make room, then try again."),
        TooManySignIns: gettext("Too many sign-ins with this name have failed; wait a little, then try again."),
        UnknownJob: gettext(
            "This job has ended, or was started again, since you opened the page; look at it as it is now."
        ),
        UnknownLanguage: gettext("This language is not known; choose one from the list."),
        UnknownRun: gettext("The machine has made no such run of this programme."),
        UnknownVoice: gettext("No voice print of this person is stored; load the page again."),
        UnreadableFile: gettext("This is not plain text; save it as plain text in UTF-8."),
        UnreadableSound: gettext(
            "No sound can be read from this file: it may be empty, cut off, a playlist, or not sound at all."
        ),
        VoicesInUse: gettext("This is deleted, but its bytes are still in the file, which is being read; do it again."),
        VoiceKeptBack: gettext("This person is kept back here, so no print of their voice is stored."),
        VoicesOff: gettext("Voice prints are turned off for this series; see “Known voices”."),
        ProtectedNameFound: gettext(
            "What is kept back is still in it. The check below says where; mark it there, approve and publish again."
        ),
        WrongModel: gettext("The model that was chosen before cannot do this; ask whoever runs the machine."),
        BadInvitation: gettext("Say whom you invite in at most 64 letters, and choose 1 to 30 days."),
        IdentityRefused: gettext(
            "You cannot be signed in so: no account here belongs to this identity, or the answer was not for this "
            "browser. Begin again, or ask an admin."
        ),
        LastAdmin: gettext("This is the only admin; make somebody else an admin first."),
        NotAName: gettext("A name has 1 to 64 letters that can be seen; choose another."),
        NotFresh: gettext("Sign out and in again, then do this within ten minutes."),
        NotKnownSinceWhen: gettext(
            "The identity provider does not say when you signed in there; ask an admin to set a password for you."
        ),
        NoOtherWay: gettext("This is your only way to sign in; set a password first."),
        PasskeyCopied: gettext(
            "There may be a copy of this passkey, so it is not taken any more. Sign in by your password and remove it."
        ),
        PasskeyRefused: gettext("This passkey was not taken; try again, or sign in by your password."),
        ProviderUnreachable: gettext("The identity provider does not answer as it should; sign in by your password."),
        UnknownInvitation: gettext("This invitation is not valid any more; ask for another."),
        UnknownPasskey: gettext("You have no such passkey; load the page again."),
        UnknownSession: gettext("That browser is signed out already; load the page again."),
        UnknownUser: gettext("There is no such account any more; load the page again."),
        UnknownWayBack: gettext("This link is not valid any more; ask an admin for another."),
        TooManyUploads: gettext("You have as many files here as one may have that no programme has; remove one first."),
        UnknownUpload: gettext("What came of this file is not here any more; choose it once more."),
        UploadNotWhole: gettext("Not all of this file is here yet; choose it again, and the rest is sent."),
        UploadTooLarge: gettext("This is too large: a recording may have 2 GB, a text 4 MB."),
        UserExists: gettext("Somebody has this name already; choose another."),
        WeakPassword: gettext("Use at least 12 characters, not all the same few."),
        CommonPassword: gettext(
            "Many people use this password, so it is tried first; choose another, such as four words that have nothing "
            "to do with each other."
        ),
        GuessablePassword: gettext("This is little more than names that everybody here knows; add words of your own."),
        BreachedPassword: gettext("This password was stolen somewhere and is in lists that are tried; choose another."),
        BadSettings: gettext("The newsroom’s settings cannot be read; tell whoever runs the machine."),
    }


def sentence_for(code: int) -> str:
    """Return what a status code means here."""
    sentences = {
        400: gettext("This form is no longer valid; load its page again and send it once more."),
        403: gettext("Your account may not do this; ask an approver."),
        404: gettext("There is no such page, or it is not yours to see."),
        405: gettext("This page cannot be used in that way; go back and follow a link."),
        413: gettext("This is too large: a recording may have 2 GB, a text 4 MB."),
        416: gettext("The recording does not reach that far."),
        503: gettext("The archive is busy with other work; nothing was stored. Try again in a few seconds."),
        507: gettext("The disk is full; nothing was stored. Make room, then try again."),
    }
    return sentences.get(code, gettext("The newsroom has failed here; nothing was stored. Try again in a minute."))
