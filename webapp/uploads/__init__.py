"""Files that come in pieces and may be gone on with: kept until somebody takes them as the sound of a programme."""
