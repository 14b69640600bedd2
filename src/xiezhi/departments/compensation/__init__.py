"""State compensation: what a day of custody is worth."""
