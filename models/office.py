"""The office's calendar: zero days ahead but in the demo, whose days can be turned."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Office(Base):
    """One row. Everything that needs the date asks for real time plus `days_ahead`, whole days and a part."""

    __tablename__ = "office"
    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    days_ahead: Mapped[float] = mapped_column(default=0)
    __table_args__ = (CheckConstraint("id = 1", name="there_is_one_office"),)
