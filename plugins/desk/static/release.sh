# What `make deploy` has done on the server, through ssh: sh -s -- COMMAND FOLDER [ARGUMENT…]
# FOLDER holds releases/<name>/, and `public`, a link to the one that is online.
set -eu
command=$1
folder=$2
mkdir -p "$folder/releases"
cd "$folder"

current() {
    if [ -L public ]; then basename "$(readlink public)"; fi
}

# What differs from what is online has a later date than that: servers answer 304 to who has one
# later than the file's (RFC 9110, 13.1.3), and a release of before would not be seen.
freshen() {
    touch "releases/.now"
    cd "releases/$1"
    find . -type f ! -name '.edition*' -exec sh -c '
        online=$1 now=$2
        shift 2
        for file; do
            [ "$file" -ef "$online/$file" ] ||
                { [ -e "$online/$file" ] && [ "$file" -nt "$online/$file" ]; } ||
                touch -r "$now" "$file"
        done' sh "../$2" ../.now {} +
    cd ../..
    rm -f "releases/.now"
}

# One rename: before it a reader gets the one release, after it the other.
show() {
    if [ -e public ] && ! [ -L public ]; then
        echo "$folder/public is not a link" >&2
        exit 1
    fi
    case $(readlink public || :) in
    "" | releases/*) ;;
    *)
        echo "$folder/public leads elsewhere: this is no folder of releases" >&2
        exit 1
        ;;
    esac
    online=$(current)
    if [ -n "$online" ] && [ "$online" != "$1" ]; then freshen "$1" "$online"; fi
    sync
    rm -rf ".public.$1"
    ln -s "releases/$1" ".public.$1"
    mv -fT ".public.$1" public 2>/dev/null || mv -fh ".public.$1" public
}

case $command in
begin)
    find releases -maxdepth 1 -name '.incoming-*' -mtime +1 -exec rm -rf {} +
    if [ -d "releases/$3" ]; then echo "there $3"; else echo "new $(current)"; fi
    ;;
finish)
    name=$3 kept=$4
    if [ -d "releases/.incoming-$name" ]; then mv "releases/.incoming-$name" "releases/$name"; fi
    show "$name"
    ls -1 releases | sort -r | awk -v now="$name" -v kept="$kept" '$0 != now && ++n > kept' |
        while read -r old; do rm -rf "releases/$old"; done
    ;;
back)
    name=${3:-$(ls -1 releases | sort | awk -v now="$(current)" '$0 < now' | tail -n 1)}
    if [ -z "$name" ] || ! [ -d "releases/$name" ]; then
        echo "none"
        exit 0
    fi
    show "$name"
    echo "$name"
    ;;
list)
    ls -1 releases | sort -r | awk -v now="$(current)" '{ print $0 ($0 == now ? " online" : "") }'
    ;;
run)
    sh -c "$3"
    ;;
esac
