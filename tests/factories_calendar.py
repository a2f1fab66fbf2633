"""A demo's calendar on paper: the screens' half of it, turned by the test itself."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class PaperCalendar:
    """What was asked of it, and what it says; a turn ends when the test says so."""

    said: str = ""
    share: int | None = None
    begun: list[int] = field(default_factory=list)

    def begin(self, days: int) -> None:
        if self.share is None:
            self.begun.append(days)
            self.share, self.said = 40, "Tuesday, December 1: 5 files are being read."

    def end(self) -> None:
        """The days have passed."""
        self.share, self.said = None, f"{self.begun[-1]} days passed."
