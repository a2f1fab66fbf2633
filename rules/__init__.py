"""What must be true: pure decisions on plain facts. No I/O and no clock; `today` is an argument."""
