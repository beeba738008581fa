"""The same two shelves in a bucket of an S3 storage, for an installation of several servers (ADR-0035).

Everything in the bucket is private: the site hands files out itself, as it does from a disk, so that a
document that was unpublished or a photo whose last day has passed is gone for everybody at once. No address
of the bucket, signed or not, ever reaches a reader.
"""

from __future__ import annotations

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO
from urllib.parse import urljoin

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.utils.deconstruct import deconstructible
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from library.storage import (
    PRIVATE_FOLDER,
    PUBLIC_FOLDER,
    PrivateShelf,
    PublicShelf,
    Shelf,
    ShelfError,
    StoredFact,
)

logger = logging.getLogger(__name__)

#: Seconds for a connection and for each answer; a reader waits meanwhile.
PATIENCE = Config(
    connect_timeout=3,
    read_timeout=20,
    retries={"max_attempts": 3, "mode": "standard"},
    signature_version="s3v4",
    max_pool_connections=20,
    # Sums that only Amazon's own storage knows; others refuse an upload with them.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
ABSENT = {"404", "NoSuchKey", "NotFound"}


@contextmanager
def answering() -> Iterator[None]:
    """Turn what the library of the storage raises into an error that the site knows.

    :raises ShelfError: when the storage refuses or does not answer.
    """
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        logger.error("The storage of files does not answer: %s", error)
        raise ShelfError(errno.EIO, "хранилище файлов не отвечает", settings.STORAGE.bucket) from error


class _Bucket(S3Storage, Shelf):  # type: ignore[misc]
    """What both shelves share. A name is taken once and never written over."""

    shelf = ""

    def get_default_settings(self) -> dict[str, Any]:
        place = settings.STORAGE
        return super().get_default_settings() | {
            "access_key": place.key,
            "secret_key": place.secret,
            "bucket_name": place.bucket,
            "endpoint_url": place.endpoint,
            "region_name": place.region,
            "addressing_style": "path",
            "client_config": PATIENCE.merge(Config(s3={"addressing_style": "path"})),
            "location": f"{place.prefix}{self.shelf}",
            "default_acl": None,
            "file_overwrite": False,
            "querystring_auth": True,
            "object_parameters": {"CacheControl": "private"},
        }

    def path(self, name: str) -> str:
        """There is no path on this machine.

        :raises NotImplementedError: always.
        """
        raise NotImplementedError("A file in the bucket has no path.")

    def _open(self, name: str, mode: str = "rb") -> Any:
        with answering():
            return super()._open(name, mode)

    def _save(self, name: str, content: Any) -> str:
        with answering():
            return str(super()._save(name, content))

    def exists(self, name: str) -> bool:
        return self.fact(name) is not None

    def fact(self, name: str) -> StoredFact | None:
        with answering():
            try:
                head = self._client.head_object(Bucket=self.bucket_name, Key=self._key(name))
            except ClientError as error:
                if error.response.get("Error", {}).get("Code") in ABSENT:
                    return None
                raise
        return StoredFact(name, head["ContentLength"], head["LastModified"].timestamp())

    def facts(self) -> Iterator[StoredFact]:
        """All files of this shelf, a page of the bucket's own list at a time."""
        below = f"{self.location}/"
        with answering():
            for one in self.bucket.objects.filter(Prefix=below):
                yield StoredFact(one.key.removeprefix(below), one.size, one.last_modified.timestamp())

    def reading(self, name: str, first: int = 0, last: int | None = None) -> BinaryIO:
        """The file as it comes from the bucket, from byte `first` to byte `last`: nothing is kept here."""
        end = "" if last is None else last
        options = {"Range": f"bytes={first}-{end}"} if first or end != "" else {}
        with answering():
            got = self._client.get_object(Bucket=self.bucket_name, Key=self._key(name), **options)
        body: BinaryIO = got["Body"]
        return body

    def put(self, name: str, content: BinaryIO) -> None:
        """Store a file under just this name, whole or not at all."""
        with answering():
            self._client.upload_fileobj(
                content, self.bucket_name, self._key(name), ExtraArgs=dict(self.object_parameters)
            )

    def remove(self, name: str) -> None:
        """Delete a file. Earlier versions that the bucket keeps are its owner's."""
        with answering():
            self._client.delete_object(Bucket=self.bucket_name, Key=self._key(name))

    @property
    def _client(self) -> Any:
        return self.connection.meta.client

    def _key(self, name: str) -> str:
        return str(self._normalize_name(name.replace("\\", "/")))


@deconstructible(path="library.buckets.PrivateBucket")
class PrivateBucket(_Bucket, PrivateShelf):
    """Originals and documents."""

    shelf = PRIVATE_FOLDER

    def url(self, name: str | None, *_: Any, **__: Any) -> str:
        """Refuse, as the disk does.

        :raises NotImplementedError: always. Wagtail takes it for "no direct address".
        """
        raise NotImplementedError("A file in the bucket is handed out by the site alone.")

    def delete(self, name: str) -> None:
        """Keep the file and set its time to now, as on a disk."""
        if self.fact(name) is None:
            return
        key = self._key(name)
        with answering():
            self._client.copy_object(
                Bucket=self.bucket_name,
                Key=key,
                CopySource={"Bucket": self.bucket_name, "Key": key},
                MetadataDirective="REPLACE",
                **self.object_parameters,
            )

    def purge(self, name: str) -> None:
        self.remove(name)


@deconstructible(path="library.buckets.PublicBucket")
class PublicBucket(_Bucket, PublicShelf):
    """Renditions, private in the bucket like all else."""

    shelf = PUBLIC_FOLDER

    def url(self, name: str | None, *_: Any, **__: Any) -> str:
        """Address on the site: the same as on a disk."""
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name or ""))

    def delete(self, name: str) -> None:
        self.remove(name)

    def purge(self, name: str) -> None:
        self.remove(name)
