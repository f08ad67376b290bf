"""Approved → public: the only code that writes what the public site reads."""
