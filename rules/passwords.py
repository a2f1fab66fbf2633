"""What a password must be: long enough, and not one that guessers try first; nothing about its letters."""

from rules.errors import Conflict

SHORTEST, LONGEST = (
    12,
    128,
)  # NIST SP 800-63B-4 section 3.1.1.2 asks for 8 with a second factor; ASVS 5.0 6.2.1
COMMON = ("password", "claimdesk", "qwerty", "letmein", "welcome", "iloveyou", "123456789", "abcdefgh")
GUESSED = "This password is among the first that a guesser tries: choose another."
BREACHED = "This password was found in a breach elsewhere, so guessers know it: choose another."


def must_be_good(password: str) -> None:
    """Raises Conflict, saying what a good password needs."""
    plain = password.casefold()
    if not SHORTEST <= len(password) <= LONGEST:
        raise Conflict(f"A password has {SHORTEST} to {LONGEST} characters; a short sentence is a good one.")
    if len(set(plain)) < 5 or any(plain.strip("0123456789!?.- ") == word for word in COMMON):
        raise Conflict(GUESSED)
