"""Rights of Django's own kind, for those parts of Wagtail that ask the person and not a policy."""

from django.apps import apps
from django.contrib.auth.backends import BaseBackend

from centers.permissions import KIND_OF_MODEL, parts_for, reach

ACCESS_ADMIN = "wagtailadmin.access_admin"
#: Models of Wagtail that an administrator of the network looks after.
SITE_MODELS = {("wagtailcore", "site"), ("wagtailredirects", "redirect")}


class MembershipBackend(BaseBackend):
    """Stands behind `ModelBackend`: whoever has an active membership may enter the admin."""

    def has_perm(self, user_obj, perm, obj=None):
        if perm == ACCESS_ADMIN:
            return bool(parts_for(user_obj))
        app_label, _dot, codename = perm.partition(".")
        action, _line, name = codename.rpartition("_")
        if (app_label, name) in SITE_MODELS:
            return bool(reach(user_obj, "site", action))
        try:
            model = apps.get_model(app_label, name)
        except LookupError:
            return False
        kind = KIND_OF_MODEL.get(model)
        return kind is not None and bool(reach(user_obj, kind, action))
