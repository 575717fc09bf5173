"""Who was there, whether they were enough, and what the minutes say."""
