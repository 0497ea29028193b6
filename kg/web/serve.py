"""Serve a store on this machine."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import waitress

from kg.errors import UsageError
from kg.remote.address import Store
from kg.remote.asking import open_workers
from kg.settings import Settings
from kg.web.access_log import log_to_standard_error
from kg.web.app import create_app
from kg.web.authorization import refuse_open_doors, write_token
from kg.web.panels import warm


def serve(store: Store, settings: Settings, queries: Sequence[Path] = ()) -> None:
    """Serve until interrupted, and say where and what to try.

    Raises StoreMissingError when there is nothing to serve, and UsageError when the port is taken or the service
    would be open to others in a way that its operator cannot want.
    """
    with open_workers(store, settings) as workers:
        workers.published.current()
    token = write_token()
    refuse_open_doors(settings, token)
    app = create_app(store, settings, queries, token)
    if settings.access_log:
        log_to_standard_error()
    try:
        server = waitress.create_server(
            app, host=settings.host, port=settings.port, threads=settings.threads, clear_untrusted_proxy_headers=True
        )
    except OSError as error:
        raise UsageError(
            f"cannot listen on {settings.host}:{settings.port}: {error}; choose another with --port"
        ) from None
    address = f"http://{settings.host}:{server.effective_port}"
    print(
        f"Serving {store} at {address}/\n"
        f"Try: {address}/id/method/colbert\n"
        f"     {address}/queries/method_datasets?method=ColBERT\n"
        f"     curl '{address}/queries/method_hardware.csv?method=mixture-of-experts'",
        flush=True,
    )
    threading.Thread(target=warm, args=(app.extensions["kg"],), daemon=True).start()
    try:
        server.run()
    except KeyboardInterrupt:
        print("\nstopped", file=sys.stderr)
    finally:
        server.close()
        app.extensions["kg"].close()
