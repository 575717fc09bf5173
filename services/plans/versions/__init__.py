"""One plan beside another: what differs, and beginning anew from what stands."""
