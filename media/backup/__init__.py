"""Copies of an archive that outlive it: made while it works, told apart by day, put back on an empty machine.

A backup place holds every file once, under the sha256 of its bytes, and a list a backup of what was where. A file that
is there already is not copied again, and a database is kept in parts, of which only those that changed are new. A list
is written last and names itself by its own hash, so that a backup is there whole or not at all.
"""
