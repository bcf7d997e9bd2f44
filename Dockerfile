# docker build -t launchcheck . && docker run --rm -v "$PWD:/plans:ro" launchcheck validate launch.yaml
FROM python:3.13.0-slim-bookworm AS build
COPY . /source
RUN pip install --no-cache-dir --no-compile --target /launchcheck /source

FROM python:3.13.0-slim-bookworm
COPY --from=build /launchcheck /launchcheck
ENV PYTHONPATH=/launchcheck PYTHONDONTWRITEBYTECODE=1
RUN useradd --system --uid 10001 launchcheck
USER 10001
WORKDIR /plans
ENTRYPOINT ["python", "-m", "launchcheck"]
CMD ["--help"]
