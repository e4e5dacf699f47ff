"""The FHIR R4 face: reads bundles and loose resources of other systems into plans, and lists what it does not take.

Files and folders become entries (`reading`), entries one reference space (`space`), of which some are chosen
(`choosing`) and mapped by reviewed tables (`codes`) to what our plans should hold (`mapping`, `intended`).
All of this is pure: no database, no clock, no network.
"""
