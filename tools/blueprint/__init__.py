"""Blueprints: a design as infrastructure somebody can deploy, and the code that runs in it.

Owns the plan (names, wiring, permissions and settings, decided once), the printers of infrastructure languages, one
package each, and the printers of handlers. Refuses judgement of designs, prices, and any decision inside a printer.
"""
