"""The rules that nobody can set aside, whatever the reason: a waiver of one is refused, and an old one has no effect.

They guard persons (no CPR numbers, safe files), say who applies and when (applicant, deadline, municipality, its
numbers, contact and manager), who signs, and that the money adds up and is paid once. All other musts and shoulds
measure how good a project is, and there the director may have a reason to judge otherwise.
"""

BINDING = frozenset(
    {
        "G-01", "G-02", "G-03", "G-04", "G-05",  # who applies, and before the deadline
        "G-07", "G-24",  # persons, and the machines of those who read
        "G-09", "G-10", "G-18",  # the money adds up, and the same cost is paid once
        "G-23",  # the signature
    }
)  # fmt: skip
