"""Periods by the million: columns in, columns out, the same days as `reckon` gives one by one.

`columns` what goes in, `limits` the last days, `states` how they stand and which are overdue, `redate` what a changed
calendar moves. `reckon` says how days are counted, refuses what a rule does not allow and tells the steps: none of that
is done here.
"""
