"""The desk of court staff: today, to-do, calendars."""
