"""The words that a setting chooses from."""

from enum import StrEnum


class Clearinghouse(StrEnum):
    """How files travel to the clearinghouse."""

    DIRECTORY = "directory"
    SFTP = "sftp"


class MailSecurity(StrEnum):
    """How the line to the mail server is sealed."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class LogLevel(StrEnum):
    """How much is logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"
