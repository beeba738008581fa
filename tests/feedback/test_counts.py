"""What boards and badges say of the questions that wait."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from centers.models import Center
from feedback.models import QuestionState
from feedback.services import unanswered_counts
from tests.factories.feedback import QuestionFactory


def test_open_and_overdue_are_counted_for_each_centre_in_one_query(network):
    mine, other = network.tomsk, network.dagestan
    QuestionFactory(center=mine)
    QuestionFactory(center=mine, state=QuestionState.WORKING, late=True)
    QuestionFactory(center=mine, answered=True, late=True)
    QuestionFactory(center=mine, state=QuestionState.SUSPICIOUS)
    QuestionFactory(center=other, late=True)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        counts = unanswered_counts(Center.objects.all())
    assert len(asked) == 1
    assert counts == {mine.pk: (2, 1), other.pk: (1, 1)}
    assert unanswered_counts([mine.pk]) == {mine.pk: (2, 1)}
    assert unanswered_counts(Center.objects.filter(pk=other.pk)) == {other.pk: (1, 1)}
    assert unanswered_counts(Center.objects.none()) == {}
