"""How payers speak: X12 in and out, one file per transaction set, on one shared tokenizer."""
