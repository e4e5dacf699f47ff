# One image for every process of Careteam; docker-compose.yml says which part a container plays.
FROM node:22-slim AS web
WORKDIR /web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY web/ ./
RUN npm run build

FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 CARETEAM_HOME=/tmp/careteam
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin careteam && pip install --no-cache-dir uv
WORKDIR /app
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY careteam/ careteam/
COPY alembic/ alembic/
RUN uv pip install --system --no-cache -c constraints.txt -e .
COPY --from=web /web/dist/ web/dist/
USER careteam
EXPOSE 8000
CMD ["python", "-m", "careteam.operations.serving"]
