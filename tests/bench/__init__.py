"""How quick the portal is on this machine, beside what the machine itself can do."""
