"""Why an installation cannot do what the operator asked, and what to do about it."""

from typing_extensions import override


class CannotGoOn(Exception):
    """Something that the operator has to put right. Shown as two lines, never as a traceback."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy

    @override
    def __str__(self) -> str:
        return f"{self.problem}\n  {self.remedy}"
