"""The network of the tests: always two regions and two schools, so that a leak shows red."""

from dataclasses import dataclass

from centers.models import Center, HomePage
from centers.services.sections import home_page
from tests.factories.registry import CenterFactory, CoordinatorFactory, MunicipalityFactory, RegionFactory


@dataclass
class Network:
    """Two opened centres in two regions, each region with its coordinator."""

    home: HomePage
    tomsk: Center
    dagestan: Center

    def fresh(self) -> "Network":
        """The same network, read from the database again."""
        return Network(
            HomePage.objects.get(pk=self.home.pk),
            Center.objects.get(pk=self.tomsk.pk),
            Center.objects.get(pk=self.dagestan.pk),
        )

    @property
    def centers(self) -> tuple[Center, Center]:
        return self.tomsk, self.dagestan


def build_network() -> Network:
    """Make it: «Баткатская» in Томская область, «Рутульская» in Республика Дагестан."""
    places = (("70", "Шегарский район", "Баткатская СОШ"), ("05", "Рутульский район", "Рутульская СОШ"))
    centers = []
    for code, municipality, school in places:
        region = RegionFactory(code=code)
        CoordinatorFactory(region=region, name=f"Министерство образования, {region.name}")
        centers.append(
            CenterFactory(
                school__municipality=MunicipalityFactory(region=region, name=municipality),
                school__short_name=f"МКОУ «{school}»",
                slug=("batkatskaya", "rutulskaya")[len(centers)],
                published=True,
            )
        )
    return Network(home_page(), *centers)
