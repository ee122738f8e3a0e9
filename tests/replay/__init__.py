"""The replay of a recorded year: its rules, its report, and that it can be stopped anywhere."""
