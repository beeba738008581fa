"""Models of the domain: the register, rows of a centre, pages, and who works where."""

from centers.models.bin import *  # noqa: F403
from centers.models.invitation import *  # noqa: F403
from centers.models.membership import *  # noqa: F403
from centers.models.numbers_snapshot import NumbersSnapshot  # noqa: F401
from centers.models.pages import *  # noqa: F403
from centers.models.program_entry import *  # noqa: F403
from centers.models.program_tally import ProgramTally  # noqa: F401
from centers.models.registry import *  # noqa: F403
from centers.models.rows import *  # noqa: F403
from centers.models.search_words import KnownWord as KnownWord
from centers.models.tally import RegionTally  # noqa: F401
