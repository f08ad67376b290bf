# muragat in a container: the public site at 8000, the newsroom at 8001, the archive in the volume /archive.
# Two containers with a wall between them, as they should be where names are kept back: docs/compose.yaml.
#   docker build -t muragat .
#   docker build -t muragat --build-arg EXTRAS= .      without weights; muragat then says how to give it some
#   docker build -t muragat --build-arg PIP_EXTRA_INDEX_URL=… .      an index that has torch's CPU build: without it the
#                                                                    image carries gigabytes for graphics cards
FROM python:3.12-slim-bookworm AS build
ARG EXTRAS=weights,embeddings,kazakh,translation
ARG PIP_EXTRA_INDEX_URL
WORKDIR /src
COPY pyproject.toml README.md ./
COPY .ci/constraints.txt .ci/voices.txt .ci/
COPY media media
COPY transcribe transcribe
COPY webapp webapp
RUN python -m venv /opt/muragat \
 && PIP_CONSTRAINT=.ci/constraints.txt /opt/muragat/bin/pip install --no-cache-dir ".[${EXTRAS}]" \
 && if [ -n "$EXTRAS" ]; then /opt/muragat/bin/pip install --no-cache-dir --no-deps --require-hashes -r .ci/voices.txt; fi

FROM python:3.12-slim-bookworm
COPY --from=build /opt/muragat /opt/muragat
RUN useradd --uid 10001 --create-home muragat \
 && install --directory --owner=muragat --mode=0700 /archive \
 && install --directory --owner=muragat --mode=0755 /edition
ENV PATH=/opt/muragat/bin:$PATH MURAGAT_ARCHIVE=/archive PYTHONUNBUFFERED=1
USER 10001
VOLUME /archive
EXPOSE 8000 8001
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["muragat", "serve", "--host", "0.0.0.0"]
