"""Questions of visitors."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from feedback.models import Answer, AnswerWay, Delivery, Question, QuestionState


class QuestionFactory(DjangoModelFactory):
    """A new question of today; `late=True` makes it one whose last day was yesterday."""

    class Meta:
        model = Question

    class Params:
        late = factory.Trait(due_on=factory.LazyFunction(lambda: timezone.localdate() - dt.timedelta(days=1)))
        answered = factory.Trait(state=QuestionState.ANSWERED)

    number = factory.Sequence(lambda n: 100_000 + n)
    receipt = factory.Sequence(lambda n: f"receipt-{n}")
    form_key = factory.Sequence(lambda n: f"form-{n}")
    content_key = factory.Sequence(lambda n: f"content-{n}")
    name = "Мария Петрова"
    email = factory.Sequence(lambda n: f"asker-{n}@example.ru")
    text = "Когда начнутся занятия по робототехнике?"
    due_on = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=10))


class AnswerFactory(DjangoModelFactory):
    """An answer that was mailed; `failed=True` makes it one whose letter did not go."""

    class Meta:
        model = Answer

    class Params:
        failed = factory.Trait(delivery=Delivery.FAILED, problem="Почтовый сервер не ответил.")

    question = factory.SubFactory(QuestionFactory)
    text = "Занятия начнутся 15 сентября."
    way = AnswerWay.MAIL
    delivery = Delivery.SENT
