# The image is the source tree and the locked requirements; nothing is built from it again.
FROM python:3.13-slim AS environment
COPY requirements.runtime.lock .
RUN python -m venv /opt/box1 \
    && /opt/box1/bin/pip install --no-cache-dir --require-hashes --requirement requirements.runtime.lock

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/box1 --create-home box1
COPY --from=environment /opt/box1 /opt/box1
WORKDIR /app
COPY LICENSE ./
COPY THIRD_PARTY_LICENSES THIRD_PARTY_LICENSES
COPY templates templates
COPY domain domain
COPY services services
COPY projections projections
COPY api api
RUN printf '#!/opt/box1/bin/python\nimport sys\nfrom api.cli import main\nsys.exit(main())\n' \
    > /usr/local/bin/box1 && chmod 755 /usr/local/bin/box1
ENV PATH=/opt/box1/bin:$PATH PYTHONPATH=/app PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    BOX1_DATA=/var/lib/box1 BOX1_HOST=0.0.0.0
USER box1
VOLUME /var/lib/box1
EXPOSE 8000
ENTRYPOINT ["box1"]
CMD ["serve"]
