# Two images from one build: `app` for web workers, Celery worker, beat and commands, `proxy` for nginx.
# Both run as a user without rights, and need no writable file system but /tmp.

FROM python:3.11-slim-bookworm AS build
WORKDIR /app
RUN python -m venv /venv
# requirements-sentry.txt for SENTRY_DSN.
ARG REQUIREMENTS=requirements.txt
COPY requirements.txt requirements-sentry.txt ./
RUN /venv/bin/pip install --no-cache-dir --require-hashes -r $REQUIREMENTS
COPY . .
# Translations and static files. Nothing of these settings stays in the image.
RUN SECRET_KEY=build DATABASE_URL=postgres://build/build /venv/bin/python manage.py prepare --files \
    && /venv/bin/python -m compileall -q api catalog changelog config pages pricing scoring staff

FROM python:3.11-slim-bookworm AS app
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin ledger
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 BEHIND_PROXY=1 VAR_DIR=/tmp/var
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s CMD \
    ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
CMD ["python", "-m", "granian", "--interface=asginl", "--no-ws", "--host=0.0.0.0", "--port=8000", \
    "--workers=2", "--respawn-failed-workers", "--respawn-interval=0.5", "--workers-kill-timeout=5", \
    "--log-level=warning", "config.asgi:application"]

FROM nginxinc/nginx-unprivileged:stable AS proxy
COPY --from=build /app/staticfiles /srv/static
COPY deploy/nginx/*.html /srv/pages/
COPY deploy/nginx/ledger.conf.template /etc/nginx/templates/default.conf.template
ENV LISTEN=8080 SERVER_NAME=_ UPSTREAM=web:8000 MCP=mcp:8001 STATIC_ROOT=/srv/static PAGES=/srv/pages \
    CACHE=/tmp/cache TRUSTED_PROXY=unix: ACCESS_LOG=off OWN=/etc/nginx/own
HEALTHCHECK --interval=10s --timeout=3s CMD ["curl", "-fsS", "http://127.0.0.1:8080/healthz"]
