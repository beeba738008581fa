"""Compiled templates print what Django prints, letter for letter."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.template import Context, Engine, RequestContext, TemplateDoesNotExist, engines
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from toolkit.compiled.loader import Loader
from toolkit.compiled.nodes import CompiledList

OPTIONS = settings.TEMPLATES[0]["OPTIONS"]


class SilentError(Exception):
    silent_variable_failure = True


class Thing:
    title = "Кружок <физики> & «химии»"
    name = "Имя"
    count = 0

    def __init__(self):
        self.calls = 0

    def method(self):
        self.calls += 1
        return f"звонок {self.calls}"

    def wants(self, more):
        return more

    def deleting(self):
        raise AssertionError("never called")

    deleting.alters_data = True

    @property
    def silent(self):
        raise SilentError

    @property
    def missing_row(self):
        raise ObjectDoesNotExist

    @property
    def wrong(self):
        raise AttributeError("an error of the property itself")

    @property
    def broken(self):
        raise ZeroDivisionError


def values():
    return {
        "thing": Thing(),
        "kind": Thing,
        "words": ["один", "два <b>", mark_safe("<i>три</i>")],
        "numbers": [1, 2, 3],
        "pairs": [("а", 1), ("б", 2)],
        "facts": {"items": "своё", "first": {"second": "глубоко"}, "1": "по имени"},
        "empty": [],
        "nothing": None,
        "yes": True,
        "no": False,
        "big": 1234567,
        "part": 1234.5,
        "markup": mark_safe("<b>жирно</b>"),
        "lazy": gettext_lazy("Да"),
        "moment": dt.datetime(2026, 11, 23, 21, 30, tzinfo=dt.UTC),
        "day": dt.date(2026, 11, 23),
        "later": (n for n in range(3)),
        "space": SimpleNamespace(of="имён", facts={"а": 1}),
        "name": "included.html",
    }


TEMPLATES = {
    "included.html": "[{{ thing.name }}{{ more }}{% if set_inside %}!{% endif %}]",
    "setting.html": "{% load i18n %}{% translate 'Да' as inner %}({{ inner }}){% cycle 'а' 'б' %}",
    "base.html": "<{% block head %}до {{ words.0 }}{% endblock %}|{% block body %}{% endblock %}>",
    "child.html": """{% extends 'base.html' %}{% block body %}{{ block.super }}
{% for one in words %}{{ one }}{% block deep %}{{ forloop.counter }}{% endblock %}{% endfor %}
{% endblock %}""",
    "folder/relative.html": "{% include './near.html' %}{% include '../included.html' with more=1 only %}",
    "folder/near.html": "рядом",
    "recursive.html": """{{ words|length }}{% if depth < 3 %}{% with depth=depth|add:1 %}
{% include 'recursive.html' %}{% endwith %}{% endif %}""",
}
#: Each is parted from the next by an empty line.
WRITTEN = """
просто <слова> & 'кавычки'

{{ thing.title }} {{ thing.title|safe }} {{ markup }} {{ words }} {{ words.1 }} {{ words.2 }}

{{ thing.method }} {{ thing.wants }} {{ thing.deleting }} {{ thing.nowhere }} {{ nowhere }}
{{ nowhere.deep }}

{{ thing.silent }}{{ thing.missing_row }}

{{ facts.items }} {{ facts.first.second }} {{ facts.1 }} {{ facts.nowhere }} {{ pairs.1.0 }}
{{ pairs.9 }}

{{ nothing }} {{ yes }} {{ big }} {{ part }} {{ moment }} {{ day }} {{ moment|date:'H:i' }} {{ lazy }}

{{ kind.title }} {{ kind.nowhere }} {{ space.of }} {{ space }} {{ True }} {{ 'буквы <b>' }} {{ 12 }}
{{ 1.5 }}

{{ template_name }}{{ autoescape }}{{ use_tz }}{{ push }}{{ get }}{{ request.path }}

{{ nowhere|default:thing.name }} {{ nowhere|default:_('Да') }} {{ words|join:', ' }} {{ words.1|upper }}

{{ nowhere|default_if_none:'пусто' }} {{ markup|upper }} {{ thing.title|truncatewords:2 }}
{{ words|length }}

{{ thing.title|linebreaksbr }} {{ thing.title|force_escape }} {{ words|unordered_list }}

{{ _('Да') }} {{ _('Нет')|upper }}

{% if yes %}да{% elif no %}нет{% else %}иначе{% endif %}{% if nowhere %}а{% else %}б{% endif %}

{% if not no and yes or nowhere %}1{% endif %}{% if nowhere.deep == None %}2{% endif %}
{% if nothing is None %}3{% endif %}{% if big > part %}4{% endif %}{% if big < 'а' %}5{% else %}6
{% endif %}

{% if 'два' in words %}1{% endif %}{% if 'один' in words %}2{% endif %}{% if 1 not in numbers %}3
{% endif %}{% if 1 in big %}4{% endif %}{% if part >= 1 and big != 3 %}5{% endif %}{% if big <= 1 %}6
{% endif %}

{% if thing.silent %}1{% else %}2{% endif %}{% if words|length > 2 %}3{% endif %}
{% if no is not None %}4{% endif %}

{% if yes|default:nowhere %}{% endif %}{% if words|join:nowhere %}1{% else %}2{% endif %}

{% for one in words %}{{ forloop.counter }}{{ forloop.first }}{{ forloop.last }}{{ forloop.revcounter }}
{{ one }}{% empty %}пусто{% endfor %}{{ one }}{{ forloop }}

{% for one in words reversed %}{{ forloop.counter0 }}{{ forloop.revcounter0 }}{{ one }}{% endfor %}

{% for one in numbers %}{% for two in words %}{{ forloop.parentloop.counter }}{{ forloop.counter }}
{% endfor %}{% endfor %}

{% for a, b in pairs %}{{ a }}={{ b }};{% endfor %}{% for key, value in space.facts.items %}{{ key }}
{% endfor %}

{% for one in empty %}{% empty %}пусто {{ thing.name }}{% endfor %}{% for one in nowhere %}х{% empty %}-
{% endfor %}

{% for one in later %}{{ one }}{% endfor %}{% for letter in 'абв' %}{{ letter }}{% endfor %}

{% for one in words %}{% cycle 'а' 'б' %}{% ifchanged one %}{{ one }}{% endifchanged %}{% endfor %}

{% with a=thing.title b='два' %}{{ a }}{{ b }}{% endwith %}{{ a }}{% with thing as b %}{{ b.name }}
{% endwith %}

{% with words=numbers first=words %}{{ words }}{{ first }}{% endwith %}{{ words.0 }}

{% include 'included.html' %}{% include 'included.html' with more=thing.title set_inside=yes %}
{{ more }}

{% include 'included.html' with more='<1>' only %}{% include name %}
{% include name|default:'x' with more=2 %}

{% include 'setting.html' %}{{ inner }}{% for one in words %}{% include 'setting.html' %}{% endfor %}

{% include 'folder/relative.html' %}{% include 'recursive.html' with depth=1 %}

{% extends 'child.html' %}{% block head %}{{ block.super }}+{{ thing.name }}{% endblock %}
{% block deep %}{{ one }}{% endblock %}

{% load i18n %}{% translate 'Да' %} {% translate '50% <скидка>' %} {% translate thing.title %}
{% translate 'Нет' as no_word %}{{ no_word }}{% translate 'Да' noop %}
{% translate 'май' context 'месяц' %}

{% load i18n %}{% blocktranslate with n=thing.title count m=big %}{{ n }} один{% plural %}{{ n }} много
{% endblocktranslate %}{% language 'en' %}{% translate 'Yes' %}{% endlanguage %}

{% autoescape off %}{{ thing.title }}{% if yes %}{{ thing.title }}{% endif %}
{% include 'included.html' with more=thing.title %}{% autoescape on %}{{ thing.title }}
{% endautoescape %}{% endautoescape %}{{ thing.title }}

{% load ru %}{% icon 'phone' %}{% icon 'down' 'icon--turn' %}
{% icon thing.nowhere|default:'mark' as drawn %}{{ drawn }}

{% load ru %}{{ big|ru_number }} {{ day|ru_date }} {{ thing.title|typograph }}
{{ big|count_phrase:'центр,центра,центров' }}

{% load tz l10n %}{{ big|localize }}{{ part|unlocalize }}{% localize off %}{{ part }}{% endlocalize %}
{% timezone 'Asia/Tomsk' %}{{ moment|date:'H:i' }} {{ moment|time:'G:i' }} {{ moment }}{% endtimezone %}

{% spaceless %}<p> {{ thing.name }} </p> <p>{% comment %}нет{% endcomment %}</p>{% endspaceless %}
{% filter upper %}{{ thing.title }}{% endfilter %}{% firstof nowhere thing.title %}{% now 'Y' %}

{% verbatim %}{{ thing }}{% endverbatim %}{% templatetag openblock %}{# слова #}
{% regroup pairs by 0 as grouped %}{% for group in grouped %}{{ group.grouper }}{% endfor %}
{% widthratio 1 2 100 %}{% lorem 1 w %}
""".strip().split("\n\n")
RAISING = [
    "{{ thing.broken }}",
    "{{ thing.wrong }}",
    "{{ words|join:nowhere }}",
    "{% if thing.broken %}{% endif %}",
    "{% for a, b in words %}{% endfor %}",
    "{% include 'nowhere.html' %}",
    "{% load ru %}{% icon '../x' %}",
]


def engine(loader):
    inside = ["django.template.loaders.locmem.Loader", TEMPLATES]
    return Engine(
        loaders=[(loader, [inside])],
        libraries=engines["django"].engine.libraries,
        builtins=engines["django"].engine.builtins,
    )


class EveryTemplate(Loader):
    """Compiles what lies in memory too."""

    def _is_compiled(self, template):
        return True


def both(written, context=Context):
    """The text of Django's template and of the compiled one, or their errors."""
    found = []
    for loader in ("django.template.loaders.cached.Loader", f"{__name__}.EveryTemplate"):
        here = engine(loader)
        template = here.from_string(written)
        if loader.endswith("EveryTemplate"):
            template.nodelist = CompiledList(template.nodelist)
        found.append(template)
    return [lambda template=template: template.render(context(values())) for template in found]


@pytest.mark.parametrize("written", WRITTEN)
def test_compiled_template_prints_what_django_prints(written):
    django, ours = both(written)
    assert ours() == django()


@pytest.mark.parametrize("written", WRITTEN)
def test_it_prints_the_same_for_a_request(written, rf):
    django, ours = both(written, lambda known: RequestContext(rf.get("/"), known))
    assert ours() == django()


@pytest.mark.parametrize("written", WRITTEN)
def test_it_prints_the_same_without_escaping(written):
    django, ours = both(written, lambda known: Context(known, autoescape=False))
    assert ours() == django()


@pytest.mark.parametrize("written", RAISING)
def test_errors_are_those_of_django(written):
    django, ours = both(written)
    with pytest.raises(Exception) as expected:  # noqa: PT011 - whatever Django raises
        django()
    with pytest.raises(expected.type):
        ours()


def test_words_follow_the_language_and_contents_are_not_kept():
    template = engine(f"{__name__}.EveryTemplate").from_string(
        "{% load i18n %}{% translate 'Yes' %} {{ thing.method }}"
    )
    template.nodelist = CompiledList(template.nodelist)
    thing = Thing()
    printed = []
    for language in ("ru", "en", "ru"):
        with translation.override(language):
            printed.append(template.render(Context({"thing": thing})))
    assert printed == ["Да звонок 1", "Yes звонок 2", "Да звонок 3"]


def test_templates_of_the_project_are_compiled_and_those_of_applications_are_not():
    made = Engine.get_default()
    assert type(made.get_template("base.html").nodelist) is CompiledList
    assert type(made.get_template("components/lesson.html").nodelist) is CompiledList
    assert type(made.get_template("wagtailadmin/generic/index.html").nodelist) is not CompiledList
    with pytest.raises(TemplateDoesNotExist):
        made.get_template("nowhere.html")


def test_nothing_is_compiled_for_somebody_who_debugs():
    made = Engine(dirs=Engine.get_default().dirs, loaders=OPTIONS["loaders"], debug=True)
    loader = made.template_loaders[0]
    template = Engine.get_default().get_template("base.html")
    assert not loader._is_compiled(template)
    loader.engine.debug = False
    assert loader._is_compiled(template)
