"""Take away what Wagtail's own groups were granted, and put files beside the centres they belong to.

The groups «Editors» and «Moderators» that Wagtail makes hold grants on the root of pages and of
collections: with them everybody would see every centre. A group without people goes; one with people
stays empty of rights, and these people get theirs by a membership.

Way back: none is needed, the rows taken away gave nobody anything but a leak. Files stay on their shelves.
"""

from django.db import migrations

DEFAULT_GROUPS = ("Editors", "Moderators")
STEP = 4  # letters of a level in `path`


def drop_grants(apps, schema_editor):
    db = schema_editor.connection.alias
    apps.get_model("wagtailcore", "GroupPagePermission").objects.using(db).all().delete()
    apps.get_model("wagtailcore", "GroupCollectionPermission").objects.using(db).all().delete()
    for group in apps.get_model("auth", "Group").objects.using(db).filter(name__in=DEFAULT_GROUPS):
        group.permissions.clear()
        if not group.user_set.exists():
            group.delete()


def centers_of_files(apps, db):
    """`{("Document", 7): {1, 2}, …}`: the centres that show a file, in rows and in pages."""
    get = apps.get_model
    owners = {}

    def note(kind, number, center):
        if number:
            owners.setdefault((kind, number), set()).add(center)

    fields = ("document_id", "replacement_id", "accessible_alternative_id")
    for row in get("centers", "CenterDocument").objects.using(db).values("center_id", *fields).iterator():
        for field in fields:
            note("Document", row[field], row["center_id"])
    for name in ("Teacher", "Room"):
        rows = get("centers", name).objects.using(db).filter(photo__isnull=False)
        for center, photo in rows.values_list("center_id", "photo_id").iterator():
            note("Image", photo, center)
    places = dict(get("centers", "CenterPage").objects.using(db).values_list("path", "center_id"))
    types = {
        row.pk: row.model
        for row in get("contenttypes", "ContentType").objects.using(db).filter(app_label="library")
    }
    kinds = {number: {"image": "Image", "document": "Document"}.get(model) for number, model in types.items()}
    base = get("contenttypes", "ContentType").objects.using(db).filter(app_label="wagtailcore", model="page")
    references = get("wagtailcore", "ReferenceIndex").objects.using(db)
    references = references.filter(to_content_type__in=kinds, base_content_type__in=base)
    paths = dict(get("wagtailcore", "Page").objects.using(db).values_list("pk", "path")) if references else {}
    for page, kind, number in references.values_list("object_id", "to_content_type_id", "to_object_id"):
        path = paths.get(int(page), "")
        center = places.get(path[: 5 * STEP])
        note(kinds[kind], int(number), center)  # None: a page above the centres uses it too
    return owners


def shelve_files(apps, schema_editor):
    """Only a file that one single centre shows, and that lies in the root, belongs to that centre."""
    db = schema_editor.connection.alias
    Collection = apps.get_model("wagtailcore", "Collection")
    Shelf = apps.get_model("centers", "Shelf")
    root = Collection.objects.using(db).filter(depth=1).order_by("path").first()
    if root is None:
        return
    files = {}
    for (kind, number), centers in centers_of_files(apps, db).items():
        if kind and len(centers) == 1 and None not in centers:
            files.setdefault(next(iter(centers)), []).append((kind, number))
    for center, owned in sorted(files.items()):
        last = Collection.objects.using(db).filter(depth=2).order_by("-path").first()
        path = root.path + next_step(last.path[STEP:] if last else "")
        number = (Collection.objects.using(db).order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
        name = apps.get_model("centers", "Center").objects.using(db).get(pk=center).school.short_name
        collection = Collection.objects.using(db).create(
            path=path, depth=2, numchild=0, name=f"{number:07d} · {name}"[:255]
        )
        Collection.objects.using(db).filter(pk=root.pk).update(
            numchild=Collection.objects.using(db).filter(depth=2).count()
        )
        Shelf.objects.using(db).create(collection=collection, center_id=center)
        for kind in ("Document", "Image"):
            numbers = [number for one, number in owned if one == kind]
            rows = apps.get_model("library", kind)._base_manager.using(db)
            rows.filter(pk__in=numbers, collection_id=root.pk).update(collection_id=collection.pk)


def next_step(step):
    """The step of the tree after this one: four digits to the base of 36."""
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    value = int(step, 36) + 1 if step else 1
    digits = ""
    while value:
        value, rest = divmod(value, 36)
        digits = letters[rest] + digits
    return digits.rjust(STEP, "0")


class Migration(migrations.Migration):
    dependencies = [
        ("centers", "0008_membership"),
        ("library", "0003_photo_consent"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.RunPython(drop_grants, migrations.RunPython.noop),
        migrations.RunPython(shelve_files, migrations.RunPython.noop),
    ]
