"""Who deploys: the least a pipeline's role needs, and which pipeline may take it on.

Owns the table of what creating each type of resource takes, and the policies made of it for one plan. Refuses to guess
at types that the table does not know.
"""

from __future__ import annotations

from tools.blueprint.deployer.policies import Trust, deployer_files, deployer_policies, trust_policies

__all__ = ["Trust", "deployer_files", "deployer_policies", "trust_policies"]
