"""What a coordinator asks about an answer: why, why not, who else, what if, and how to go on."""
