"""Give the rows that Wagtail makes for itself names that staff can read, and drop its stock approval.

Reverse: nothing is lost, so nothing is brought back; names can be changed in the admin.
"""

from django.db import migrations


def name_roots(apps, schema_editor):
    """«Root» is what stands at the beginning of every path in the admin."""
    pages = apps.get_model("wagtailcore", "Page").objects.filter(depth=1, title="Root")
    pages.update(title="Все страницы", draft_title="Все страницы")
    apps.get_model("wagtailcore", "Collection").objects.filter(depth=1, name="Root").update(name="Все файлы")


def drop_stock_approval(apps, schema_editor):
    """Workflows are switched off (`WAGTAIL_WORKFLOW_ENABLED`); the stock one belonged to a stock group."""
    name = "Moderators approval"
    workflows = apps.get_model("wagtailcore", "Workflow").objects.filter(name=name)
    if not apps.get_model("wagtailcore", "WorkflowState").objects.filter(workflow__in=workflows).exists():
        apps.get_model("wagtailcore", "WorkflowPage").objects.filter(workflow__in=workflows).delete()
        tasks = apps.get_model("wagtailcore", "WorkflowTask").objects.filter(workflow__in=workflows)
        task_ids = list(tasks.values_list("task_id", flat=True))
        tasks.delete()
        workflows.delete()
        approvals = apps.get_model("wagtailcore", "GroupApprovalTask").objects.filter(pk__in=task_ids)
        for approval in approvals:
            approval.groups.clear()
        approvals.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("centers", "0004_dates_within_reason"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunPython(name_roots, migrations.RunPython.noop),
        migrations.RunPython(drop_stock_approval, migrations.RunPython.noop),
    ]
