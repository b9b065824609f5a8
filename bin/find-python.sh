# Sourced: sets $python to one that is new enough and goes to the project's folder.
# OLDPWD tells Python where paths on the command line start from.
cd "$(dirname "$0")/.."
export OLDPWD
python=
for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$name
        break
    fi
done
if [ -z "$python" ]; then
    echo "Muster needs Python 3.11 or newer, and none is on the PATH: install it" \
        "(Debian 12 and Ubuntu 24.04 bring it: apt install python3 python3-venv)." >&2
    exit 1
fi
