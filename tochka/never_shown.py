"""Models that stand on no kept page, each with its reason. `tests/pages/test_page_rules.py` asks for all."""

from toolkit.pagecache.rules import never_shown


def register_all() -> None:
    """Say it of Wagtail's, Django's and the libraries' models, and of rooms that only staff looks into."""
    never_shown(
        "a redirect answers only where there is no page, and such answers are not kept",
        "wagtailredirects.*",
    )
    never_shown("nothing is embedded from other hosts", "wagtailembeds.*")
    never_shown("replaced by models of our own", "wagtaildocs.*", "wagtailimages.*")
    never_shown("the search, whose answers are not kept", "wagtailsearch.*")
    never_shown("the admin", "wagtailadmin.*", "wagtailusers.*", "wagtailcore.UploadedFile")
    never_shown("there is one language, and it stays", "wagtailcore.Locale")
    never_shown(
        "drafts and their history; what is published is written into the page itself",
        "wagtailcore.Revision",
        "wagtailcore.Comment",
        "wagtailcore.CommentReply",
        "wagtailcore.PageSubscription",
    )
    never_shown("logs for the staff", "wagtailcore.ModelLogEntry", "wagtailcore.PageLogEntry")
    never_shown(
        "rights of the staff; public pages are never private",
        "wagtailcore.GroupSitePermission",
        "wagtailcore.APIToken",
        "wagtailcore.GroupCollectionPermission",
        "wagtailcore.GroupPagePermission",
        "wagtailcore.PageViewRestriction",
        "wagtailcore.PageViewRestriction_groups",
        "wagtailcore.CollectionViewRestriction",
        "wagtailcore.CollectionViewRestriction_groups",
        "auth.*",
        "accounts.*",
    )
    never_shown("shelves of files; a file that is moved to another is saved itself", "wagtailcore.Collection")
    never_shown(
        "workflows are off",
        "wagtailcore.WorkflowContentType",
        "wagtailcore.WorkflowState",
        "wagtailcore.Workflow",
        "wagtailcore.WorkflowTask",
        "wagtailcore.Task",
        "wagtailcore.GroupApprovalTask",
        "wagtailcore.GroupApprovalTask_groups",
        "wagtailcore.TaskState",
        "wagtailcore.WorkflowPage",
    )
    never_shown(
        "says who refers to whom; the texts themselves are in the pages", "wagtailcore.ReferenceIndex"
    )
    never_shown("marks of files in the admin", "taggit.*")
    never_shown("work of the worker", "django_tasks_database.*")
    never_shown("logins", "axes.*", "otp_totp.*", "otp_static.*", "sessions.*")
    never_shown("names of models", "contenttypes.*")
    never_shown("loading of tables by the staff; what they bring is written by the services", "exchange.*")
    never_shown("completeness, for the staff", "oversight.*")
    never_shown("the log of publications, for the staff", "ledger.*")
    never_shown("which objects the demonstration network has made", "demo.*")
