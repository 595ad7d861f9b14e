"""Ids as the examples of the catalogue write them; nothing is stored under them."""

EXAMPLE_ID = "5f0c1f0e-53a4-4d0e-9a52-0b1f5b6c7d8e"
OTHER_ID = "0b1f5b6c-7d8e-4f90-8a1b-2c3d4e5f6071"
