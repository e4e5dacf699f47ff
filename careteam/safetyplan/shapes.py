"""The six steps of a safety plan as they are written, kept and read.

Their order and purpose follow the Safety Planning Intervention of Stanley and Brown (Cognitive and Behavioral Practice 19,
2012, 256-264); its form is theirs, the wording here is our own. A clinical lead must sign it off before it is used.
"""

from typing import Annotated, Self

from pydantic import Field, model_validator

from careteam.core.paging import Request
from careteam.safetyplan import rules


class SafetyPlanLine(Request):
    """One line of a step; a number to call where it is somebody, or somewhere."""

    words: Annotated[str, Field(min_length=1, max_length=rules.LINE)]
    phone: Annotated[str, Field(min_length=1, max_length=rules.PHONE)] | None


Lines = Annotated[tuple[SafetyPlanLine, ...], Field(max_length=rules.MOST_LINES)]


class SafetyPlanContent(Request):
    """What a safety plan says, in the patient's words, in the order in which one goes through it: always the whole."""

    #: How the patient knows that a crisis may be coming.
    warning_signs: Lines
    #: What they can do without anybody.
    on_my_own: Lines
    #: People and places that take their mind off it.
    distractions: Lines
    #: Whom they can ask for help.
    people: Lines
    #: Professionals and agencies. The clinic's crisis numbers always stand beside them.
    professionals: Lines
    #: What makes it safe around them.
    surroundings: Lines
    #: How likely they are to use it, from 0 to 10.
    likelihood: Annotated[int, Field(ge=0, le=rules.MOST_LIKELY)] | None
    #: What might get in the way.
    barriers: Annotated[str, Field(min_length=1, max_length=rules.BARRIERS)] | None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        calls = (*self.distractions, *self.people, *self.professionals)
        if not (self.warning_signs or self.on_my_own or self.surroundings or calls):
            raise ValueError("write at least one line")
        return self
