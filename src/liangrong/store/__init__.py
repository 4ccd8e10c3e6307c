"""Delta tables with two clocks, the raw archive, and coverage. Appends only; vintages are kept."""
