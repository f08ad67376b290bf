"""Recordings that sound the same: who is asked about which, and what people decided. Nothing is merged by a machine."""
