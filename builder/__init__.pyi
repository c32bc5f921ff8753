from builder.api import BuildResult as BuildResult
from builder.api import build as build
from builder.api import check as check
from builder.api import load as load
from builder.api import preview as preview

__version__: str
