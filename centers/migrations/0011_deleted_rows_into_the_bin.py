"""An entry in the bin for every row that was deleted and hidden before there was one.

Way back: none is needed; the rows stay hidden, and the lists of deleted ones lead to them.
"""

import datetime as dt
import operator

from django.db import migrations
from django.utils import timezone

from toolkit.text import fold

#: Rows that were deleted long ago stay for at least so many days after the upgrade.
AT_LEAST_DAYS = 30
KEPT_DAYS = 90
TITLE = 300


def put_deleted_rows_in(apps, schema_editor):
    db = schema_editor.connection.alias
    now = timezone.now()
    oldest = now - dt.timedelta(days=KEPT_DAYS - AT_LEAST_DAYS)
    entries = apps.get_model("centers", "BinEntry").objects.using(db)
    types = apps.get_model("contenttypes", "ContentType").objects.using(db)
    shelves = {
        shelf.collection_id: {
            "center_id": shelf.center_id,
            "municipality_id": shelf.municipality_id,
            "region_id": shelf.region_id,
        }
        for shelf in apps.get_model("centers", "Shelf").objects.using(db)
    }
    kinds = (
        ("centers", "CenterDocument", "document", "title", lambda row: {"center_id": row.center_id}),
        ("centers", "Center", "center", "school.short_name", lambda row: {"center_id": row.pk}),
        ("centers", "School", "school", "short_name", lambda row: {"municipality_id": row.municipality_id}),
        ("library", "Document", "file", "title", lambda row: shelves.get(row.collection_id, {})),
        ("library", "Image", "image", "title", lambda row: shelves.get(row.collection_id, {})),
    )
    for app, name, kind, title_of, place_of in kinds:
        rows = apps.get_model(app, name)._base_manager.using(db).filter(deleted_at__isnull=False)
        if not rows.exists():
            continue
        kind_of_content, _made = types.get_or_create(app_label=app, model=name.lower())
        for row in rows.iterator():
            title = (operator.attrgetter(title_of)(row) or str(row.pk))[:TITLE]
            entries.create(
                kind=kind,
                content_type_id=kind_of_content.pk,
                object_id=row.pk,
                title=title,
                search_key=fold(f"{title}\n"),
                deleted_at=max(row.deleted_at, oldest),
                **place_of(row),
            )


class Migration(migrations.Migration):
    dependencies = [
        ("centers", "0010_bin"),
        ("library", "0003_photo_consent"),
    ]

    operations = [
        migrations.RunPython(put_deleted_rows_in, migrations.RunPython.noop),
    ]
