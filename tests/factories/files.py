"""Files of the library, small and real: they pass every check of an upload."""

import io

import factory
from factory.django import DjangoModelFactory
from fpdf import FPDF
from PIL import Image as Picture

from library.models import Document, Image, People


def pdf_bytes(pages: int = 2) -> bytes:
    """A PDF of so many empty pages."""
    pdf = FPDF()
    for _page in range(pages):
        pdf.add_page()
    return bytes(pdf.output())


def picture_bytes(width: int = 64, height: int = 48) -> bytes:
    """A PNG of one colour; sides in pixels."""
    out = io.BytesIO()
    Picture.new("RGB", (width, height), "#7a9").save(out, "PNG")
    return out.getvalue()


class DocumentFactory(DjangoModelFactory):
    """A PDF; `file__data` replaces its content."""

    class Meta:
        model = Document

    title = factory.Sequence(lambda n: f"Приказ № {n}")
    file = factory.django.FileField(
        filename=factory.Sequence(lambda n: f"order-{n}.pdf"), data=factory.LazyFunction(pdf_bytes)
    )


class ImageFactory(DjangoModelFactory):
    """A picture with its description."""

    class Meta:
        model = Image

    title = factory.Sequence(lambda n: f"Картинка {n}")
    description = "Ученики собирают робота"
    people = People.NOBODY
    file = factory.django.FileField(
        filename=factory.Sequence(lambda n: f"photo-{n}.png"), data=factory.LazyFunction(picture_bytes)
    )
