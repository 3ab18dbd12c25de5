"""Claude as a planner: it refines a draft by small typed edits and sees what checks, cost and limits say of them.

Owns the talk with the model and its budgets. Refuses to let anything but a whole, valid reply change a design.
"""
