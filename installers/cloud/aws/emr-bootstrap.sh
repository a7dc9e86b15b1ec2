#!/bin/bash
# Bootstrap action of Amazon EMR: the cluster's HDFS becomes a zone of a network of Onecopy, by a node on the primary machine.
#
#   emr-bootstrap.sh --zone ZONE --ticket TICKET --package URL --sha256 SUM [--profile lan|wan] [--heap 512m]
#
# It comes before Hadoop does: the node is installed at once, and set up as soon as the cluster's configuration and its HDFS are there.
# On machines that are not the primary one it does nothing. The node ends with the cluster: onecopy nodes remove NAME, afterwards.
set -euo pipefail

about=${ONECOPY_EMR_INSTANCE:-/mnt/var/lib/info/instance.json}
hadoop=${ONECOPY_EMR_HADOOP:-/etc/hadoop/conf}
zone='' ticket='' package='' sum='' profile=wan heap=512m

die() {
    echo "onecopy: $*" >&2
    exit 1
}

while [ $# -gt 0 ]; do
    value=${2:-}
    [ -n "$value" ] || die "$1 needs a value"
    case $1 in
        --zone) zone=$value ;;
        --ticket) ticket=$value ;;
        --package) package=$value ;;
        --sha256) sum=$value ;;
        --profile) profile=$value ;;
        --heap) heap=$value ;;
        *) die "'$1' is no option" ;;
    esac
    shift 2
done
for name in zone ticket package sum; do
    [ -n "${!name}" ] || die "--${name/sum/sha256} is missing"
done
grep -Eq '"isMaster" *: *true' "$about" || exit 0

work=$(mktemp -d)
file=$work/${package##*/}
curl -fsSL --retry 10 --retry-delay 3 -o "$file" "$package" || die "cannot get $package"
echo "$sum  $file" | sha256sum -c --status - || die "$package has another SHA-256 than $sum: it is not installed"
cat >"$work/answers" <<ANSWERS
ONECOPY_ZONE=$zone
ONECOPY_STORAGE=hdfs:$hadoop
ONECOPY_PROFILE=$profile
ONECOPY_HEAP=$heap
ONECOPY_TICKET=$ticket
ANSWERS
cat >"$work/late.sh" <<'LATE'
# For as long as a cluster may take to begin: an hour.
for turn in $(seq 360); do
    if [ -f "$hadoop/core-site.xml" ] && sudo -u hdfs hdfs dfs -test -d / 2>/dev/null; then
        sudo env PATH="$PATH:/usr/local/bin" onecopy node setup --answers "$work/answers"
        code=$?
        rm -rf "$work"
        exit "$code"
    fi
    sleep 10
done
echo "onecopy: no HDFS came: node setup was not done" >&2
LATE
chmod 0600 "$work/answers"
case $file in
    *.rpm) sudo dnf -q install -y "$file" || sudo yum -q install -y "$file" ;;
    *.run) sudo sh "$file" --quiet -- --silent ;;
    *) die "$package: expected a package that ends with .rpm or .run" ;;
esac
# EMR waits for a bootstrap action to end, and begins Hadoop only then.
export hadoop work
nohup bash "$work/late.sh" >"${ONECOPY_EMR_LOG:-/tmp/onecopy-setup.log}" 2>&1 </dev/null &
