"""Every refusal made on purpose; anything else is a fault and answers 500."""

from typing import ClassVar, Self


class Refusal(Exception):
    """An outcome we expect. The text is one sentence for the person and never names a patient."""

    status: ClassVar[int] = 400
    retry: ClassVar[bool] = False  # may an activity try again unchanged?
    field: str = ""  # of the form, where one field alone is wrong

    def about(self, field: str) -> Self:
        """The same refusal, said of one field of the form."""
        self.field = field
        return self


class NotAllowed(Refusal):
    """This person may not do or see that."""

    status = 403


class Unknown(Refusal):
    """No such thing, or none that this person may see."""

    status = 404


class Conflict(Refusal):
    """The request was sound; the facts have moved on."""

    status = 409


class Stale(Conflict):
    """Someone else changed it first. Answer with the fresh screen, not with an error page."""


class OutOfBalance(Conflict):
    """The money does not add up: suspend it into a task, never repair it."""


class Unreadable(Refusal):
    """The file or form cannot be read; the text says where and what to do."""

    status = 422


class PayerSilent(Refusal):
    """The other side did not answer; trying again may help."""

    status = 503
    retry = True
