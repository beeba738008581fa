"""What no browser sends, and what comes back: status and heading of the page, 0 and none for silence."""

from __future__ import annotations

HOST = b"Host: localhost\r\n"
END = b"Connection: close\r\n\r\n"
NOT_UNDERSTOOD = "Сайт не понял запрос"
BAD = (400, NOT_UNDERSTOOD)
HOME = (200, "Центры «Точка роста»")
SEARCH = (200, "Поиск")
UNKNOWN, OLD = (404, "Такой страницы нет"), (403, "Форма устарела")
LONG = (414, "Адрес слишком длинный")
MUCH = (431, "Браузер прислал слишком много данных")
DOOR = (302, "")
NOT_DONE = (501, NOT_UNDERSTOOD)


def get(path: bytes, *headers: bytes) -> bytes:
    return b"GET %s HTTP/1.1\r\n" % path + HOST + b"".join(one + b"\r\n" for one in headers) + END


def post(*headers: bytes, body: bytes = b"abc") -> bytes:
    return b"POST /poisk/ HTTP/1.1\r\n" + HOST + b"".join(one + b"\r\n" for one in headers) + END + body


CHUNKED = b"Transfer-Encoding: chunked"
SMUGGLED = post(b"Content-Length: 4", CHUNKED, body=b"0\r\n\r\nGET /smuggled/ HTTP/1.1\r\n" + HOST + END)
#: What is sent, what nginx answers, what gunicorn answers when it is asked itself.
QUESTIONS: dict[str, tuple[bytes, tuple[int, str], tuple[int, str]]] = {
    "no request line": (b"GARBAGE\r\n\r\n", BAD, BAD),
    "bytes of https inside": (b"\x16\x03\x01\x02" + bytes(30) + b"\r\n\r\n", BAD, BAD),
    "a version of the future": (b"GET / HTTP/9.9\r\n" + HOST + END, (505, NOT_UNDERSTOOD), BAD),
    "a method in small letters": (b"get / HTTP/1.1\r\n" + HOST + END, BAD, BAD),
    "an unknown method": (b"BREW / HTTP/1.1\r\n" + HOST + END, OLD, OLD),
    "a tunnel": (b"CONNECT example.ru:443 HTTP/1.1\r\n" + HOST + END, BAD, UNKNOWN),
    "the beginning of HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", BAD, BAD),
    "two hosts": (get(b"/", b"Host: evil.example.ru"), BAD, BAD),
    "a host that is none": (b"GET / HTTP/1.1\r\nHost: evil/../x\r\n" + END, BAD, BAD),
    "the address of another site": (get(b"http://evil.example.ru/"), (0, ""), HOME),
    "the whole address": (get(b"http://localhost/"), HOME, HOME),
    "two lengths": (post(b"Content-Length: 3", b"Content-Length: 30"), BAD, BAD),
    "a length below nothing": (post(b"Content-Length: -1"), BAD, BAD),
    "a length that is no number": (post(b"Content-Length: 0x3"), BAD, BAD),
    "a length and pieces": (SMUGGLED, BAD, BAD),
    "an unknown coding": (post(b"Transfer-Encoding: xchunked"), NOT_DONE, NOT_DONE),
    "a coding with a space": (post(b"Transfer-Encoding : chunked"), BAD, BAD),
    "a piece without a size": (post(CHUNKED, body=b"ZZ\r\nabc\r\n0\r\n\r\n"), BAD, OLD),
    "a piece without an end": (post(CHUNKED, body=b"f" * 16 + b"\r\nabc"), BAD, OLD),
    "a folded header": (get(b"/", b"X-A: b\r\n c"), BAD, BAD),
    "a zero in a header": (get(b"/", b"X-A: a\0b"), BAD, BAD),
    "a zero in the address": (get(b"/a\0b"), BAD, BAD),
    "a written zero in the address": (get(b"/a%00b/"), BAD, UNKNOWN),
    "a written zero in the question": (get(b"/poisk/?q=a%00b"), SEARCH, SEARCH),
    "a zero in a cookie": (get(b"/admin/", b'Cookie: sessionid="\\000aaaaaaaaaaa"'), DOOR, DOOR),
    "a percent sign alone": (get(b"/%zz/"), BAD, UNKNOWN),
    "no UTF-8, written": (get(b"/%ff%fe/"), UNKNOWN, UNKNOWN),
    "no UTF-8, as it is": (get(b"/\xff\xfe/"), BAD, BAD),
    "no UTF-8 in the question": (get(b"/poisk/?q=%ff%ed%a0%80"), SEARCH, SEARCH),
    "a way out of the site": (get(b"/../../etc/passwd"), BAD, UNKNOWN),
    "a way out of the static files": (get(b"/static/..%2f..%2f.env"), BAD, UNKNOWN),
    "a long address": (get(b"/" + b"x" * 9000), LONG, LONG),
    "a long header": (get(b"/", b"Cookie: a=" + b"x" * 9000), MUCH, MUCH),
    # Of an address of its own: nginx counts no headers, and gives a page that it keeps without asking.
    "many headers": (get(b"/?many", *(b"X-%d: y" % n for n in range(200))), MUCH, MUCH),
    "headers of 40 kB": (get(b"/", *(b"X-%d: %s" % (n, b"y" * 999) for n in range(40))), MUCH, HOME),
    "a form that is none": (post(b"Content-Type: multipart/form-data", b"Content-Length: 3"), OLD, OLD),
}  # fmt: skip
