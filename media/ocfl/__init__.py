"""OCFL objects (Oxford Common File Layout 1.1): is a directory one, and is it whole?

https://ocfl.io/1.1/spec/ and its validation codes. Nothing is changed, no link is followed out of the object.
"""
