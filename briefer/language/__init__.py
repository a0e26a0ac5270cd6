"""What a text says: words, names, numbers, dates, quotations, who speaks. Knows no articles."""
