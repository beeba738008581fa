"""The ministry that every page of a centre must name and link to.

The link is asked for by the recommendations on the special sections of school sites and by
paragraph 17 of the Government's decree № 1802 of 20.10.2021.
"""

from django.utils.translation import gettext_lazy as _

MINISTRY_NAME = _("Министерство просвещения Российской Федерации")
MINISTRY_NAME_GENITIVE = _("Министерства просвещения Российской Федерации")
MINISTRY_URL = "https://edu.gov.ru/"
