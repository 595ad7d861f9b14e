"""Ways to mend a fault. Each looks at a case and says what would be done, or what closes it; it invents no value."""
