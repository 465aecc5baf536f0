"""Every refusal of the server, drawn once.

    TelehealthError
    ├── BadInput                 400 · 4400   the message or request is not understood
    │   ├── BadMessage                        not JSON, unknown type, a field missing or of the wrong kind
    │   ├── BadAnswer                         an SDP answer that does not fit its offer
    │   ├── PreconditionNeeded   428          a vault without the version it replaces
    │   └── TooLarge             413 · 4413   more bytes than a message or body may have
    ├── SignInNeeded             401 · 4401   no sign-in, or one that is over
    │   └── SignInRefused                     no such account, or not its password or recovery code
    ├── NotAllowed               403 · 4403   understood, and against the rules of the room
    │   ├── AccountClosed                     the account's closing period is over
    │   ├── AccountClosing                    the account makes no new links in its closing period
    │   ├── ForeignOrigin                     the request comes from a page of another site
    │   ├── IdentityOpen         409          somebody whose identity is open would not be alone with the host
    │   ├── OtherCase                         would bring two cases together unasked
    │   ├── SessionFull          409          as many people in session as there may be
    │   ├── RoomFull             503          as many people waiting as there may be
    │   └── SeatTaken            409          this link is already in the session from another device
    ├── Unknown                  404 · 4404   no such thing, or none that the asker may know of
    │   ├── InvitationUnknown                 no such invitation, or no proof that the link is held
    │   └── ParticipantUnknown                nobody of that id is here
    ├── Conflict                 409 · 4409   true a moment ago
    │   ├── SeatMoved                         the same seat was opened in another window
    │   ├── VaultChanged         412          another page has written the vault in between
    │   └── NotNow                            the participant is not in a state for this
    ├── Over                     410 · 4410   it was, and is no more
    │   ├── EnrolmentOver                     an enrolment link that is used, old or was never issued
    │   ├── InvitationEarly                   the link is good, and opens later
    │   ├── InvitationOver                    the link is good, and its time is over
    │   └── SeatOver                          the seat was ended by the clinician
    ├── TooFast                  429 · 4429   more requests or messages than one seat or address may send
    ├── HostUnknown              421          a Host header that is not this server's name
    └── Unavailable              503 · 4503   the server cannot do it now
        ├── RecipientAway                     a sealed message for somebody who is not connected
        ├── MediaUnavailable                  the relay does not answer, or carries all that it may
        └── Stopping                          the server is going down, or is to, and begins nothing new

`code` is stable and for programs; the text is for the person who reads it and says what to do.
WebSocket close codes echo HTTP (RFC 6455, section 7.4.2: 4000–4999 are private use).
"""

from __future__ import annotations

from typing import ClassVar


class TelehealthError(Exception):
    """Something went wrong. Please try again."""

    code: ClassVar[str] = "failed"
    status: ClassVar[int] = 500
    close_code: ClassVar[int] = 4400

    def __init__(self, text: str | None = None) -> None:
        super().__init__(text or self.text())

    @classmethod
    def text(cls) -> str:
        """The sentence a person reads when the error carries none of its own."""
        return (cls.__doc__ or "").strip()


class BadInput(TelehealthError):
    """This page sent something the server does not understand. Please reload the page."""

    code = "bad_input"
    status = 400
    close_code = 4400


class BadMessage(BadInput):
    """This page sent a message the server does not understand. Please reload the page."""

    code = "bad_message"


class BadAnswer(BadInput):
    """Your browser's answer to the call could not be used. Please reload the page."""

    code = "bad_answer"


class PreconditionNeeded(BadInput):
    """This page did not say which version it replaces. Please reload the page."""

    code = "precondition_needed"
    status = 428


class TooLarge(BadInput):
    """That was larger than the server accepts. Please send less at once."""

    code = "too_large"
    status = 413
    close_code = 4413


class SignInNeeded(TelehealthError):
    """Please sign in to go on."""

    code = "sign_in_needed"
    status = 401
    close_code = 4401


class SignInRefused(SignInNeeded):
    """The username does not go together with the password or recovery code. Please check both."""

    code = "sign_in_refused"


class NotAllowed(TelehealthError):
    """That is not possible from where you are. Please reload the page."""

    code = "not_allowed"
    status = 403
    close_code = 4403


class AccountClosed(NotAllowed):
    """This account is closed. Please ask whoever runs this server."""

    code = "account_closed"


class AccountClosing(NotAllowed):
    """This account is being closed: the links you gave still work, and new ones cannot be made."""

    code = "account_closing"


class ForeignOrigin(NotAllowed):
    """This request came from a page of another site. Please open the link you were given."""

    code = "foreign_origin"


class IdentityOpen(NotAllowed):
    """Somebody in session has an identity still to be confirmed. Confirm it first, then let others in."""

    code = "identity_open"
    status = 409


class OtherCase(NotAllowed):
    """Somebody else's session is going on. Keep them waiting, or bring the two together."""

    code = "other_case"
    status = 409


class SessionFull(NotAllowed):
    """The session is full. Somebody has to leave before another person can come in."""

    code = "session_full"
    status = 409


class RoomFull(NotAllowed):
    """Too many people are waiting here at the moment. Please try again in a few minutes."""

    code = "room_full"
    status = 503
    close_code = 4503


class SeatTaken(NotAllowed):
    """This link is already in the session from another device."""

    code = "seat_taken"
    status = 409


class Unknown(TelehealthError):
    """There is nothing here under this address. Please check the link."""

    code = "unknown"
    status = 404
    close_code = 4404


class InvitationUnknown(Unknown):
    """This link does not work. Please check that it is complete, or ask for a new one."""

    code = "invitation_unknown"


class ParticipantUnknown(Unknown):
    """This person is no longer here."""

    code = "participant_unknown"


class Conflict(TelehealthError):
    """That changed a moment ago. Please look again and repeat it if it is still needed."""

    code = "conflict"
    status = 409
    close_code = 4409


class SeatMoved(Conflict):
    """This page was opened in another window. You can go on there, or continue here."""

    code = "seat_moved"


class VaultChanged(Conflict):
    """Another page of yours has saved something in between. Nothing is lost: this page tries again."""

    code = "vault_changed"
    status = 412


class NotNow(Conflict):
    """That is not possible at this moment, because something changed. Please look again."""

    code = "not_now"


class Over(TelehealthError):
    """This is over. Please ask for a new link."""

    code = "over"
    status = 410
    close_code = 4410


class EnrolmentOver(Over):
    """This link was used already or is too old. Please ask whoever runs this server for a new one."""

    code = "enrolment_over"


class InvitationEarly(Over):
    """This link is not open yet. Please come back shortly before your appointment."""

    code = "invitation_early"


class InvitationOver(Over):
    """The time of this link is over. Please ask for a new one."""

    code = "invitation_over"


class SeatOver(Over):
    """Your place in this session has been ended. Please ask for a new link if you need one."""

    code = "seat_over"


class TooFast(TelehealthError):
    """That was too much at once. Please wait a moment, then try again."""

    code = "too_fast"
    status = 429
    close_code = 4429

    def __init__(self, text: str | None = None, retry_after: int = 0) -> None:
        super().__init__(text)
        self.retry_after = retry_after
        """Seconds to wait, 0 when unknown."""


class HostUnknown(TelehealthError):
    """This server does not answer under that name. Please use the address you were given."""

    code = "host_unknown"
    status = 421


class Unavailable(TelehealthError):
    """The server cannot do this at the moment. Please try again in a minute."""

    code = "unavailable"
    status = 503
    close_code = 4503


class RecipientAway(Unavailable):
    """The other person is not connected at the moment."""

    code = "recipient_away"


class MediaUnavailable(Unavailable):
    """Sound and picture cannot be carried at the moment. The server is trying again."""

    code = "media_unavailable"


class Stopping(Unavailable):
    """The server is being restarted. This page comes back by itself."""

    code = "stopping"
