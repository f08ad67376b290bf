"""Summary ⇄ sound: claims, windows, channels, decoding, verdicts (docs/architecture.md)."""
