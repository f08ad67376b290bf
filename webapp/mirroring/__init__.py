"""Copies an edition from place to place: to a store, from where a CDN or other machines take it, and from one."""
