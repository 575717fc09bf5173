"""The chassis' own history, in every service's database."""
