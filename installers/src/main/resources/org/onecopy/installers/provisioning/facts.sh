# Looks at a machine and changes nothing. Prints KEY=VALUE; $home is where the package would be put, $storage the storage's directory or empty, $names are names of others.
say() { printf '%s=%s\n' "$1" "$2"; }
release() { (ID= ID_LIKE= PRETTY_NAME=; . /etc/os-release 2>/dev/null; eval "printf %s \"\$$1\""); }
free() {
    directory=$1
    while [ ! -d "$directory" ]; do directory=$(dirname "$directory"); done
    say "free:$1" "$(df -Pk "$directory" | awk 'NR == 2 { print $4 }')"
}
say os "$(uname -s)"
say machine "$(uname -m)"
say distribution "$(release ID) $(release ID_LIKE)"
say pretty "$(release PRETTY_NAME)"
say glibc "$(getconf GNU_LIBC_VERSION 2>/dev/null | awk '{ print $2 }')"
for tool in dpkg rpm tar setpriv; do
    if command -v "$tool" >/dev/null 2>&1; then say "tool:$tool" yes; fi
done
if [ -d /run/systemd/system ]; then say systemd yes; else say systemd no; fi
say memory "$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo)"
say home "$home"
free "$home"
free /usr
free /opt
free /var/lib
if [ -n "$storage" ]; then
    free "$storage"
    if [ -e "$storage" ]; then say storage present; fi
fi
if command -v dpkg-query >/dev/null 2>&1; then
    version=$(dpkg-query -W -f '${db:Status-Status} ${Version}' onecopy 2>/dev/null) || version=
    case $version in
        'installed '*) say installed "deb ${version#* }" ;;
        'not-installed '* | 'config-files '* | '') ;;
        *) say installed "deb broken" ;;
    esac
fi
if command -v rpm >/dev/null 2>&1; then
    version=$(rpm -q --qf '%{VERSION}-%{RELEASE}' onecopy 2>/dev/null) && say installed "rpm $version"
fi
if [ -x /opt/onecopy/bin/onecopy ]; then say installed "archive $(cat /opt/onecopy/version 2>/dev/null)"; fi
if [ -e /etc/onecopy/node.yaml ]; then
    say node "$(sed -n "s/^node: *['\"]\{0,1\}\([a-z0-9-]*\).*/\1/p" /etc/onecopy/node.yaml)"
    say zone "$(sed -n "s/^zone: *['\"]\{0,1\}\([a-z0-9-]*\).*/\1/p" /etc/onecopy/node.yaml)"
fi
if [ -e /var/lib/onecopy/network/network.json ]; then
    say network "$(sed -n 's/.*"network" *: *"\([0-9a-f-]*\)".*/\1/p' /var/lib/onecopy/network/network.json)"
fi
if [ -e /etc/onecopy/admin.token ]; then say token yes; fi
for name in $names; do
    if getent ahosts "$name" >/dev/null 2>&1; then say "name:$name" known; else say "name:$name" unknown; fi
done
for file in /proc/net/tcp /proc/net/tcp6; do
    if [ -r "$file" ]; then awk '$4 == "0A" { print "listens=" $2 }' "$file"; fi
done
say end yes
