"""What sittings say and decide: challenges, proposals, resolutions and actions."""
