"""What can go wrong between a person and the archive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from media.errors import MuragatError

if TYPE_CHECKING:
    from webapp.obstacles import Obstacle


class WebappError(MuragatError):
    """Root of this package's errors."""


class UnknownUser(WebappError):
    """No active account has this name."""


class NotOurs(WebappError):
    """The archive is another user's, and this one could write what that user cannot change."""


class UserExists(WebappError):
    """An account has this name already."""


class NotAName(WebappError):
    """A user's name is empty, too long, or cannot be read."""

    exit_code = 2


class WeakPassword(WebappError):
    """The password is too short, or of too few different characters."""

    exit_code = 2


class CommonPassword(WeakPassword):
    """Many people use the password, so it is tried first."""


class GuessablePassword(WeakPassword):
    """The password is little more than names that everybody here knows."""


class BreachedPassword(WeakPassword):
    """The password is in the newsroom's file of breached passwords."""


class SignInRefused(WebappError):
    """Name and password do not belong together; which of them is wrong is not said."""


class TooManySignIns(WebappError):
    """Several sign-ins with one name failed; the next has to wait."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(f"Too many sign-ins with this name have failed; try again in {retry_after_s} seconds.")
        self.retry_after_s = retry_after_s


class NotAllowed(WebappError):
    """The account's role does not allow this, or it would check its own work."""


class LastAdmin(NotAllowed):
    """The only admin is to be ended, or to be something less."""


class UnknownWayBack(WebappError):
    """A link for a new password is not valid: it was used, or has expired, or another was made since."""


class UnknownSession(WebappError):
    """The person has no such session; it may have ended already."""


class UnknownInvitation(WebappError):
    """There is no such invitation, or it was used, taken back, or has expired: nobody is told which."""


class BadInvitation(WebappError):
    """An invitation cannot be made so."""

    exit_code = 2


class UnknownPasskey(WebappError):
    """The person has no such passkey."""


class PasskeyRefused(WebappError):
    """What a browser sent is not the answer of a passkey that is known here."""


class PasskeyCopied(PasskeyRefused):
    """A passkey counts its uses, and this one counts fewer than it did before: there may be two of it."""


class IdentityRefused(WebappError):
    """What the identity provider says of a person cannot be taken, or belongs to nobody here."""


class ProviderUnreachable(WebappError):
    """The identity provider does not answer, or answers nonsense."""


class NoOtherWay(WebappError):
    """A person would take away their own last way to sign in."""


class NotFresh(WebappError):
    """Who changes how they sign in must have shown just now who they are."""


class NotKnownSinceWhen(NotFresh):
    """The identity provider does not say when a person showed it who they are; it may be long ago."""


class BadSettings(WebappError):
    """The newsroom's settings cannot be used."""

    exit_code = 2


class NotAssigned(WebappError):
    """Somebody is to be taken off a programme that they are not assigned to."""


class NotADay(WebappError):
    """What should be a day is none."""

    exit_code = 2


class ApprovalRefused(NotAllowed):
    """Something stands against an approval, and nobody said in writing why it may be given all the same."""

    def __init__(self, programme_id: str, obstacles: Sequence[Obstacle]) -> None:
        reasons = "\n".join(f"- {each.sentence}" for each in obstacles)
        way_out = (
            "Mend them, or approve all the same with --override and a reason."
            if all(each.can_override for each in obstacles)
            else "Mend them; not all of them can be overridden."
        )
        super().__init__(f"Programme {programme_id} is not approved, because\n{reasons}\n{way_out}")
        self.obstacles = tuple(obstacles)


class UnderEmbargo(WebappError):
    """The day has not come from which the programme may be public."""


class NotApproved(WebappError):
    """Nothing is published that was not approved as it stands now."""


class BadWish(WebappError):
    """A file is asked for as it cannot be."""

    exit_code = 2


class BadNote(WebappError):
    """A correction note is too long, or has characters that nobody can see."""

    exit_code = 2


class NoteTells(BadNote):
    """A correction note says what it must not: a name that is kept back, or what resembles one."""


class NoteNeeded(WebappError):
    """A version says otherwise than the public one, and nobody has written for readers why."""


class ChangedSince(WebappError):
    """The programme is no longer what the person looked at when they decided or began to write."""


class NothingToPublish(WebappError):
    """The programme has neither a summary nor a transcript."""


class SoundNotReady(WebappError):
    """The access copy of a recording is not made yet, or is not what was made."""


class NotChecked(WebappError):
    """Something is kept back of the programme, and the gate has not looked and listened through it as it stands."""

    def __init__(self, programme_id: str) -> None:
        super().__init__(
            f"Programme {programme_id} has to be looked and listened through first, because something is kept back of "
            "it: wait until its job “check” has ended (“muragat jobs”), then publish."
        )


class ProtectedNameFound(WebappError):
    """What is kept back of a programme is in what would be published; the sentence says where, never what."""


class Unheard(WebappError):
    """No machine here can listen to the public sound, and nobody has said in writing why it may go out all the same."""


class NotPublished(WebappError):
    """The programme is not in the public edition."""


class NotAnEdition(WebappError):
    """There is no whole edition at a place, or something else lies where one is to be copied to."""


class PublicBytesChanged(WebappError):
    """A version or a sound of the edition is not what its name says that it is."""


class PublishedElsewhere(WebappError):
    """The programme is public, as the archive knows, in another edition than the one at hand."""

    def __init__(self, programme_id: str, places: Sequence[str]) -> None:
        """:param places: the directories of these editions as the archive knows them; empty where it does not."""
        known = [place for place in places if place]
        where, directory = (f" ({', '.join(known)})", known[0]) if known else ("", "DIRECTORY")
        super().__init__(
            f"Programme {programme_id} is public in another edition than this one{where}, and stays public there: run "
            f"“muragat --edition {directory} withdraw {programme_id}” at once with the edition where it is published; "
            "what was to be kept back here is kept back."
        )


class NotErased(WebappError):
    """A programme is not erased: why is not said, or it is said in words of the programme."""

    exit_code = 2


class NoEdition(WebappError):
    """There is no public edition at this place yet."""


class NoNames(WebappError):
    """A file of protected names has none, or one without letters."""


class NotAnAddress(WebappError):
    """What should be a site's address is none."""

    exit_code = 2


class PortTaken(WebappError):
    """The address cannot be listened on."""


class BadToken(WebappError):
    """A token cannot be made so: of its name, its scopes, its days, or because there are too many."""

    exit_code = 2


class TokenExists(WebappError):
    """A token that can be used has this name already."""


class UnknownToken(WebappError):
    """The person has no token of this id."""


class BadAnswer(WebappError):
    """This cannot be said of what is to be checked."""


class NotHeard(WebappError):
    """Somebody says how a passage sounds who has not heard it."""


class NobodySpeaksSo(WebappError):
    """A name is given to a speaker who is not in the words."""


class UnknownState(WebappError):
    """The words of a programme were never in this state."""
