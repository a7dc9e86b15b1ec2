# $action: start, stop, alive or log, of the node's process; by systemd where it runs, else as the unit would do it.
pid=/run/onecopy-provision.pid
log=/var/log/onecopy/node.log
alive() { [ -r "$pid" ] && kill -0 "$(cat "$pid")" 2>/dev/null; }
if [ -d /run/systemd/system ]; then
    case $action in
        start) systemctl daemon-reload && systemctl enable --quiet onecopy.service && systemctl start onecopy.service ;;
        stop) systemctl stop onecopy.service ;;
        # While it waits for its next start it is "activating".
        alive) case $(systemctl is-active onecopy.service) in active | activating | reloading) ;; *) exit 1 ;; esac ;;
        log) journalctl -q --no-pager -n 20 -o cat -u onecopy.service ;;
    esac
    exit
fi
case $action in
    start)
        if alive; then exit 0; fi
        for file in /etc/onecopy/setup.env /etc/onecopy/onecopy.env; do
            if [ -r "$file" ]; then
                while IFS= read -r line; do
                    case $line in [A-Z]*=*) export "${line?}" ;; esac
                done <"$file"
            fi
        done
        rights=-all,+chown,+fowner,+fsetid,+dac_override
        setsid setpriv --reuid onecopy --regid onecopy --clear-groups --no-new-privs "--inh-caps=$rights" "--ambient-caps=$rights" \
            "--bounding-set=$rights" "$(command -v onecopy)" node run --config /etc/onecopy/node.yaml >>"$log" 2>&1 </dev/null &
        echo $! >"$pid"
        ;;
    stop)
        if alive; then
            kill "$(cat "$pid")"
            for turn in $(seq 300); do
                if ! alive; then break; fi
                sleep 0.1
            done
            if alive; then kill -9 "$(cat "$pid")"; fi
        fi
        rm -f "$pid"
        ;;
    alive) alive ;;
    log) if [ -r "$log" ]; then tail -n 20 "$log"; fi ;;
esac
