"""A programme that goes from Kazakh to Russian and back, spoken by espeak-ng."""
