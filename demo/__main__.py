"""``python -m demo`` prepares and serves the demo; ``python -m demo reset`` throws away what was done since."""

import os
import sys
from socketserver import ThreadingMixIn

from django.core.servers.basehttp import WSGIRequestHandler, WSGIServer

HOST = "127.0.0.1"


class Server(ThreadingMixIn, WSGIServer):
    """Answers several pages at once, and does not wait for them at the end."""

    daemon_threads = True


def _port() -> int:
    """Return the port that is asked for, 0 for one that is free, or end with a sentence."""
    word = os.environ.get("PORT") or "8000"
    if not word.isdecimal() or int(word) > 65535:
        sys.exit(f"PORT={word} is not a port number. Choose one: PORT=8123 make demo")
    return int(word)


def _server(port: int) -> Server:
    """Take the port, or end with a sentence. Taken first: nobody should wait for a course that cannot be shown."""
    try:
        return Server((HOST, port), WSGIRequestHandler)
    except PermissionError:
        sys.exit(f"You may not use port {port}. Choose another: PORT=8123 make demo")
    except OSError:
        sys.exit(f"Port {port} is in use. Choose another: PORT={port + 1 if port < 65535 else 8123} make demo")


def serve() -> None:
    """Serve until Ctrl-C."""
    port = _port()
    with _server(port) as server:
        try:
            from django.contrib.staticfiles.handlers import StaticFilesHandler

            from .wsgi import application

            server.set_app(StaticFilesHandler(application))
            print(f"The demo is at http://localhost:{server.server_port}/  (Ctrl-C ends it)", flush=True)
            server.serve_forever()
        except KeyboardInterrupt:
            print()


def reset() -> None:
    """Make the course anew. A demo that runs goes on with it."""
    import django

    django.setup()
    from . import database, seed

    database.renew(seed.fill)
    print("The demo starts over. If a page of it is open, reload it.")


def main(words: list[str]) -> None:
    """Do what the command line says."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "demo.settings")
    if words == ["reset"]:
        reset()
    elif not words:
        serve()
    else:
        sys.exit("Usage: python -m demo, or python -m demo reset")


if __name__ == "__main__":
    main(sys.argv[1:])
