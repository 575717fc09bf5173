"""What a sitting leaves unresolved stands on the agenda of the next one."""
