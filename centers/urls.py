"""Public addresses that exist on every host, whatever page its site begins with."""

from django.urls import path
from django.views.generic import RedirectView

from centers.views import documents, places, school_site, search, search_engines, vision

urlpatterns = [
    path("robots.txt", search_engines.robots, name="robots"),
    path("sitemap.xml", search_engines.sitemap_index, name="sitemap"),
    path("sitemap-<slug:kind>-<int:number>.xml", search_engines.sitemap_part, name="sitemap_part"),
    # Short, because it is typed from paper.
    path("invite/", RedirectView.as_view(pattern_name="invite"), name="invite_short"),
    path("c/<int:center_id>/", places.center_by_number, name="center_short"),
    # On paper the Latin letter and the Russian one look the same.
    path("с/<int:center_id>/", RedirectView.as_view(pattern_name="center_short")),
    path("c/<int:center_id>/svedeniya.html", school_site.section_html, name="school_section_html"),
    path("c/<int:center_id>/svedeniya.json", school_site.section_json, name="school_section_json"),
    path("d/<slug:public_id>/", documents.document_card, name="document_card"),
    path("d/<slug:public_id>/pervaya-stranica/", documents.document_preview, name="document_preview"),
    path(
        "d/<slug:public_id>/podpis/<int:number>/<str:filename>",
        documents.document_signature,
        name="document_signature",
    ),
    path("d/<slug:public_id>/<str:filename>", documents.document_file, name="document_file"),
    path("poisk/", search.search, name="search"),
    path("dlya-slabovidyashchih/", vision.vision, name="vision"),
    path("karta-sajta/", places.site_map, name="site_map"),
    path("politika/", places.privacy_policy, name="privacy_policy"),
]
