"""What we say to people and to models: templates, each a file whose front matter declares its fields.

Owns the templates and how values are put into them. Refuses to treat a value as anything but text: it is never read as
a template, and what a template does not declare is an error.
"""

from prompts.library import Template, TemplateError, UnknownTemplateError, get, templates
from prompts.rendering import ValueProblem, ValuesError, render

__all__ = [
    "Template",
    "TemplateError",
    "UnknownTemplateError",
    "ValueProblem",
    "ValuesError",
    "get",
    "render",
    "templates",
]
