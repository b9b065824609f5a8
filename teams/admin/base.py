"""Lists and pages that only show, and only what their class names."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar, cast

from django.contrib import admin
from django.contrib.admin.utils import display_for_value
from django.db.models import Model, QuerySet
from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from teams.actions import look_at_people
from teams.models import User

Column = Callable[[Any], object]
Filter = tuple[str, type[admin.FieldListFilter]]
NOTHING = "–"
# What a list may be narrowed by is a field's own value, never a part of a text.
LOOKUPS = frozenset({"exact", "id", "isnull", "isempty"})


def column(label: str | Promise, of: str | Column) -> Column:
    """A column and line of a page: `of` is a field's name, or says what to show."""

    @admin.display(description=cast(str, label))
    def shown(obj: Model) -> object:
        return _in_words(of(obj) if callable(of) else _value(obj, of))

    return shown


def link(model: type[Model], pk: object, text: object) -> str:
    """To another page of the administration."""
    if pk is None:
        return ""
    names = (model._meta.app_label, model._meta.model_name)
    address = reverse("admin:{}_{}_change".format(*names), args=[pk])
    return format_html('<a href="{}"><bdi>{}</bdi></a>', address, text)


def place_link(of: str) -> Column:
    """A place by its name."""

    def shown(obj: Model) -> object:
        unit = getattr(obj, of)
        return link(type(unit), unit.pk, unit.name) if unit else ""

    return shown


def person_link(of: str) -> Column:
    """A person by number: names are looked at where the looking is counted."""

    def shown(obj: Model) -> object:
        pk = getattr(obj, f"{of}_id")
        return link(User, pk, pk)

    return shown


def by(
    field: str,
    label: str | Promise,
    kind: type[admin.FieldListFilter] = admin.ChoicesFieldListFilter,
) -> Filter:
    """A list's filter, called what the person calls it."""

    class Called(kind):  # type: ignore[valid-type,misc]
        def __init__(self, *args: Any, **named: Any) -> None:
            super().__init__(*args, **named)
            self.title = label

    return field, Called


class HasBeen(admin.EmptyFieldListFilter):
    """Whether a moment is written down."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        words = (gettext("all"), gettext("no"), gettext("yes"))
        for choice, said in zip(super().choices(changelist), words, strict=True):
            yield {**choice, "display": said}


class ShownOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """`columns` are a list's; `lines`, which follow them, are the single page's alone.

    No field shows that is not named there, none can be searched for that is not in
    `search_fields`, and lists are narrowed by `list_filter` and `narrowed_by` alone.
    """

    columns: Sequence[Column] = ()
    lines: Sequence[Column] = ()
    narrowed_by: Sequence[str] = ()
    list_filter: ClassVar[tuple[Filter, ...]] = ()
    # Without pages of their own: a list says all.
    has_pages = True

    ordering: ClassVar[tuple[str, ...]] = ("-pk",)
    actions = None
    sortable_by = ()
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    @property
    def media(self) -> Media:
        """No scripts: there are no forms, and jQuery writes styles into the page."""
        return Media()

    def people_named(self, rows: Sequence[Any]) -> set[int]:
        """Whose names these rows show, by id: who looks at them is counted."""
        return set()

    def called(self, obj: Any) -> str:
        """Its page's heading."""
        return str(obj)

    def screen(self, obj: Any) -> str | None:
        """Where in the web client something can be done about it."""
        return None

    def get_list_display(self, request: HttpRequest) -> Sequence[Column]:  # type: ignore[override]
        return self.columns

    def get_list_display_links(  # type: ignore[override]
        self, request: HttpRequest, list_display: Sequence[Column]
    ) -> Sequence[Column] | None:
        return list(list_display)[:1] if self.has_pages else None

    def get_fields(  # type: ignore[override]
        self, request: HttpRequest, obj: Model | None = None
    ) -> Sequence[Column]:
        return [*self.columns, *self.lines]

    get_readonly_fields = get_fields  # type: ignore[assignment]

    def get_urls(self) -> list[URLPattern]:
        """The list and the single page; what adds, changes or deletes is not there."""
        names = (self.opts.app_label, self.opts.model_name)
        wrap = self.admin_site.admin_view
        urls = [
            path("", wrap(self.changelist_view), name="{}_{}_changelist".format(*names))
        ]
        if self.has_pages:
            view = wrap(self.change_view)
            name = "{}_{}_change".format(*names)
            urls.append(path("<path:object_id>/change/", view, name=name))
        return urls

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Django lets any field of the model be compared, which is a way to read it."""
        field, *rest = lookup.split("__")
        filtered = {name for name, _kind in self.list_filter}
        return field in {*filtered, *self.narrowed_by} and set(rest) <= LOOKUPS

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Model:
        """By its number alone; `from_field` comes from the address."""
        found: Model | None = super().get_object(request, str(_number(object_id)))
        if found is None:
            raise Http404
        look_at_people(cast(User, request.user), self.people_named([found]))
        return found

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        found = super().get_changelist_instance(request)
        look_at_people(
            cast(User, request.user), self.people_named(list(found.result_list))
        )
        return found

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        answer = super().change_view(request, object_id, form_url, extra_context)
        if isinstance(answer, TemplateResponse) and answer.context_data:
            shown = answer.context_data["original"]
            # Django's templates would show the object's own text.
            answer.context_data |= {
                "original": self.called(shown),
                "subtitle": self.called(shown),
                "screen": self.screen(shown),
                "screen_label": _("Open its screen"),
            }
        return answer

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found = super().get_queryset(request)
        related = self.list_select_related
        return found.select_related(*related) if isinstance(related, tuple) else found


def _value(obj: Model, name: str) -> object:
    """A choice in words, anything else as it is."""
    in_words = getattr(obj, f"get_{name}_display", None)
    return in_words() if in_words else getattr(obj, name)


def _in_words(value: object) -> str:
    """Times in the campaign's zone, numbers and yes or no in the person's language."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return conditional_escape(display_for_value(value, NOTHING))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
