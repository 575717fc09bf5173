"""The commitment matrix: what each organ gives to each intervention, in which year."""
