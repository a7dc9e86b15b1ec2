# Installs $package of $kind, if its digest is $sum: deb, rpm, or an archive that stands for $version from then on.
if ! printf '%s  %s\n' "$sum" "$package" | sha256sum -c --status -; then
    echo "the package's digest differs"
    exit 1
fi
unsafe() {
    echo "the archive is not safe: $1"
    exit 1
}
# What stands in an archive, before anything of it is unpacked: no name and no link that leads out, nothing but files, and no more than a
# program has. Links are looked at again where they lie.
inspect() {
    why=$(tar -tvf "$package" 2>/dev/null | awk '
        !/^[-dl]/ { print "it holds neither file, directory nor link: " $0; exit }
        / \// || /(^| |\/)\.\.\// && !/^l/ || /\/\.\.$/ { print "it leads out of itself: " $0; exit }
        { size += $3 }
        NR > 20000 || size > 4000000000 { print "it holds more than a program does"; exit }
    ')
    [ -z "$why" ] || unsafe "$why"
}
links_stay() {
    find "$directory" -type l | while read -r link; do
        case $(readlink -f "$link") in
            "$directory"/*) ;;
            *)
                echo "$link"
                exit
                ;;
        esac
    done
}
locked() { grep -q -e 'frontend lock' -e 'dpkg status database is locked' "$1"; }
case $kind in
    deb)
        export DEBIAN_FRONTEND=noninteractive
        said=$(mktemp)
        trap 'rm -f "$said"' EXIT
        # A machine that has just been made often updates itself.
        for turn in $(seq 40); do
            dpkg -i --force-confold "$package" >"$said" 2>&1
            code=$?
            if [ "$code" -eq 0 ] || ! locked "$said"; then break; fi
            sleep 3
        done
        cat "$said"
        ;;
    rpm)
        rpm -U --replacepkgs "$package"
        code=$?
        ;;
    archive)
        directory=$(readlink -f "$(mktemp -d /var/tmp/onecopy.XXXXXX)") || exit 1
        trap 'rm -rf "$directory"' EXIT
        if [ "$(head -c 2 "$package")" = '#!' ]; then
            # It unpacks itself; /tmp may forbid to run anything.
            TMPDIR=$directory sh "$package" --quiet --noprogress -- --silent
        else
            inspect
            tar -C "$directory" --strip-components=1 --no-same-owner -xf "$package" || exit 1
            why=$(links_stay)
            [ -z "$why" ] || unsafe "a link leads out of it: $why"
            "$directory/install.sh" --silent
        fi
        code=$?
        if [ "$code" -eq 0 ]; then printf '%s\n' "$version" >/opt/onecopy/version; fi
        ;;
esac
exit "$code"
