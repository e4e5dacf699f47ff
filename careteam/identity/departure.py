"""What whoever takes somebody off a plan, or ends their access, says of it."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from careteam.core.paging import Request


class Departure(Request):
    """Why somebody goes, and who takes over what they had to do; without a successor it goes to the pools."""

    reason: Annotated[str, Field(min_length=1, max_length=4000)]
    successor_id: UUID | None = None
