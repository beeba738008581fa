"""What may not be done to pages through the tree, and the words that say what to do instead."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page
from wagtail.permissions import policy_registry

from centers.models import CenterPage, HomePage, MunicipalityPage, RegionPage
from centers.models.pages.section import CenterScopedPage, SectionPage
from centers.permissions import may
from centers.services import bin_page
from centers.viewsets.bin_button import with_return
from toolkit.numbers import row_number
from toolkit.text import count_phrase

#: Pages that stand for rows of the register: the attribute of the row and the address of its form.
REGISTER_PAGES = {
    RegionPage: ("region", "register_region:edit"),
    MunicipalityPage: ("municipality", "register_municipality:edit"),
    CenterPage: ("center", "register_center:edit"),
}
PROTECTED_MODELS = (HomePage, *REGISTER_PAGES)


def _row_url(page: Page, user) -> str | None:
    """Where the row of the register is changed, by whoever may."""
    place = REGISTER_PAGES.get(type(page))
    if place is None or not may(user, "change", getattr(page, place[0])):
        return None
    return reverse(place[1], args=[getattr(page, f"{place[0]}_id")])


def _why_not_deleted(page: Page) -> str:
    if isinstance(page, HomePage):
        return _("Главную страницу сети удалить нельзя: на ней держатся все остальные.")
    if isinstance(page, CenterPage):
        return _(
            "Страница «{name}» стоит за строку реестра. Чтобы убрать центр с сайта, удалите его в реестре."
        )
    if isinstance(page, RegionPage | MunicipalityPage):
        return _(
            "Страница «{name}» стоит за строку реестра. Удаляйте её там, когда к ней уже ничего не относится."
        )
    return ""


def _why_not_moved(page: Page) -> str:
    if isinstance(page, HomePage):
        return _("Главную страницу сети переместить нельзя.")
    if isinstance(page, CenterPage):
        return _(
            "Центр «{name}» переезжает вместе со школой: смените муниципалитет школы в реестре, "
            "и страницы с файлами перейдут сами."
        )
    if isinstance(page, RegionPage | MunicipalityPage):
        return _("Место страницы «{name}» задаёт реестр, переместить её в дереве нельзя.")
    return ""


def _why_not_copied(page: Page, target: Page | None) -> str:
    if isinstance(page, PROTECTED_MODELS):
        return _(
            "Страница «{name}» стоит за строку реестра, копии у неё быть не может. "
            "Откройте новый центр в реестре."
        )
    if isinstance(page, SectionPage):
        return _(
            "Раздел «{name}» у центра один. Копировать можно страницы внутри разделов: "
            "программы, мероприятия."
        )
    if isinstance(page, CenterScopedPage) and target is not None:
        center_id = getattr(target.specific, "center_id", None)
        if center_id != page.center_id:
            return _(
                "Скопировать «{name}» можно только внутри своего центра: её педагоги и документы "
                "остаются там."
            )
    return ""


def _refuse(request, page: Page, reason: str):
    buttons = []
    if url := _row_url(page, request.user):
        buttons.append(messages.button(url, _("Открыть в реестре")))
    messages.error(request, reason.replace("{name}", page.title), buttons=buttons)
    parent = page.get_parent()
    return redirect("wagtailadmin_explore", parent.pk if parent else page.pk)


def offer_own_pages(pages, request):
    """`construct_page_chooser_queryset`: links and other choices lead to own pages and those above."""
    own = policy_registry.get_by_type(Page).explorable_instances(request.user)
    return pages.filter(pk__in=own.order_by().values("pk")).annotate_approved_schedule()


def into_bin(request, page):
    """`before_delete_page`: pages of the register stay, all others go to the bin instead of being lost."""
    page = page.specific
    reason = _why_not_deleted(page)
    if reason:
        return _refuse(request, page, reason)
    if request.method != "POST":
        return None
    parent = page.get_parent()
    back = get_valid_next_url_from_request(request) or reverse("wagtailadmin_explore", args=[parent.pk])
    bin_page(page, user=request.user)
    text = _("Страница «{name}» в корзине. Её адрес свободен, посетители её не видят.").format(
        name=page.title
    )
    messages.success(request, with_return(request, text, [page], back=back))
    for hook in hooks.get_hooks("after_delete_page"):
        response = hook(request, page)
        if hasattr(response, "status_code"):
            return response
    return redirect(back)


def _several_into_bin(request, pages, action):
    tops = []
    for page in sorted(pages, key=lambda page: page.path):
        if not any(page.path.startswith(top.path) for top in tops):
            tops.append(page)
    for page in tops:
        bin_page(page, user=request.user)
    count = count_phrase(len(tops), _("страница"), _("страницы"), _("страниц"))
    text = _("В корзине {count}.").format(count=count)
    messages.success(request, with_return(request, text, tops, back=action.next_url))
    return redirect(action.next_url)


def refuse_move(request, page, destination):
    """`before_move_page`: the register decides where its pages stand."""
    page = page.specific
    reason = _why_not_moved(page)
    return _refuse(request, page, reason) if reason else None


def refuse_copy(request, page):
    """`before_copy_page`: no second page of a register row, no section twice, nothing across centres."""
    page = page.specific
    target = Page.objects.filter(pk=row_number(request.POST.get("new_parent_page", ""))).first()
    reason = _why_not_copied(page, target)
    return _refuse(request, page, reason) if reason else None


def refuse_bulk(request, action_type, pages, action_class):
    """`before_bulk_action`: the same for several pages at once; one refused page stops all.

    What is deleted goes to the bin, as one page does.
    """
    reasons = {"delete": _why_not_deleted, "move": _why_not_moved}
    why = reasons.get(action_type)
    if why is None or not pages or not isinstance(pages[0], Page):
        return None
    for page in pages:
        specific = page.specific
        if reason := why(specific):
            return _refuse(request, specific, reason)
    return _several_into_bin(request, pages, action_class) if action_type == "delete" else None


#: Actions of the tree that lead only to a refusal on pages of the register.
_POINTLESS = ("wagtailadmin_pages:delete", "wagtailadmin_pages:move", "wagtailadmin_pages:copy")


def drop_pointless_buttons(buttons, page, user, context=None) -> None:
    """`construct_page_listing_buttons`: what is always refused is not offered."""
    if page.cached_content_type.model_class() not in PROTECTED_MODELS:
        return
    refused = {reverse(name, args=[page.pk]) for name in _POINTLESS}
    for button in buttons:
        offered = getattr(button, "dropdown_buttons", None)
        if offered is not None:
            kept = [one for one in offered if str(one.url).split("?")[0] not in refused]
            button.dropdown_buttons = kept
