# docker build -t launchcheck . && docker run --rm -v "$PWD:/plans:ro" launchcheck validate launch.yaml
FROM python:3.13.0-slim-bookworm AS build
COPY . /source
RUN pip install --no-cache-dir --no-compile --target /launchcheck /source

FROM python:3.13.0-slim-bookworm
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
