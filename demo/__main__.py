"""``python -m demo`` prepares and serves the demo; ``python -m demo reset`` throws away what was done."""

import os
import socket
import sys
from socketserver import ThreadingMixIn

HOST = "127.0.0.1"


def _port() -> int:
    """Return the port to serve on, or end with a sentence."""
    word = os.environ.get("PORT") or "8000"
    if not word.isdecimal() or not 1 <= int(word) <= 65535:
        sys.exit(f"PORT={word} is no port; choose one like this: PORT=8123 make demo")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(word)))
        except PermissionError:
            sys.exit(f"Port {word} is not yours to use; choose another: PORT=8123 make demo")
        except OSError:
            other = 8124 if word == "8123" else 8123
            sys.exit(f"Port {word} is taken; choose another: PORT={other} make demo")
    return int(word)


def _prepare() -> None:
    """Make the database, load the course, and let the people do what they did."""
    import django

    django.setup()
    from . import course, database, seed

    database.prepare()
    course.load()
    if seed.needed():
        print("The people of the course introduce themselves ...", flush=True)
        seed.seed()


def serve() -> None:
    """Serve until Ctrl-C."""
    port = _port()
    _prepare()
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.servers.basehttp import WSGIRequestHandler, WSGIServer

    from .wsgi import application

    class Server(ThreadingMixIn, WSGIServer):
        """Answers several pages at once, and does not wait for them at the end."""

        daemon_threads = True

    server = Server((HOST, port), WSGIRequestHandler)
    server.set_app(StaticFilesHandler(application))
    print(f"The demo is at http://localhost:{port}/  (Ctrl-C ends it)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        server.server_close()


def reset() -> None:
    """Delete the database; the next start makes it anew."""
    import django

    django.setup()
    from . import database

    database.remove()
    print("The demo starts from the beginning next time. If it is running, start it again.")


def main(words: list[str]) -> None:
    """Do what the command line says."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "demo.settings")
    if words == ["reset"]:
        reset()
    elif not words:
        serve()
    else:
        sys.exit("Use: python -m demo, or python -m demo reset")


if __name__ == "__main__":
    main(sys.argv[1:])
