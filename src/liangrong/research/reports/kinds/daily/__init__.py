"""The daily report: the findings of the leverage brief with its charts, in sentences that mind their evidence."""
