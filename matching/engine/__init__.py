"""The solver's workshop; the only place that may load OR-Tools, and it does so late."""
