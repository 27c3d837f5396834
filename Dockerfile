# isr in a container.
#
#   docker build -t isr .
#   docker run -d --name isr --restart unless-stopped --stop-timeout 20 \
#     --device /dev/snd --group-add "$(getent group audio | cut -d: -f3)" \
#     -v "$PWD/isr.toml:/etc/isr/isr.toml:ro" -v isr-recordings:/var/lib/isr isr
#   docker exec isr isr devices
#
# The web interface needs [web] with host = "0.0.0.0", username and password_hash, -p 8080:8080, and `record --web`
# as the command: docker run … isr record --web -c /etc/isr/isr.toml
#
# Sound cards need --device and --group-add; streams need neither.

FROM debian:bookworm-slim AS build
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
       ca-certificates curl openjdk-17-jdk-headless \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN ./mvnw -q -B -ntp -DskipTests -Dspotless.check.skip -pl cli -am package

FROM debian:bookworm-slim
# libasound2-plugins (PulseAudio, resampling) is left out; add it if a configuration of ALSA needs it.
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
       ca-certificates libasound2 openjdk-17-jre-headless tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --user-group --groups audio --uid 900 --home-dir /var/lib/isr isr \
    && install -d -o isr -g isr /var/lib/isr
COPY --from=build /src/cli/target/isr /opt/isr
# The class archive halves the time that a start takes.
RUN ISR_ARCHIVE=dump /opt/isr/isr && ln -s /opt/isr/isr /usr/local/bin/isr
COPY packaging/isr.toml /etc/isr/isr.toml

USER isr
WORKDIR /var/lib/isr
VOLUME /var/lib/isr
ENTRYPOINT ["isr"]
CMD ["record", "-c", "/etc/isr/isr.toml"]
