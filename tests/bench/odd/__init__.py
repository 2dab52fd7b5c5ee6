"""Odd, broken and hostile workbooks, made the same each time: each module yields names and bytes."""
