"""Models of the domain: the register, rows of a centre, pages."""

from centers.models.pages import *  # noqa: F403
from centers.models.registry import *  # noqa: F403
from centers.models.rows import *  # noqa: F403
