#!/bin/sh
# Installs Onecopy from this directory, without a package manager and without a question.
#
#   ./install.sh [--silent] [--prefix DIR]      install, or put this version in the place of another (default: /opt/onecopy)
#   ./install.sh --uninstall [--purge]          take it away; with --purge also its configuration and its state
#
# Answers in the environment configure the node in the same step: see onecopy(1), node setup.
set -eu

here=$(dirname "$(readlink -f "$0")")
prefix=/opt/onecopy
silent=
action=install
purge=
while [ $# -gt 0 ]; do
    case $1 in
        --silent) silent=yes ;;
        --prefix)
            prefix=${2:?--prefix needs a directory}
            shift
            ;;
        --prefix=*) prefix=${1#*=} ;;
        --uninstall) action=uninstall ;;
        --purge) purge=yes ;;
        -h | --help)
            sed -n '2,7s/^# \{0,1\}//p' "$0"
            exit 0
            ;;
        *)
            echo "install.sh: '$1' is no option; see --help" >&2
            exit 2
            ;;
    esac
    shift
done

say() { [ -n "$silent" ] || echo "onecopy: $*"; }
die() {
    echo "onecopy: $*" >&2
    exit 1
}

unit=/etc/systemd/system/onecopy.service
command=/usr/local/bin/onecopy
completion=/usr/local/share/bash-completion/completions/onecopy
manual=/usr/local/share/man/man1/onecopy.1.gz

runs_systemd() { [ -d /run/systemd/system ]; }

uninstall() {
    if runs_systemd; then
        systemctl disable --now onecopy.service >/dev/null 2>&1 || true
    fi
    rm -f "$unit" /etc/systemd/system/multi-user.target.wants/onecopy.service "$command" "$completion" "$manual"
    rm -rf "$prefix"
    if [ -n "$purge" ]; then
        if [ -f /var/lib/onecopy/network/network.json ]; then
            echo "onecopy: the key and the log of this machine's node are gone: it can never come back under its name." >&2
            echo "onecopy: the network counts its vote until somebody says on another node: onecopy nodes remove NAME" >&2
        fi
        rm -rf /var/lib/onecopy /var/log/onecopy /etc/onecopy /etc/systemd/system/onecopy.service.d
    fi
    if runs_systemd; then systemctl daemon-reload; fi
    say "uninstalled"
}

install_program() {
    # Beside the old one first: a full disk leaves that as it was.
    rm -rf "$prefix.new"
    mkdir -p "$(dirname "$prefix")"
    trap 'rm -rf "$prefix.new"' EXIT
    cp -R "$here/program" "$prefix.new"
    chown -R 0:0 "$prefix.new"
    if runs_systemd; then systemctl stop onecopy.service >/dev/null 2>&1 || true; fi
    rm -rf "$prefix.old"
    [ ! -e "$prefix" ] || mv "$prefix" "$prefix.old"
    mv "$prefix.new" "$prefix"
    rm -rf "$prefix.old"
    trap - EXIT
}

install() {
    [ ! -e /usr/lib/onecopy ] || die "a package of onecopy is installed (/usr/lib/onecopy): upgrade that, or remove it first"
    install_program
    getent group onecopy >/dev/null || groupadd --system onecopy
    getent passwd onecopy >/dev/null ||
        useradd --system --gid onecopy --home-dir /var/lib/onecopy --no-create-home \
            --shell /usr/sbin/nologin --comment "Onecopy node" onecopy
    mkdir -p /etc/onecopy /var/lib/onecopy /var/log/onecopy "$(dirname "$command")" "$(dirname "$completion")" \
        "$(dirname "$manual")" "$(dirname "$unit")"
    chown root:onecopy /etc/onecopy
    chown onecopy:onecopy /var/lib/onecopy /var/log/onecopy
    chmod 0750 /etc/onecopy /var/lib/onecopy /var/log/onecopy
    [ -e /etc/onecopy/onecopy.env ] || cp "$here/share/onecopy.env" /etc/onecopy/onecopy.env
    ln -sf "$prefix/bin/onecopy" "$command"
    cp "$here/share/onecopy.bash" "$completion"
    cp "$here/share/onecopy.1.gz" "$manual"
    sed "s|/usr/lib/onecopy/|$prefix/|" "$here/share/onecopy.service" >"$unit"
    chmod 0644 "$unit" "$completion" "$manual"
    if runs_systemd; then
        systemctl daemon-reload
        systemctl --quiet enable onecopy.service
    else
        mkdir -p /etc/systemd/system/multi-user.target.wants
        ln -sf "$unit" /etc/systemd/system/multi-user.target.wants/onecopy.service
    fi
    if [ -n "${ONECOPY_ANSWERS:-}" ]; then
        "$command" node setup --answers "$ONECOPY_ANSWERS"
    elif [ -n "${ONECOPY_ZONE:-}${ONECOPY_CONFIG:-}" ]; then
        "$command" node setup
    elif [ -f /etc/onecopy/answers ]; then
        "$command" node setup --answers /etc/onecopy/answers
    fi
    # Without a configuration its condition keeps it from starting.
    if runs_systemd; then systemctl start onecopy.service || true; fi
    say "installed in $prefix; the command is $command"
}

[ "$(id -u)" -eq 0 ] || die "needs root; without installing, program/bin/onecopy can be used where it lies"
case $prefix in
    /*[!/]*) ;;
    *) die "--prefix '$prefix': expected an absolute directory" ;;
esac
"$action"
