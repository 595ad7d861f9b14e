# syntax=docker/dockerfile:1
# One image for every function: FUNCTION_TARGET says which entry point it serves, FUNCTION_SOURCE in which file.
# Build: docker build --build-arg REVISION=$(git rev-parse HEAD) -t functions .

FROM python:3.11-slim-bookworm AS build
WORKDIR /build
RUN python -m venv /opt/sre
COPY requirements/image.txt requirements/image.txt
RUN /opt/sre/bin/python -m pip install --quiet --no-compile --no-deps --require-hashes -r requirements/image.txt
COPY pyproject.toml README.md LICENSE ./
COPY docs/contracts docs/contracts
COPY shared shared
COPY functions functions
RUN /opt/sre/bin/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist . \
 && /opt/sre/bin/python -m pip install --quiet --no-compile --no-deps dist/ameide_sre-*.whl \
 && /opt/sre/bin/python -m pip uninstall --quiet --yes hatchling editables \
 && /opt/sre/bin/python -m compileall -q /opt/sre/lib/python3.11/site-packages/shared \
 && rm /opt/sre/bin/sre

FROM python:3.11-slim-bookworm
ARG REVISION=unknown
LABEL org.opencontainers.image.title="ameide-sre functions" \
      org.opencontainers.image.revision=$REVISION \
      org.opencontainers.image.licenses=Apache-2.0
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin sre
COPY --from=build /opt/sre /opt/sre
WORKDIR /opt/sre/lib/python3.11/site-packages
# Nothing is written but below /tmp. glibc gives every thread a heap of its own; few threads here are worth that.
ENV PATH=/opt/sre/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MALLOC_ARENA_MAX=2 \
    OPENBLAS_NUM_THREADS=1 \
    PORT=8080
USER 10001
EXPOSE 8080
CMD ["python", "-P", "-m", "shared.bootstrap.serve"]
