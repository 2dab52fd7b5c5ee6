"""Demonstration data: invented people, rounds and cases, made by the same actions as the pages. Above all rooms."""
