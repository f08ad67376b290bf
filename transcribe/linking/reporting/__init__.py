"""Links as files and as a report for the editor."""
