"""What was read from a file: plain data that can be stored as JSON.

Standard library only: the reading process and the web process both import it.
"""

import base64
import datetime
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

Severity = Literal["error", "warning", "note"]
TextLayer = Literal["full", "partial", "none", "unknown"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to tell the person who dropped the file.

    An error means that the file cannot be published as it is, a warning that it should be
    looked at, a note that something was done for them.
    """

    code: str
    message_ru: str
    severity: Severity
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileMetadata:
    """What the file says of itself; dates are ISO strings, empty when unknown."""

    title: str = ""
    author: str = ""
    subject: str = ""
    created: str = ""
    modified: str = ""
    producer: str = ""


@dataclass(frozen=True, slots=True)
class SignatureStamp:
    """Who signed, as the signature and its certificate say; nobody checked that it is valid.

    Only what the stamp of ГОСТ Р 7.0.97-2016 shows: the personal СНИЛС, ИНН, e-mail and address
    in the certificate are never read into it. `kind` is «qualified» when the certificate has
    the marks of a qualified one, else «advanced». Times are ISO strings in UTC, empty when unknown.
    """

    owner: str = ""
    post: str = ""
    organisation: str = ""
    certificate_number: str = ""
    valid_from: str = ""
    valid_until: str = ""
    signed_at: str = ""
    algorithm: str = ""
    kind: Literal["qualified", "advanced"] = "advanced"

    @property
    def signed_at_time(self) -> datetime.datetime | None:
        """`signed_at` as an aware time."""
        return datetime.datetime.fromisoformat(self.signed_at) if self.signed_at else None


@dataclass(slots=True)
class Reading:
    """Everything read from one file.

    `pages` is the text by page (by sheet for spreadsheets), in normal form. `tagged` and
    `text_layer` follow ГОСТ Р 70176-2022 in naming what an assistive program can use.
    `peak_memory` is in bytes, `seconds` wall time of the reading process.
    """

    filename: str = ""
    format: str = "unknown"
    mime_type: str = "application/octet-stream"
    extension: str = ""
    size: int = 0
    sha256: str = ""
    page_count: int | None = None
    pages: list[str] = field(default_factory=list)
    metadata: FileMetadata = field(default_factory=FileMetadata)
    text_layer: TextLayer = "unknown"
    is_scan: bool = False
    tagged: bool | None = None
    language: str = ""
    encrypted: bool = False
    restricted: bool = False
    has_javascript: bool = False
    has_embedded_files: bool = False
    width: int | None = None
    height: int | None = None
    preview_base64: str = ""
    preview_type: str = ""
    signatures: list[SignatureStamp] = field(default_factory=list)
    signature_detached: bool | None = None
    problems: list[Problem] = field(default_factory=list)
    peak_memory: int = 0
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether nothing forbids publishing the file."""
        return not any(problem.severity == "error" for problem in self.problems)

    @property
    def codes(self) -> list[str]:
        """Codes of the problems, in the order they were met."""
        return [problem.code for problem in self.problems]

    @property
    def preview(self) -> bytes:
        """The picture of the first page, empty when there is none."""
        return base64.b64decode(self.preview_base64)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Reading":
        """Back from `to_dict`; unknown names are left out."""
        known = {item.name for item in fields(cls)}
        values = {name: value for name, value in data.items() if name in known}
        values["metadata"] = FileMetadata(**values.get("metadata", {}))
        values["signatures"] = [SignatureStamp(**stamp) for stamp in values.get("signatures", [])]
        values["problems"] = [Problem(**problem) for problem in values.get("problems", [])]
        return cls(**values)
