"""What of each kind of component is billed: one folder for each provider, in it one file for each kind.

A meter reads quantities off the design and its workload. It refuses to know prices, tiers and allowances.
"""
