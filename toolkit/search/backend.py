"""What the Russian search backends of both databases have in common."""

from __future__ import annotations

import json
from abc import abstractmethod
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from django.db.models import Count, Manager, Model, QuerySet
from modelsearch.backends.base import BaseSearchQueryCompiler, BaseSearchResults, FilterFieldError
from modelsearch.conf import get_app_config
from modelsearch.index import AutocompleteField, RelatedFields, SearchField
from modelsearch.utils import get_content_type_pk, get_descendant_models, get_descendants_content_types_pks

from toolkit.search import analysis
from toolkit.search.analysis import Term, Tokens
from toolkit.search.hits import Hits, join_hits, without_hits
from toolkit.search.learning import learn
from toolkit.search.marks import Context, Mark
from toolkit.search.queries import Expression, ask, holds

__all__ = ["RussianAutocompleteCompiler", "RussianIndex", "RussianResults", "RussianSearchCompiler", "gather"]

STRONG_BOOST = 2
BATCH = 200
#: Characters of a name, as opposed to a text that stands in one entry only.
SHORT = 200

Analysis = Callable[[str], Tokens]


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts in the value of a field: an absent one has none."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, (list, tuple, set, QuerySet)):
        for part in value:
            yield from _texts(part)
    elif value is not None:
        yield str(value)


def _field_texts(obj: Model, fields: Iterable[Any]) -> Iterator[tuple[Any, str]]:
    """Yield each searched field of an object and of what it is related to, with its texts."""
    for field in fields:
        if isinstance(field, (SearchField, AutocompleteField)):
            yield from ((field, text) for text in _texts(field.get_value(obj)))
        elif isinstance(field, RelatedFields):
            related = field.get_value(obj)
            if callable(related) and not isinstance(related, Manager):
                related = related()
            for other in related.all() if isinstance(related, Manager) else [related]:
                if other is not None:
                    yield from _field_texts(other, field.fields)


def is_strong(field: Any) -> bool:
    """Tell a field whose words count for more: a title, or one boosted twice or more."""
    return isinstance(field, SearchField) and (field.boost or 1) >= STRONG_BOOST


def gather(texts: Iterable[str], analyse: Analysis) -> Tokens:
    """Analyse several texts as one, in which no phrase runs from one text into the next."""
    tokens = Tokens()
    for text in texts:
        if tokens.stream:
            tokens.stream.append(analysis.BARRIER)
        tokens.extend(_remembered(analyse, text) if len(text) <= SHORT else analyse(text))
    return tokens


@lru_cache(maxsize=2048)
def _remembered(analyse: Analysis, text: str) -> Tokens:
    """The tokens of a name that many entries repeat, as that of a school; nobody may change them."""
    return analyse(text)


class RussianIndex:
    """Stores finished tokens; to be mixed in before the index of Wagtail's own backend."""

    backend: Any
    write_connection: Any

    @abstractmethod
    def columns(self, strong: Tokens, rest: Tokens, beginnings: Tokens) -> dict[str, str]:
        """Return what the columns `title`, `body` and `autocomplete` of an entry hold."""

    def add_items(self, model: type[Model], objs: Iterable[Model]) -> None:
        """Write the entries of objects of one model, or write them anew."""
        entry_model = get_app_config().get_model("IndexEntry")
        fields = model.get_search_fields()  # type: ignore[attr-defined]
        content_type = get_content_type_pk(model)
        entries = []
        names: list[str] = []
        for obj in objs if fields else ():
            found = list(_field_texts(obj, fields))
            texts = [(field, text) for field, text in found if not isinstance(field, (Mark, Context))]
            searched = [(is_strong(field), text) for field, text in texts if isinstance(field, SearchField)]
            strong = gather((text for heavy, text in searched if heavy), analysis.index_tokens)
            rest = gather((text for heavy, text in searched if not heavy), analysis.index_tokens)
            for field, text in found:
                if isinstance(field, (Mark, Context)):
                    rest.extras += [(0, token) for token in field.tokens(text)]
            typed = (text for field, text in texts if isinstance(field, AutocompleteField))
            beginnings = gather(typed, analysis.prefix_tokens)
            columns = self.columns(strong, rest, beginnings)
            entries.append(entry_model(content_type_id=content_type, object_id=str(obj.pk), **columns))
            names += [text for field, text in found if field.kwargs.get("learn")]
        learn(names)
        entry_model._default_manager.using(self.write_connection.alias).bulk_create(
            entries,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["content_type", "object_id"],
            update_fields=["title", "body", "autocomplete"],
        )

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Do nothing: no ranking here asks for it, and it would read the whole table at each save."""


class RussianSearchCompiler(BaseSearchQueryCompiler):
    """Turns a query and a queryset into a queryset of what was found."""

    DEFAULT_OPERATOR = "and"
    HANDLES_ORDER_BY_EXPRESSIONS = True
    FIELD_CLASS = SearchField

    words: Callable[[str], list[Term]] = staticmethod(analysis.terms)
    phrase: Callable[[str], list[Term]] = staticmethod(analysis.phrase)
    analyse: Analysis = staticmethod(analysis.index_tokens)

    @abstractmethod
    def hits(
        self, expression: Expression, *, titles_only: bool, ranked: bool, among: Sequence[str] | None
    ) -> Hits:
        """Write the statement that finds; `among` limits it to these keys."""

    def content_types(self) -> list[int]:
        return list(get_descendants_content_types_pks(self.queryset.model))

    def key_from_entry(self, connection: Any) -> str:
        """Return SQL for the key of an entry, which is kept as text, in the type the model has it in."""
        key = self.queryset.model._meta.pk
        while key.remote_field:
            key = key.target_field
        written = "entry.object_id"
        if key.get_internal_type() == "UUIDField" and not connection.features.has_native_uuid_field:
            written = f"REPLACE({written}, '-', '')"
        return f"CAST({written} AS {key.cast_db_type(connection)})"

    def search(self, start: int, stop: int | None, score_field: str | None, *, ranked: bool) -> QuerySet[Any]:
        """Return the queryset of the results from `start` to `stop`."""
        asked = ask(self.query, self.words, self.phrase)
        if asked.expression is None:
            return self._ordered(self.queryset)[start:stop] if asked.negated else self.queryset.none()
        ranked = ranked and (self.order_by_relevance or score_field is not None)
        hits = self._find(asked.expression, ranked=ranked and not asked.negated)
        if asked.negated:
            return self._ordered(without_hits(self.queryset, hits))[start:stop]
        queryset, score = join_hits(self.queryset, hits)
        if score_field:
            queryset = queryset.annotate(**{score_field: score})
        if ranked and self.order_by_relevance:
            return queryset.order_by(score.desc(), "-pk")[start:stop]
        return self._ordered(queryset)[start:stop]

    def _ordered(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Give an order to what has none, so that no page repeats a row of another."""
        if queryset.query.order_by and not self.order_by_relevance:
            return queryset
        return queryset.order_by("-pk")

    def _find(self, expression: Expression, *, ranked: bool) -> Hits:
        if self.fields is None:
            return self.hits(expression, titles_only=False, ranked=ranked, among=None)
        titles_only = self._are_the_titles(self.fields)
        if titles_only:
            return self.hits(expression, titles_only=True, ranked=ranked, among=None)
        found = self.hits(expression, titles_only=False, ranked=False, among=None)
        return self.hits(expression, titles_only=False, ranked=ranked, among=self._among(found, expression))

    def _are_the_titles(self, names: Iterable[str]) -> bool:
        """Tell whether these are just the fields whose words stand in the column of titles."""
        if self.FIELD_CLASS is not SearchField:
            return False
        models = get_descendant_models(self.queryset.model)
        return {name for model in models for name in _strong_names(model.get_search_fields())} == set(names)

    def _among(self, hits: Hits, expression: Expression) -> list[str]:
        """Read again the objects found in all their text, and keep those found in the fields asked."""
        model = self.queryset.model
        fields = [
            field
            for field in model.get_search_fields()
            if isinstance(field, self.FIELD_CLASS) and field.field_name in self.fields
        ]
        found, _score = join_hits(model._base_manager.all(), hits)
        return [
            str(obj.pk)
            for obj in found.iterator(chunk_size=500)
            if holds(expression, gather((text for _field, text in _field_texts(obj, fields)), self.analyse))
        ]


def _strong_names(fields: Iterable[Any], path: str = "") -> Iterator[str]:
    for field in fields:
        if isinstance(field, RelatedFields):
            yield from _strong_names(field.fields, f"{path}{field.field_name}__")
        elif is_strong(field):
            yield path + field.field_name


class RussianAutocompleteCompiler(RussianSearchCompiler):
    """The same while a query is being typed."""

    FIELD_CLASS = AutocompleteField

    words = staticmethod(analysis.prefix_terms)
    phrase = staticmethod(analysis.prefix_phrase)
    analyse = staticmethod(analysis.prefix_tokens)


class RussianResults(BaseSearchResults):
    """Results of a search, sliced and counted like a queryset."""

    supports_facet = True

    def get_queryset(self, *, ranked: bool = True) -> QuerySet[Any]:
        compiler: RussianSearchCompiler = self.query_compiler
        return compiler.search(self.start, self.stop, self._score_field, ranked=ranked)

    def _do_search(self) -> list[Any]:
        return list(self.get_queryset())

    def _do_count(self) -> int:
        return self.get_queryset(ranked=False).count()

    def facet(self, field_name: str) -> OrderedDict[Any, int]:
        """Count the results by the values of a field, the commonest first.

        Raises `FilterFieldError` when the field is no `FilterField` of the model.
        """
        if self.query_compiler._get_filterable_field(field_name) is None:
            model = self.query_compiler.queryset.model.__name__
            raise FilterFieldError(
                f'Cannot count search results by "{field_name}". '
                f"Please add index.FilterField('{field_name}') to {model}.search_fields.",
                field_name=field_name,
            )
        found = self.query_compiler.search(0, None, None, ranked=False)
        counted = (
            found.order_by().values(field_name).annotate(count=Count("pk")).order_by("-count", field_name)
        )
        return OrderedDict((row[field_name], row["count"]) for row in counted)


def keys_as_json(keys: Sequence[str]) -> str:
    """Pass any number of keys as one parameter: SQLite takes only so many."""
    return json.dumps(list(keys))
