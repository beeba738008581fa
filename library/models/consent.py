"""Who is on a picture, by whose consent, and until which day the public may see it.

Sources. ГК РФ, ст. 152.1: a person's image is published with consent; for a minor
that of the parents or other legal representatives (ст. 64 СК РФ). The article knows
exceptions; the site leaves them to people and asks for consent whenever children can
be recognised. 152-ФЗ, ст. 9 as changed by 156-ФЗ of 24.06.2025: consent to the
processing of personal data is a document of its own; the site keeps where it lies,
never the paper and never the names.
"""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from toolkit.text import russian_date

#: So many days before the last one the staff are told that it comes.
DAYS_OF_WARNING = 30


class People(models.TextChoices):
    """Who can be recognised; «не указано» is only for pictures from before the question was asked."""

    UNSTATED = "unstated", _("не указано")
    NOBODY = "nobody", _("никого не узнать")
    ADULTS = "adults", _("только взрослые")
    CHILDREN = "children", _("дети")


class ConsentBy(models.TextChoices):
    """Whose consent it is: kinds of people, never their names."""

    PARENTS = "parents", _("родители (законные представители)")
    PARENTS_AND_PUPILS = "parents_and_pupils", _("родители (законные представители) и сами ученики")
    THEMSELVES = "themselves", _("сами взрослые, которые на снимке")


#: Consents that a picture with children may stand on.
OF_PARENTS = (ConsentBy.PARENTS, ConsentBy.PARENTS_AND_PUPILS)

CONSENT_CONSTRAINTS = (
    models.CheckConstraint(condition=models.Q(people__in=People.values), name="library_image_people_known"),
    models.CheckConstraint(
        condition=~models.Q(people=People.CHILDREN)
        | models.Q(
            consent_by__in=OF_PARENTS,
            consent_date__isnull=False,
            publish_until__isnull=False,
        )
        & ~models.Q(consent_place=""),
        name="library_image_children_by_consent",
        violation_error_message=_(
            "Для фотографии с детьми нужны согласие родителей (законных представителей), его дата, "
            "место хранения и последний день показа."
        ),
    ),
    models.CheckConstraint(
        condition=models.Q(publish_until__isnull=True)
        | models.Q(consent_date__isnull=True)
        | models.Q(publish_until__gte=models.F("consent_date")),
        name="library_image_until_after_consent",
        violation_error_message=_("Последний день показа не может быть раньше даты согласия."),
    ),
)


def site_today() -> dt.date:
    """Today by the clock of the site (`TIME_ZONE`), whatever zone the person at the screen has chosen."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


def is_over(day: dt.date) -> models.Q:
    """Pictures that the public may not see on `day`: consent withdrawn, or the last day gone by."""
    return models.Q(consent_withdrawn_on__isnull=False) | models.Q(publish_until__lt=day)


class WithConsent(models.Model):
    """A picture that knows whether the public may see it: the one place that decides is `is_shown`."""

    people = models.CharField(
        _("кто на снимке"), max_length=8, choices=People.choices, default=People.UNSTATED
    )
    consent_by = models.CharField(
        _("кто дал согласие"), max_length=18, choices=ConsentBy.choices, blank=True, default=""
    )
    consent_date = models.DateField(_("дата согласия"), null=True, blank=True)
    consent_place = models.CharField(_("где хранится согласие"), max_length=200, blank=True, default="")
    consent_note = models.CharField(_("пометка для сотрудников"), max_length=300, blank=True, default="")
    publish_until = models.DateField(_("последний день показа"), null=True, blank=True, db_index=True)
    consent_withdrawn_on = models.DateField(
        _("согласие отозвано"), null=True, blank=True, editable=False, db_index=True
    )

    class Meta:
        abstract = True

    @property
    def is_withdrawn(self) -> bool:
        return self.consent_withdrawn_on is not None

    @property
    def is_expired(self) -> bool:
        """The last day of showing has gone by; that day itself is still one of showing."""
        return self.publish_until is not None and self.publish_until < site_today()

    @property
    def is_ending(self) -> bool:
        """Shown still, but for `DAYS_OF_WARNING` days at most."""
        last = self.publish_until
        return last is not None and 0 <= (last - site_today()).days <= DAYS_OF_WARNING

    @property
    def may_be_seen(self) -> bool:
        """Neither withdrawn nor over."""
        return not self.is_withdrawn and not self.is_expired

    @property
    def mark(self) -> str:
        """What a list of the staff says: «дети, до 1 сентября 2027 г.»; nothing when all is well."""
        if self.consent_withdrawn_on:
            return _now("согласие отозвано %(day)s") % {"day": russian_date(self.consent_withdrawn_on)}
        if self.publish_until and self.is_expired:
            return _now("срок истёк %(day)s") % {"day": russian_date(self.publish_until)}
        if self.people == People.UNSTATED:
            return _now("не указано, кто на снимке")
        if self.publish_until:
            who = _now("дети") if self.people == People.CHILDREN else _now("показ")
            return _now("%(who)s, до %(day)s") % {"who": who, "day": russian_date(self.publish_until)}
        return ""

    @property
    def mark_tone(self) -> str:
        """How the mark looks: `over`, `soon`, `ask` or `calm`."""
        if not self.may_be_seen:
            return "over"
        if self.people == People.UNSTATED:
            return "ask"
        return "soon" if self.is_ending else "calm"
