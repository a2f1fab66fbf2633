# Claimdesk's own processes; PostgreSQL and Temporal are other containers.
FROM python:3.11-slim AS build
WORKDIR /app
COPY requirements.lock pyproject.toml README.md ./
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY rules rules
COPY edi edi
COPY models models
COPY activities activities
COPY workflows workflows
COPY web web
COPY simulator simulator
COPY runtime runtime
COPY bench bench
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim
RUN useradd --system --uid 10001 claimdesk && install -d -o claimdesk /data
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER claimdesk
WORKDIR /data
ENTRYPOINT ["claimdesk"]
CMD ["serve"]
