"""Quality measures over QI-Core records, by the logic of their published CQL and reviewed tables of codes.

Pure: a case is read (`case`), its times become spans (`times`), its codes are looked up (`valuesets`), and each measure
counts it into populations. No database, no clock, no network.
"""
