"""What the record adds up to: positions, shifts, conflicts, what is due."""
