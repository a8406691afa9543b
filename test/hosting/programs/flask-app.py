"""A Flask application, run as a CGI program. It is not called flask.py, which would be imported in Flask's place."""

from wsgiref.handlers import CGIHandler

from flask import Flask, Response, make_response, redirect, request, url_for


class Plain(Response):
    default_mimetype = "text/plain"


app = Flask(__name__)
app.response_class = Plain


@app.post("/form")
def form():
    return f"Hello {request.form['name']}!"


@app.post("/echo")
def echo():
    body = request.environ["wsgi.input"]
    return Plain(iter(lambda: body.read1(65536), b""))


@app.route("/large")
def large():
    return Plain("x" * 1000 for _ in range(5000))


@app.route("/cookies")
def cookies():
    response = make_response(f"theirs={request.cookies['theirs']}")
    response.set_cookie("first", "one")
    response.set_cookie("second", "two")
    return response


@app.route("/elsewhere")
def elsewhere():
    return redirect(url_for("there", x=1))


@app.route("/there")
def there():
    return url_for("there", _external=True)


@app.errorhandler(404)
def missing(_error):
    return "There is no such book.", 404


@app.route("/complaint")
def complaint():
    app.logger.error("The ink is dry.")
    return "noted"


@app.route("/fault")
def fault():
    raise RuntimeError("Nothing works.")


@app.route("/")
@app.route("/seen/<path:rest>")
def seen(rest=""):
    environ = request.environ
    line = "{REQUEST_METHOD} {SCRIPT_NAME} {PATH_INFO}?{QUERY_STRING}".format(**environ)
    return line.encode("latin-1")


CGIHandler().run(app)
