#!/bin/sh
# Stands in for systemctl in the drill of the installation, where no systemd runs: it starts what the
# units of the guide say, as the account they say, and waits until it answers.
set -eu

start_postgresql() {
    sed -i 's/^port = .*/port = 5432/' /etc/postgresql/*/main/postgresql.conf
    set -- /etc/postgresql/*
    pg_ctlcluster "$(basename "$1")" main start
}

# As the unit says, without the confinement that only systemd gives.
start_site() {
    command=$(sed -n 's/^ExecStart=//p' /etc/systemd/system/mingjian.service)
    install -d -o mingjian -g mingjian -m 0700 /run/mingjian
    (
        set -a
        . /etc/mingjian/site.env
        DATA_DIR=/var/lib/mingjian MEMORY_DIR=/run/mingjian
        PROMETHEUS_MULTIPROC_DIR=/run/mingjian/metrics
        set +a
        cd /opt/mingjian
        exec setpriv --reuid mingjian --regid mingjian --clear-groups $command >/var/log/site.log 2>&1
    ) &
    for _ in $(seq 1 120); do
        if curl --fail --silent --output /dev/null http://127.0.0.1:8000/healthz; then return; fi
        sleep 0.5
    done
    cat /var/log/site.log
    exit 1
}

case "$1 $*" in
prepare*) start_postgresql ;;
daemon-reload*) ;;
enable*)
    redis-server /etc/redis/redis.conf --daemonize yes --supervised no >/dev/null
    start_site
    ;;
reload*nginx) [ -f /run/nginx.pid ] && nginx -s reload || nginx ;;
*) echo "systemctl $*: not in the drill" >&2 && exit 1 ;;
esac
