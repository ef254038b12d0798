"""Lessons: what was warned of, what was promised, and whether it happened again."""
