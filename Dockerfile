# One image, three starts: `api`, `reciprocal worker`, `reciprocal migrate`.
# The first stage has an installer; the second has nothing but what runs.

FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /build
COPY requirements.txt .
RUN python -m venv /venv \
    && /venv/bin/pip install --require-hashes -r requirements.txt \
    && /venv/bin/pip uninstall --yes pip setuptools

FROM python:3.11-slim
# The solver's kernels are compiled at the first round and kept where it may write.
# Listening beyond the container is for the proxy that ends TLS in front of it.
ENV PATH=/venv/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    NUMBA_CACHE_DIR=/tmp/kernels \
    RECIPROCAL_HOST=0.0.0.0 \
    RECIPROCAL_PORT=8000
WORKDIR /app
COPY --from=build /venv /venv
# The demonstration's people and their known passwords stay out of the image.
COPY matching matching
COPY reciprocal reciprocal
COPY api api
# A number, so that a cluster can check that it is not root; it owns no file here,
# and the root file system may be mounted read-only.
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/live', timeout=4)"]
ENTRYPOINT ["python", "-m"]
CMD ["api"]
