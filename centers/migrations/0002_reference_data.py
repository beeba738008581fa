"""Load the 89 regions and the federal bodies, and put the network's home page in the tree.

Reverse: the rows stay, because people may have built on them; nothing is lost either way.
"""

import json
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data"


def load_regions(apps, schema_editor):
    Region = apps.get_model("centers", "Region")
    for row in json.loads((DATA / "regions.json").read_text(encoding="utf-8")):
        Region.objects.get_or_create(code=row.pop("code"), defaults=row)


def load_bodies(apps, schema_editor):
    data = json.loads((DATA / "bodies.json").read_text(encoding="utf-8"))
    operators = apps.get_model("centers", "FederalOperator").objects
    for row in data["operators"]:
        operators.get_or_create(valid_from=row.pop("valid_from"), defaults=row)
    for pair in data["projects"]:
        national, federal = pair["national"], pair["federal"]
        project, _made = apps.get_model("centers", "NationalProject").objects.get_or_create(
            valid_from=national.pop("valid_from"), defaults=national
        )
        apps.get_model("centers", "FederalProject").objects.get_or_create(
            valid_from=federal.pop("valid_from"), defaults={**federal, "national_project": project}
        )


def make_home(apps, schema_editor):
    """Replace Wagtail's welcome page by the network's home page."""
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    HomePage = apps.get_model("centers", "HomePage")
    ContentType = apps.get_model("contenttypes", "ContentType")
    if HomePage.objects.exists():
        return
    Site.objects.filter(root_page__depth=2, root_page__slug="home").delete()
    welcome = Page.objects.filter(depth=2, slug="home", numchild=0).first()
    if welcome is not None:
        welcome.delete()
    content_type, _made = ContentType.objects.get_or_create(model="homepage", app_label="centers")
    root = Page.objects.get(depth=1)
    taken = Page.objects.filter(depth=2).count()
    home = HomePage.objects.create(
        title="Центры «Точка роста»",
        draft_title="Центры «Точка роста»",
        slug="home",
        content_type=content_type,
        path=f"{root.path}{taken + 1:04d}",
        depth=2,
        numchild=0,
        url_path="/home/",
        locale_id=apps.get_model("wagtailcore", "Locale").objects.values_list("pk", flat=True).first(),
        show_in_menus=True,
    )
    Page.objects.filter(pk=root.pk).update(numchild=taken + 1)
    Site.objects.get_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "root_page_id": home.pk, "site_name": "Точка роста"},
    )


def drop_stock_grants(apps, schema_editor):
    """Remove Wagtail's stock groups, whose grants on the roots would reach every school."""
    apps.get_model("auth", "Group").objects.filter(name__in=["Editors", "Moderators"]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("centers", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RunPython(load_regions, migrations.RunPython.noop),
        migrations.RunPython(load_bodies, migrations.RunPython.noop),
        migrations.RunPython(make_home, migrations.RunPython.noop),
        migrations.RunPython(drop_stock_grants, migrations.RunPython.noop),
    ]
