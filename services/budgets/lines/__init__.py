"""The One Budget of a space: funds, what they have to give, and what draws on them."""
