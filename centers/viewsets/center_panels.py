"""The form of an opened centre, group by group: what is asked, with help and examples."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from centers.forms.centers import CenterForm, CenterWorkForm

SLUG = FieldPanel(
    "slug",
    help_text=_(
        "Часть адреса латинскими буквами, например batkatskaya-sosh. Если оставить пустым, составим "
        "из названия школы. После смены адреса старые ссылки продолжат работать."
    ),
)
BUILDING = FieldPanel(
    "building",
    help_text=_("Только если у школы несколько центров, например «корпус 2» или «филиал в с. Победа»."),
)
OPENING_TIME = MultiFieldPanel(
    [
        FieldRowPanel(
            [
                FieldPanel("year", help_text=_("Например, 2021. Если указать дату, год заполнится сам.")),
                FieldPanel("opened_on", help_text=_("День открытия, если он известен.")),
            ]
        ),
        FieldPanel(
            "opening_words",
            help_text=_("Только если точный год не известен: «в 2019–2020 годах», «до конца 2024 года»."),
        ),
        FieldPanel(
            "state", help_text=_("Закрытый центр уходит из списков, но его страница остаётся на сайте.")
        ),
    ],
    heading=_("Когда открыт и работает ли"),
)
STATE_SOURCE = MultiFieldPanel(
    [
        FieldRowPanel(
            [
                FieldPanel("state_as_of", help_text=_("По состоянию на какой день это известно.")),
                FieldPanel("state_year_only", help_text=_("Отметьте, если в источнике назван только год.")),
            ]
        ),
        FieldPanel("state_source", help_text=_("Например, приказ или страница на сайте школы.")),
        FieldPanel("state_source_url"),
    ],
    heading=_("Откуда известно состояние"),
    help_text=_("Нужно для центров, которые ещё планируются или открываются: такие сведения устаревают."),
    classname="collapsed",
)
PROFILE = MultiFieldPanel(
    [
        FieldPanel("profile"),
        FieldPanel(
            "profile_override",
            help_text=_("Только для другого профиля, например «спортивная направленность»."),
        ),
        FieldPanel(
            "profile_override_genitive",
            help_text=_("Он же после слов «центр образования»: «спортивной направленности»."),
        ),
    ],
    heading=_("Профиль"),
)
ACTIVITIES = MultiFieldPanel(
    [
        FieldPanel("does_subjects"),
        FieldPanel("does_extracurricular"),
        FieldPanel("does_additional"),
        FieldPanel("does_events"),
        FieldPanel("does_network_events"),
    ],
    heading=_("Что делают в центре"),
    help_text=_(
        "Снимите отметки с того, чего в центре нет: из оставшегося составится текст «Общей информации»."
    ),
)
PEOPLE = MultiFieldPanel(
    [
        FieldRowPanel(
            [
                FieldPanel("head_name", help_text=_("Например, Иванова Анна Петровна.")),
                FieldPanel("head_post", help_text=_("Например, заместитель директора.")),
            ]
        ),
        FieldRowPanel(
            [
                FieldPanel("phone", help_text=_("Если пусто, показываем телефон школы.")),
                FieldPanel("email", help_text=_("Если пусто, показываем почту школы.")),
            ]
        ),
        FieldPanel("hours", help_text=_("Например, пн–пт 13:00–18:00.")),
        FieldPanel("building_address", help_text=_("Если центр не по адресу школы.")),
    ],
    heading=_("Руководитель и связь"),
)
LINKS = MultiFieldPanel(
    [
        FieldPanel("vk_url", help_text=_("Можно без https://, например vk.com/tochka_batkat.")),
        FieldPanel("ok_url"),
        FieldPanel("other_url"),
        FieldPanel("navigator_url", help_text=_("Страница центра или школы в «Навигаторе» вашего региона.")),
    ],
    heading=_("Ссылки"),
)
BODIES = MultiFieldPanel(
    [
        FieldPanel("federal_project", help_text=_("Пусто — тот, что действовал в день открытия.")),
        FieldPanel("operator_rule"),
        FieldPanel("operator", help_text=_("Только если выбрано «указан для этого центра».")),
        FieldPanel("coordinator", help_text=_("Пусто — нынешний координатор региона.")),
        FieldPanel("funding_source", help_text=_("Например: субсидия из федерального бюджета.")),
    ],
    heading=_("Проект, оператор, координатор"),
    help_text=_("Заполняется само по дате открытия и региону. Меняйте, только если у центра иначе."),
    classname="collapsed",
)
NUMBERS = MultiFieldPanel(
    [FieldRowPanel([FieldPanel("external_source"), FieldPanel("external_id")])],
    heading=_("Номер в другом реестре"),
    classname="collapsed",
)

EDIT_HANDLER = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldPanel(
                    "school",
                    read_only=True,
                    help_text=_("Центр остаётся за своей школой. Название и муниципалитет меняют у школы."),
                ),
                BUILDING,
                SLUG,
            ],
            heading=_("Школа и адрес страницы"),
        ),
        OPENING_TIME,
        STATE_SOURCE,
        PROFILE,
        ACTIVITIES,
        PEOPLE,
        LINKS,
        BODIES,
        NUMBERS,
    ],
    base_form_class=CenterForm,
)

#: For editors and heads: neither school nor address, state, project or register number.
WORK_HANDLER = ObjectList([ACTIVITIES, PEOPLE, LINKS], base_form_class=CenterWorkForm)
