"""A WSGI application of the standard library, run as a CGI program: each path shows one thing that it may do."""

from urllib.parse import parse_qs
from wsgiref.handlers import CGIHandler
from wsgiref.util import application_uri

PLAIN = ("Content-Type", "text/plain; charset=utf-8")


def application(environ, start_response):
    path = environ["PATH_INFO"]
    if path == "/form":
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        start_response("200 OK", [PLAIN])
        return [f"Hello {parse_qs(body.decode())['name'][0]}!".encode()]
    if path == "/echo":
        start_response("200 OK", [PLAIN])
        return iter(lambda: environ["wsgi.input"].read1(65536), b"")
    if path == "/large":
        start_response("200 OK", [PLAIN])
        return [b"x" * 5_000_000]
    if path == "/cookies":
        start_response("200 OK", [("Set-Cookie", "first=one"), ("Set-Cookie", "second=two"), PLAIN])
        return [environ["HTTP_COOKIE"].encode("latin-1")]
    if path == "/missing":
        start_response("404 Not Found", [PLAIN])
        return [b"There is no such book."]
    if path == "/elsewhere":
        start_response("302 Found", [("Location", application_uri(environ) + "/there?x=1"), PLAIN])
        return [b""]
    if path == "/complaint":
        print("The ink is dry.", file=environ["wsgi.errors"])
        start_response("200 OK", [PLAIN])
        return [b"noted"]
    if path == "/fault":
        raise RuntimeError("Nothing works.")
    seen = "{REQUEST_METHOD} {SCRIPT_NAME} {PATH_INFO}?{QUERY_STRING}".format(**environ)
    start_response("200 OK", [PLAIN])
    return [seen.encode("latin-1")]


CGIHandler().run(application)
