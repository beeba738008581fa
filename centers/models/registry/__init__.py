"""Rows of the register: places, bodies, schools, centres, figures."""

from centers.models.registry.bodies import (
    Coordinator,
    FederalOperator,
    FederalProject,
    NationalProject,
)
from centers.models.registry.centers import Center, CenterState, OperatorRule, Profile
from centers.models.registry.figures import Metric, NetworkFigure
from centers.models.registry.places import FederalDistrict, Municipality, Region
from centers.models.registry.schools import School

__all__ = [
    "Center",
    "CenterState",
    "Coordinator",
    "FederalDistrict",
    "FederalOperator",
    "FederalProject",
    "Metric",
    "Municipality",
    "NationalProject",
    "NetworkFigure",
    "OperatorRule",
    "Profile",
    "Region",
    "School",
]
