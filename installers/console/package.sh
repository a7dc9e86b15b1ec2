#!/usr/bin/env bash
# Makes the console's package on this system by jpackage: dmg on macOS, msi on Windows (with the WiX toolset), with the options of the
# Linux packages. Run it after ./onecopy build console, or mvn -pl console-app,installers -am package, with JAVA_HOME a JDK 25.
#
#   installers/console/package.sh dmg|msi [OUT]
set -euo pipefail

type=${1:?dmg or msi}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
out=${2:-$root/installers/target/console-packages}
resources=$root/installers/src/main/resources/org/onecopy/installers/packaging/console
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
version=$(sed -n 's|^  <version>\([0-9.]*\).*</version>|\1|p' "$root/pom.xml" | head -n 1)
# jpackage wants a first number above 0 on macOS.
case $type:$version in dmg:0.*) version=1.${version#0.} ;; esac

mkdir -p "$work/input" "$out"
cp "$root/console-app/target/onecopy-console.jar" "$root/installers/target/onecopy-installers.jar" "$work/input"
cp "$root"/console-app/target/lib/*.jar "$work/input"
for name in bcpkix bcprov bcutil jackson-dataformat-yaml jcl-over-slf4j picocli slf4j-api snakeyaml sshd-; do
    cp "$root"/installers/target/lib/"$name"*.jar "$work/input"
done
modules=$(sed -n '/List<String> MODULES/,/;/s/.*"\(java\.[a-z.]*\|jdk\.[a-z.]*\)".*/\1/p' \
    "$root/installers/src/main/java/org/onecopy/installers/packaging/ConsoleProgram.java" | paste -sd, -)
"$JAVA_HOME/bin/jlink" --add-modules "$modules" --no-header-files --no-man-pages --strip-debug --generate-cds-archive \
    --output "$work/runtime"
printf '%s\n' main-jar=onecopy-installers.jar main-class=org.onecopy.installers.provisioning.cli.ProvisionMain \
    'java-options=-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dslf4j.internal.verbosity=ERROR' win-console=true \
    >"$work/provision.properties"
printf '%s\n' extension=onecopy-network mime-type=application/vnd.onecopy.network+json 'description=Onecopy network' \
    >"$work/network.properties"

options=()
while IFS= read -r line; do
    case $line in '' | '#'*) continue ;; esac
    options+=("${line%% *}" "${line#* }")
done <"$resources/jpackage.options"
case $type in
    dmg) options+=(--mac-package-identifier org.onecopy.console --mac-package-name Onecopy) ;;
    msi) options+=(--win-menu --win-menu-group Onecopy --win-shortcut-prompt --win-dir-chooser --win-per-user-install) ;;
    *)
        echo "package.sh: '$type': expected dmg or msi" >&2
        exit 2
        ;;
esac
if [ -n "${ONECOPY_ICON:-}" ]; then options+=(--icon "$ONECOPY_ICON"); fi
"$JAVA_HOME/bin/jpackage" "${options[@]}" --type "$type" --app-version "$version" --input "$work/input" --runtime-image "$work/runtime" \
    --add-launcher "onecopy-provision=$work/provision.properties" --file-associations "$work/network.properties" --dest "$out"
for file in "$out"/*."$type"; do
    size=$(wc -c <"$file")
    if [ "$size" -gt 80000000 ]; then
        echo "package.sh: $file is larger than 80000000 bytes: $size" >&2
        exit 1
    fi
done
