"""Forms of the admin as a browser sends them: every field that stands on the screen, with its value."""

from typing import Any

from bs4 import BeautifulSoup
from django.test import Client


def soup_of(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content.decode(), "html.parser")


def fields_of(response: Any, selector: str = "form[data-edit-form]") -> dict[str, Any]:
    """Names and values of the fields of the form, as a submit without changes would send them."""
    form = soup_of(response).select_one(selector)
    assert form is not None, f"no form {selector} on the screen"
    sent: dict[str, Any] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        name, kind = field["name"], field.get("type", field.name)
        if field.has_attr("disabled") or kind in ("submit", "button", "file"):
            continue
        if kind in ("checkbox", "radio"):
            if field.has_attr("checked"):
                sent[name] = field.get("value", "on")
        elif field.name == "select":
            chosen = [one["value"] for one in field.select("option[selected]")]
            sent[name] = chosen[0] if chosen else field.select("option")[0]["value"]
        else:
            sent[name] = field.get("value", "") if field.name == "input" else field.text.lstrip("\n")
    # Blocks of a text are drawn by a script: here each text is sent without any.
    sent |= {f"{text['id']}-count": "0" for text in form.select("[data-controller=w-block][id]")}
    return sent


def submit(
    client: Client,
    url: str,
    selector: str = "form[data-edit-form]",
    *,
    without: tuple[str, ...] = (),
    **changes: Any,
) -> Any:
    """Open the screen, change fields of its form and send it; redirects are followed."""
    sent = fields_of(client.get(url), selector)
    sent.update(changes)
    for name in without:
        sent.pop(name, None)
    return client.post(url, sent, follow=True)


def words_of(response: Any) -> str:
    """What a person reads on the screen, spaces made single."""
    page = soup_of(response)
    for unseen in page(["script", "style", "template"]):
        unseen.decompose()
    return " ".join(page.get_text(" ").replace("\u00a0", " ").split())


def messages_of(response: Any) -> str:
    """The messages at the top of the screen."""
    return _said(response, ".messages li")


def errors_of(response: Any) -> str:
    """The messages beside the fields."""
    return _said(response, ".error-message")


def _said(response: Any, selector: str) -> str:
    texts = (one.get_text(" ") for one in soup_of(response).select(selector))
    return " ".join(" ".join(text.replace("\u00a0", " ").split()) for text in texts)
