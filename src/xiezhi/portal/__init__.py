"""The public's side of the court, phone first: home, guides, 我要起诉, 我的案件."""
