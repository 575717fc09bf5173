"""Who acts: organs of state, and the parties that plan and pay beside them."""
