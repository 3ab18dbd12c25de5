"""Beyond a total: what a bill hangs on, what it could come to, what each transaction costs, and what would save money.

Every figure is a difference or a search over whole bills of the same design; nothing here prices anything itself.
"""
