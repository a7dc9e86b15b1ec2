# Installs $package of $kind, if its digest is $sum: deb, rpm, or an archive that stands for $version from then on.
if ! printf '%s  %s\n' "$sum" "$package" | sha256sum -c --status -; then
    echo "the package's digest differs"
    exit 1
fi
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
        directory=$(mktemp -d /var/tmp/onecopy.XXXXXX) || exit 1
        trap 'rm -rf "$directory"' EXIT
        if [ "$(head -c 2 "$package")" = '#!' ]; then
            # It unpacks itself; /tmp may forbid to run anything.
            TMPDIR=$directory sh "$package" --quiet --noprogress -- --silent
        else
            tar -C "$directory" --strip-components=1 --no-same-owner -xf "$package" && "$directory/install.sh" --silent
        fi
        code=$?
        if [ "$code" -eq 0 ]; then printf '%s\n' "$version" >/opt/onecopy/version; fi
        ;;
esac
exit "$code"
