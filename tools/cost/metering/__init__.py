"""What services count, given plain quantities: the one arithmetic that meters of designs and usage forms share.

Owns steps, roundings and least amounts, each as a formula with its inputs. Refuses to know designs, prices and fields.
"""
