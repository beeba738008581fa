"""Registration of the screens of files with Wagtail; no logic here."""

from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.images.views.chooser import viewset as image_chooser

from library import screens
from library.image_screens import image_urls
from library.own_tags import DocumentIndexView, ImageChooseView
from library.photo_panel import PhotoPanel
from library.undo import undo


@hooks.register("register_admin_urls", order=-10)
def register_urls():
    """Before Wagtail's own: some of its addresses are answered here."""
    return [
        path("documents/", DocumentIndexView.as_view()),
        path("documents/results/", DocumentIndexView.as_view(results_only=True)),
        path("undo/", undo, name="library_undo"),
        path("documents/delete/<int:document_id>/", screens.DocumentDeleteView.as_view()),
        path("images/<int:image_id>/delete/", screens.ImageDeleteView.as_view()),
        path(
            "documents/<int:document_id>/versions/", screens.VersionsView.as_view(), name="library_versions"
        ),
        path(
            "documents/versions/<int:version_id>/<str:filename>",
            screens.version_file,
            name="library_version_file",
        ),
        path(
            "documents/signatures/<int:signature_id>/<str:filename>",
            screens.signature_file,
            name="library_signature_file",
        ),
    ]


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action("library.restore", _("Восстановление"), _("Восстановлено из корзины"))
    actions.register_action("library.version", _("Возврат версии"), _("Возвращена прежняя версия файла"))
    actions.register_action("library.unsign", _("Подпись"), _("Убран файл подписи"))


image_chooser.choose_view_class = ImageChooseView
hooks.register("after_bulk_action", screens.offer_undo)
hooks.register("register_admin_urls", image_urls, order=-10)


@hooks.register("insert_global_admin_css")
def photo_css():
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin-photos.css"))


@hooks.register("construct_homepage_panels")
def add_photo_panel(request, panels):
    panels.append(PhotoPanel())
