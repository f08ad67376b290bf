"""The name that stands wherever a name can stand, in a story that is told in a process of its own."""

FIRST, LAST = "Шыңғырбай", "Жұмағұлбек"
KEPT = f"{FIRST} {LAST}"
UNHARMED = "Сексеуіл"
"""A term of the glossary that is nobody's name."""
