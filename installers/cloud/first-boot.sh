# Makes this machine the node that the lines above describe. cloud-init runs it once, as root, at the first boot; it may be run again.
set -eu
kept=/mnt/onecopy

say() { echo "onecopy: $*"; }
die() {
    echo "onecopy: $*" >&2
    exit 1
}

# The first of the volume's names that is there: a machine may start before its volume comes.
find_volume() {
    for turn in $(seq 300); do
        for name in $VOLUME; do
            if [ -b "$name" ]; then
                readlink -f "$name"
                return
            fi
        done
        sleep 1
    done
    die "the volume did not come within 5 minutes: $VOLUME"
}

# mount_kept WHAT WHERE TYPE OPTIONS [DEVICE]: now, and at each start.
mount_kept() {
    mkdir -p "$2"
    grep -q " $2 " /etc/fstab || echo "$1 $2 $3 $4,nofail 0 0" >>/etc/fstab
    # Not by what stands there: a device that was formatted just now may not be known by its number yet.
    mountpoint -q "$2" || mount -t "$3" -o "$4" "${5:-$1}" "$2"
}

# Configuration, state and files live on a volume that outlives the machine.
keep() {
    device=$(find_volume)
    found=0
    blkid -p "$device" >/dev/null || found=$?
    # 2 says that nothing is on it. Whatever else is there is never formatted.
    if [ "$found" -eq 2 ]; then
        say "$device is empty: it gets a file system"
        mkfs.ext4 -q -L onecopy "$device"
    fi
    [ "$(blkid -p -s TYPE -o value "$device")" = ext4 ] || die "something else than a file system of ours is on $device: it stays as it is"
    mount_kept "UUID=$(blkid -p -s UUID -o value "$device")" "$kept" ext4 defaults,noatime "$device"
    mkdir -p "$kept/etc" "$kept/state" "$kept/data"
    mount_kept "$kept/etc" /etc/onecopy none bind
    mount_kept "$kept/state" /var/lib/onecopy none bind
    # Without its volume the service would begin with nothing.
    mkdir -p /etc/systemd/system/onecopy.service.d
    printf '[Unit]\nRequiresMountsFor=%s /etc/onecopy /var/lib/onecopy\n' "$kept" >/etc/systemd/system/onecopy.service.d/volume.conf
}

install_package() {
    work=$(mktemp -d)
    file=$work/${PACKAGE##*/}
    curl -fsSL --retry 10 --retry-delay 3 -o "$file" "$PACKAGE" || die "cannot get $PACKAGE"
    echo "$SUM  $file" | sha256sum -c --status - || die "$PACKAGE has another SHA-256 than $SUM: it is not installed"
    case $file in
        *.deb)
            chmod 0755 "$work"
            DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends --allow-downgrades -o DPkg::Lock::Timeout=300 \
                -o Dpkg::Options::=--force-confold "$file"
            ;;
        *.rpm) dnf -q install -y "$file" || yum -q install -y "$file" ;;
        *.run) sh "$file" --quiet -- --silent ;;
        *) die "$PACKAGE: expected a package that ends with .deb, .rpm or .run" ;;
    esac
    rm -rf "$work"
}

# A network that does not answer yet (69) is asked again. What is set up already stays as it is.
set_up() {
    answers=$(mktemp)
    printf 'ONECOPY_%s\n' "ZONE=$ZONE" "NODE=$NODE" "HOST=$ADDRESS" "STORAGE=$STORAGE" "PROFILE=$PROFILE" "HEAP=$HEAP" \
        "TICKET=$TICKET" "CREATE=$CREATE" >"$answers"
    for turn in $(seq 20); do
        code=0
        PATH=$PATH:/usr/local/bin onecopy node setup --answers "$answers" || code=$?
        [ "$code" -eq 69 ] || break
        sleep 15
    done
    rm -f "$answers"
    [ "$code" -eq 0 ] || die "node setup failed ($code)"
}

if [ -n "$VOLUME" ]; then keep; fi
install_package
set_up
