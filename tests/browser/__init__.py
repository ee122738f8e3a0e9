"""Journeys in a real browser: what people see and do, with checks of what readers of the screen need."""
