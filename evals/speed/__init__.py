"""How fast the product is, as ratios to a floor measured in the same run: `make bench`.

Owns the measuring of whole commands and of the stages of a design. Refuses absolute promises: machines differ, so each
figure stands beside its bound and, where there is one, beside the floor it is a multiple of.
"""
