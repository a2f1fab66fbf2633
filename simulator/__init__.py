"""Practice payers and a clearinghouse that answer real 837s, through files alone."""
