"""Make the machine ready, then hand over: `python3 .ci/bootstrap.py base -- manage.py run_site`.

Standard library only, and plain syntax, since it runs with whatever `python3` is there and has to
say so in words when that is too old. It makes `.venv`, installs the pinned requirements when they
have changed, and installs the few system packages it may. What it may not do, it names.
"""

import argparse
import contextlib
import ctypes
import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, "candour-requirements.json")
OLDEST, NEWEST = (3, 11, 2), (3, 13)
LIBRARIES = {  # what WeasyPrint makes certificates with: file name -> Debian and Ubuntu package
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BEGAN = time.monotonic()


class Stop(Exception):
    """Nothing more can be done here; the message says what to do instead."""


def say(text):
    print(f"[{time.monotonic() - BEGAN:6.1f} s] {text}", flush=True)


# --- Python --------------------------------------------------------------------------------


def usable(version):
    return OLDEST <= tuple(version) and tuple(version[:2]) <= NEWEST


def find_python():
    """Return a Python in the range that Candour is tested with, best the one running now."""
    if usable(sys.version_info[:3]):
        return sys.executable
    for name in ("python3.13", "python3.12", "python3.11", "python3"):
        path = shutil.which(name)
        if path and usable(version_of(path)):
            return path
    here = ".".join(map(str, sys.version_info[:3]))
    if tuple(sys.version_info[:3]) > OLDEST:
        say(f"Python {here} is newer than the 3.13 that Candour is tested with; trying it.")
        return sys.executable
    raise Stop(
        f"Candour needs Python 3.11.2 to 3.13, and this is {here}.\n"
        "Install one of them (Debian 12 and Ubuntu 24.04 have one as python3) and run this again,\n"
        "with `make PYTHON=/path/to/python3.12 …` if it is not the one called python3."
    )


def version_of(python):
    """Return the version of a Python as a tuple, or zeros when it does not even start."""
    code = "import sys; print(*sys.version_info[:3])"
    try:
        found = subprocess.run([python, "-c", code], capture_output=True, text=True, timeout=30)
        return tuple(int(part) for part in found.stdout.split())
    except (OSError, ValueError, subprocess.SubprocessError):
        return (0, 0, 0)


def has_ensurepip(python):
    code = "import ensurepip, venv; ensurepip.version()"
    return subprocess.run([python, "-c", code], capture_output=True).returncode == 0


# --- System packages -----------------------------------------------------------------------


def apt():
    """Return the beginning of an apt-get command that may install here, or nothing."""
    path = shutil.which("apt-get")
    if not path:
        return None
    if os.geteuid() == 0:
        return [path]
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True).returncode == 0:
        return [sudo, "-n", path]
    return None


def install_packages(packages, why):
    """Install system packages where that is allowed; return whether they are there now."""
    begin = apt()
    if not begin:
        return False
    say(f"Installing {' '.join(packages)} ({why}) …")
    options = ["-o", "DPkg::Lock::Timeout=180", "-o", "Acquire::Retries=2", "-qq"]
    install = [*begin, *options, "install", "-y", "--no-install-recommends", *packages]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run = {"capture_output": True, "text": True, "env": environment, "stdin": subprocess.DEVNULL}
    result = subprocess.run(install, **run)
    if result.returncode:  # a list of packages that is empty or old
        subprocess.run([*begin, *options, "update"], **run)
        result = subprocess.run(install, **run)
    if result.returncode:
        say("That failed: " + (result.stderr.strip().splitlines() or ["no reason given"])[-1])
    return result.returncode == 0


def by_hand(packages):
    return "sudo apt-get install " + " ".join(packages)


def missing_libraries():
    missing = []
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing


def os_release():
    with contextlib.suppress(OSError), open("/etc/os-release", encoding="utf-8") as file:
        return dict(re.findall(r'^(\w+)="?([^"\n]*)"?$', file.read(), re.MULTILINE))
    return {}


def ensure_libraries():
    """See to what certificates are made with. Candour runs without it; certificates wait."""
    packages = missing_libraries()
    if not packages:
        return
    if install_packages(packages, "to make certificates") and not missing_libraries():
        return
    say("Certificates can't be made yet; everything else works, and earned ones wait. Install:")
    say(f"    {by_hand(packages)}")
    say("    then: .venv/bin/python manage.py issue_missing_certificates")


def ensure_browser():
    """See to a Chromium for the browser tests, which are skipped without one."""
    if os.environ.get("CHROMIUM") or any(map(shutil.which, BROWSERS)):
        return
    if os_release().get("ID") == "debian":
        if install_packages(["chromium"], "for the browser tests"):
            return
        how = by_hand(["chromium"])
    else:
        how = "install Chromium or Google Chrome, or name one in CHROMIUM"
    say(f"No Chromium here, so the browser tests will be skipped. To run them: {how}")


# --- The virtual environment ---------------------------------------------------------------


def ensure_venv(python):
    """Make `.venv`, unless there is one that works."""
    if os.path.exists(VENV):
        works = [PYTHON, "-c", "import pip, sys; sys.exit(sys.prefix == sys.base_prefix)"]
        with contextlib.suppress(OSError):
            if subprocess.run(works, capture_output=True).returncode == 0:
                return
        if not os.path.exists(os.path.join(VENV, "pyvenv.cfg")) and os.listdir(VENV):
            raise Stop(f"{VENV} is there, but it is no virtual environment. Move it away first.")
        say("The virtual environment is broken or half made; making it anew.")
        shutil.rmtree(VENV)
    if not has_ensurepip(python):
        package = "python{}.{}-venv".format(*version_of(python)[:2])
        libraries = missing_libraries()  # one visit to apt, not two
        if not (
            install_packages([package, *libraries], "for the virtual environment, certificates")
            or install_packages([package], "for the virtual environment")
        ):
            raise Stop(
                "This Python can't make a virtual environment: a package is missing, and I may\n"
                "not install it here. Install it, best with what certificates need, then run this\n"
                "again:\n"
                f"    {by_hand([package, *libraries])}"
            )
    say("Making the virtual environment .venv …")
    made = subprocess.run([python, "-m", "venv", VENV], capture_output=True, text=True)
    if made.returncode:
        raise Stop(f"Making .venv failed:\n{(made.stderr or made.stdout).strip()}")


def requirements(name):
    return os.path.join(ROOT, "requirements", name + ".txt")


def digest(name):
    with open(requirements(name), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def pins(name):
    with open(requirements(name), encoding="utf-8") as file:
        return set(re.findall(r"^([\w.\[\],-]+==[^\s;\\]+)", file.read(), re.MULTILINE))


def read_stamp():
    try:
        with open(STAMP, encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError):
        return {}


def install_requirements(name):
    """Install what the file pins, unless that very file was installed before."""
    stamp = read_stamp()
    if stamp.get(name) == digest(name):
        return
    total = len(pins(name))
    say(f"Installing {total} Python packages, each checked against its pinned hash …")
    command = [PYTHON, "-m", "pip", "install", "--require-hashes", "--no-input", "--prefer-binary"]
    command += ["--disable-pip-version-check", "--progress-bar", "off", "-r", requirements(name)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT
    )
    follow(process, total)
    stamp = {name: digest(name)}
    if name != "base" and pins("base") <= pins(name):
        stamp["base"] = digest("base")
    with open(STAMP, "w", encoding="utf-8") as file:
        json.dump(stamp, file)
    say("Python packages are ready.")


def follow(process, total):
    """Show how far pip is, and everything it said if it fails."""
    lines, seen, shown = [], 0, time.monotonic()
    for line in process.stdout:
        lines.append(line.rstrip())
        seen += line.startswith(("Collecting ", "Requirement already satisfied"))
        if line.startswith("Installing collected packages"):
            say("  all are here; unpacking them …")
            shown = float("inf")
        elif time.monotonic() - shown > 5:
            shown = time.monotonic()
            say(f"  {min(seen, total)} of {total} …")
    if process.wait():
        raise Stop("pip could not install the packages:\n" + "\n".join(lines[-25:]))


# --- All together --------------------------------------------------------------------------


@contextlib.contextmanager
def alone():
    """Let one bootstrap work at a time; a second waits and then finds all done."""
    with open(os.path.abspath(__file__), "rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("Another start is making things ready; waiting for it …")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", choices=["base", "development"], help="which requirements")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="-- what .venv's Python runs")
    arguments = parser.parse_args()
    os.chdir(ROOT)
    try:
        with alone():
            ensure_venv(find_python())
            ensure_libraries()
            if arguments.name == "development":
                ensure_browser()
            install_requirements(arguments.name)
    except Stop as stop:
        print(f"\n{stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run it again to go on from here.", file=sys.stderr)
        return 130
    command = [part for part in arguments.command if part != "--"]
    if command:
        sys.stdout.flush()
        os.execv(PYTHON, [PYTHON, *command])
    return 0


if __name__ == "__main__":
    sys.exit(main())
