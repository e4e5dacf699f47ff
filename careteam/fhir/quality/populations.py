"""The populations of a measure, and how a case is counted into them."""

from typing import TypeAlias

#: One group of a measure: how often a case is in each population, by the population's code [measure-population].
Group: TypeAlias = dict[str, int]


def counted(
    *, initial: bool = False, excluded: bool = False, numerator: bool = False, exception: bool | None = None
) -> Group:
    """Count one case. What is excluded is no numerator, what is a numerator needs no exception.

    A measure without exceptions leaves `exception` out, and has no such population.
    """
    excluded = initial and excluded
    numerator = initial and numerator and not excluded
    group = {
        "initial-population": int(initial),
        "denominator": int(initial),
        "denominator-exclusion": int(excluded),
        "numerator": int(numerator),
    }
    if exception is not None:
        group["denominator-exception"] = int(initial and exception and not excluded and not numerator)
    return group
