# docker build -t launchcheck . && docker run --rm -v "$PWD:/plans:ro" launchcheck validate launch.yaml
# The base is pinned by digest: python:3.13.15-slim-bookworm.
FROM python:3.13.15-slim-bookworm@sha256:2325bb286ec344af3e5898cc224b5844e2707ac6e26b1632516fd3edc84a5e26 AS build
COPY . /source
# Dependencies are those of the lock, checked by their hashes.
RUN pip install --no-cache-dir --require-hashes --only-binary :all: --requirement /source/ci/requirements.txt \
    && pip install --no-cache-dir --no-compile --require-hashes --only-binary :all: --target /launchcheck \
    --requirement /source/ci/requirements.txt \
    && pip install --no-cache-dir --no-compile --no-deps --no-build-isolation --target /launchcheck /source

FROM python:3.13.15-slim-bookworm@sha256:2325bb286ec344af3e5898cc224b5844e2707ac6e26b1632516fd3edc84a5e26
LABEL org.opencontainers.image.title="launchcheck" \
    org.opencontainers.image.description="May this product launch go, what is missing, who owns it, when is it due?" \
    org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /launchcheck /launchcheck
# PYTHONSAFEPATH: no module in the folder of the plans is imported.
ENV PYTHONPATH=/launchcheck PYTHONSAFEPATH=1 PYTHONDONTWRITEBYTECODE=1
# Git compares plans with a base; the mounted repository belongs to another user.
RUN apt-get update && apt-get install --yes --no-install-recommends git && rm -rf /var/lib/apt/lists/* \
    && git config --system --add safe.directory '*' \
    && useradd --system --uid 10001 launchcheck
USER 10001
WORKDIR /plans
ENTRYPOINT ["python", "-m", "launchcheck"]
CMD ["--help"]
