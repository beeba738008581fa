"""Registration of the staff's screens with Wagtail; no logic here."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from centers import policies
from centers.links import PublicPageLink
from centers.viewsets import CHOOSERS, CenterGroup, RegisterGroup, home, menu, tree
from centers.viewsets.as_of import as_of_urls, offer_as_of
from centers.viewsets.bin import BinMenuItem, bin_urls
from centers.viewsets.desk import back_to_desk, desk_urls
from centers.viewsets.documents import DocumentsDeleteAction, offer_undo
from centers.viewsets.grids import grid_urls
from centers.viewsets.intake import intake_urls
from centers.viewsets.lessons_bulk import bulk_urls
from centers.viewsets.opening import opening_urls
from centers.viewsets.page_editing import careful_pages
from centers.viewsets.page_lists import use_own_pages_api
from centers.viewsets.school_site import school_site_urls
from centers.viewsets.staff import PeopleMenuItem, people_urls
from centers.viewsets.timetable import timetable_urls
from centers.viewsets.wording import drop_filters_of_whole_site, use_russian_words

policies.register()  # before the first list asks for one; `CentersConfig.ready()` says it again
register_snippet(CenterGroup)
use_russian_words()
drop_filters_of_whole_site()


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [RegisterGroup(), *CHOOSERS]


@hooks.register("register_admin_viewset", order=1)  # after Wagtail's own for all pages
def register_careful_pages():
    return careful_pages


@hooks.register("register_admin_urls")
def register_urls():
    return [
        *desk_urls,
        *school_site_urls,
        *grid_urls,
        *timetable_urls,
        *bulk_urls,
        *intake_urls,
        *opening_urls,
        *bin_urls,
        *as_of_urls,
        *people_urls,
    ]


@hooks.register("register_admin_menu_item")
def register_people():
    return PeopleMenuItem(
        _("Сотрудники"), reverse_lazy("people"), name="people", icon_name="group", order=250
    )


@hooks.register("register_center_menu_item")
def register_center_list():
    return MenuItem(_("Все центры"), reverse_lazy("center_list"), icon_name="list-ul", order=0)


@hooks.register("register_admin_menu_item")
def register_bin():
    return BinMenuItem(_("Корзина"), reverse_lazy("center_bin"), name="bin", icon_name="bin", order=510)


hooks.register("register_bulk_action", DocumentsDeleteAction, order=100)
hooks.register("after_bulk_action", offer_undo)
hooks.register("register_log_actions", menu.register_log_actions)
hooks.register("construct_main_menu", menu.arrange_menu)
hooks.register("construct_settings_menu", menu.arrange_settings)
hooks.register("construct_reports_menu", menu.arrange_reports)
hooks.register("construct_help_menu", menu.arrange_help)
hooks.register("construct_page_action_menu", menu.publish_first)
hooks.register("construct_snippet_action_menu", menu.publish_first)
hooks.register("insert_global_admin_css", menu.admin_css)
hooks.register("insert_global_admin_js", menu.admin_js)
hooks.register("insert_editor_js", menu.editor_js)
hooks.register("construct_homepage_panels", home.arrange_home)
hooks.register("construct_homepage_summary_items", home.drop_summary)
hooks.register("register_page_header_buttons", offer_as_of)
hooks.register("after_edit_page", back_to_desk)
hooks.register("after_create_page", back_to_desk)
hooks.register("construct_page_chooser_queryset", tree.offer_own_pages)
hooks.register("construct_admin_api", use_own_pages_api)
hooks.register("before_delete_page", tree.into_bin)
hooks.register("before_move_page", tree.refuse_move)
hooks.register("before_copy_page", tree.refuse_copy)
hooks.register("before_bulk_action", tree.refuse_bulk)
hooks.register("construct_page_listing_buttons", tree.drop_pointless_buttons)


@hooks.register("register_rich_text_features", order=10)
def register_links(features):
    features.register_link_type(PublicPageLink)
