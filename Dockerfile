FROM node:24-slim AS pwa
WORKDIR /app/pwa
COPY pwa/package.json pwa/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY pwa ./
RUN npm run build


FROM python:3.13-slim AS environment
WORKDIR /app
RUN pip install --no-cache-dir uv
COPY pyproject.toml uv.lock ./
RUN UV_LINK_MODE=copy uv sync --locked --no-default-groups --compile-bytecode


FROM python:3.13-slim
RUN useradd --uid 10001 --home-dir /var/lib/pumasi --create-home pumasi
WORKDIR /app
COPY --from=environment /app/.venv .venv
COPY --from=pwa /app/pwa/dist pwa/dist
COPY backend backend
COPY jobs jobs
USER pumasi
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PUMASI_DATA=/var/lib/pumasi PUMASI_HOST=0.0.0.0
VOLUME /var/lib/pumasi
EXPOSE 8000
# Each process of docker-compose.yml has a health check of its own there.
ENTRYPOINT ["python", "-m", "backend.cli"]
CMD ["web"]
