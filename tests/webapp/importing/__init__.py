"""Tests of what comes in as pages, lists and folders."""
