"""Addresses of videos on VK Видео and Rutube: which service, and the one address that it gives a video."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

VK_HOSTS = ("vk.com", "vk.ru", "vkvideo.ru")
RUTUBE_HOSTS = ("rutube.ru",)
VIDEO_HOSTS = (*VK_HOSTS, *RUTUBE_HOSTS)

_VK_VIDEO = re.compile(r"(video|clip)(-?\d{1,12}_\d{1,12})")
_VK_PLAYLIST = re.compile(r"/playlist/(-?\d{1,12}_-?\d{1,12})")
_RUTUBE = re.compile(r"/(?:video|shorts|play/embed)/((?:private/)?[0-9a-f]{32})/?$")


@dataclass(frozen=True, slots=True)
class VideoAddress:
    """`service` as people call it; `url` without what was stuck to it on the way."""

    service: str
    url: str


def is_video_host(address: str) -> bool:
    return bool(_hosts(address))


def video_of(address: str) -> VideoAddress | None:
    """The video that an address leads to; None when it leads to something else, a channel say.

    The key of a private video on Rutube (`p=`) stays: without it nobody can watch.
    """
    known = _hosts(address)
    if not known:
        return None
    parts = urlsplit(address)
    query = parse_qs(parts.query)
    if known == VK_HOSTS:
        if found := _VK_PLAYLIST.search(parts.path):
            return VideoAddress("VK Видео", f"https://vkvideo.ru/playlist/{found.group(1)}")
        found = _VK_VIDEO.search(f"{parts.path} {query.get('z', [''])[0]}")
        return (
            VideoAddress("VK Видео", f"https://vkvideo.ru/{found.group(1)}{found.group(2)}")
            if found
            else None
        )
    if found := _RUTUBE.search(parts.path):
        key = query.get("p", [""])[0]
        end = f"?p={key}" if re.fullmatch(r"[\w-]{1,64}", key) else ""
        return VideoAddress("Rutube", f"https://rutube.ru/video/{found.group(1)}/{end}")
    return None


def _hosts(address: str) -> tuple[str, ...]:
    try:
        host = (urlsplit(address).hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return ()
    for hosts in (VK_HOSTS, RUTUBE_HOSTS):
        if any(host == known or host.endswith(f".{known}") for known in hosts):
            return hosts
    return ()
