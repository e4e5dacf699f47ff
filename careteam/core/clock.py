"""now(): database time plus the offset row, read once per transaction; SQL gets it as a parameter."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from careteam.core.database import Base

#: The SQL of the one clock.
NOW = "care.now()"


class Clock(Base):
    """The one row by which a synthetic installation's clock differs from the database's.

    Only the owner role can write it, and only where the installation was marked synthetic when it was created.
    """

    __tablename__ = "clock"
    __table_args__ = (CheckConstraint("one", name="one_row"),)

    one: Mapped[bool] = mapped_column(Boolean, primary_key=True, server_default=text("true"))
    offset_us: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    synthetic: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    installed_at: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))
