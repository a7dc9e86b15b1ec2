# Takes the program of $kind away (configuration: not the program, but what a setup has written); with $purge its configuration and state too, and the directory $storage where it is empty.
export DEBIAN_FRONTEND=noninteractive
code=0
case $kind in
    deb) if [ -n "$purge" ]; then dpkg -P onecopy; else dpkg -r onecopy; fi || code=1 ;;
    rpm) if rpm -q onecopy >/dev/null 2>&1; then rpm -e onecopy || code=1; fi ;;
    archive)
        rm -rf /opt/onecopy /opt/onecopy.new /opt/onecopy.old /usr/local/bin/onecopy /etc/systemd/system/onecopy.service \
            /etc/systemd/system/multi-user.target.wants/onecopy.service /usr/local/share/man/man1/onecopy.1.gz \
            /usr/local/share/bash-completion/completions/onecopy || code=1
        ;;
esac
if [ -n "$purge" ] && [ "$kind" = configuration ]; then
    for name in node.yaml setup.env tokens admin.token onecopy-network.json; do rm -f "/etc/onecopy/$name" || code=1; done
    find /var/lib/onecopy -mindepth 1 -delete || code=1
    rm -f /etc/systemd/system/onecopy.service.d/storage.conf || code=1
elif [ -n "$purge" ]; then
    rm -rf /etc/onecopy /var/lib/onecopy /var/log/onecopy /etc/systemd/system/onecopy.service.d || code=1
fi
if [ -n "$storage" ] && [ -d "$storage" ]; then rmdir -- "$storage/.onecopy" "$storage" 2>/dev/null; fi
if [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
exit "$code"
