"""What we say to people and to models: templates, each a file whose front matter declares its fields; and the persona.

Owns the templates, how values are put into them, how they are asked for, and the words in which a model is told who it
is (`prompts.persona`). Refuses to treat a value as anything but text: it is never read as a template, what a template
does not declare is an error, and a template that is not of the package is never executed.
"""

from prompts.library import Library, TemplateError, UnknownTemplateError
from prompts.rendering import render
from prompts.template import Declared, Template
from prompts.values import ValueProblem, ValuesError, ensure_fitting, missing, plain_values

__all__ = [
    "Declared",
    "Library",
    "Template",
    "TemplateError",
    "UnknownTemplateError",
    "ValueProblem",
    "ValuesError",
    "ensure_fitting",
    "missing",
    "plain_values",
    "render",
]
