"""Charts, findings and reports. Numbers come from findings, never from a template."""
