"""Pictures of a design, drawn by code of our own: SVG to look at, Mermaid to paste.

Owns what a picture shows, where everything goes and how it is drawn. Refuses vendors' artwork, scripts, references to
anything outside the file, and any judgement of the design. The same design gives the same bytes.
"""

from tools.diagram.architecture import architecture_svg
from tools.diagram.mermaid import architecture_mermaid, workflow_mermaid
from tools.diagram.scene import Detail
from tools.diagram.workflow import workflow_svg

__all__ = ["Detail", "architecture_mermaid", "architecture_svg", "workflow_mermaid", "workflow_svg"]
