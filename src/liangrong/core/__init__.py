"""The words everything else is written in: units, securities, calendar, clocks, outcomes, results, errors.

Nothing here touches a wire, a disk, a clock, the environment or a screen.
"""
