"""Compile rules and kernels with numba, or run the same source as plain Python.

Every rule of the model is written once. With numba installed it is compiled; without numba, or with the
environment variable ``NUMBA_DISABLE_JIT`` set, the decorators hand the function back unchanged and the
result has the same bits. This is the only file that imports numba.

numba keeps compiled code on disk but does not notice that a function called from *another* file was edited.
The cache folder is therefore named by a digest of every source file whose code or constants can end up in
compiled code: one edited rule, one new folder. ``CXSIM_CACHE_DIR`` moves the caches elsewhere.
"""

from __future__ import annotations

import functools
import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

PACKAGE = Path(__file__).resolve().parent
# plan, draws and schema are here because numba freezes the constants they declare into compiled code.
COMPILED_SOURCES = (
    "_jit.py",
    "streams.py",
    "distributions.py",
    "clock.py",
    "draws.py",
    "plan.py",
    "schema.py",
)
COMPILED_FOLDERS = ("stages", "engines")


def _jit_is_wanted() -> bool:
    return os.environ.get("NUMBA_DISABLE_JIT", "0") in ("", "0")


numba: Any = None
if _jit_is_wanted():
    try:
        import numba
    except ImportError:
        pass

HAVE_NUMBA: bool = numba is not None
"""True when rules and kernels are compiled; False when they run as plain Python."""


def _compiled_files(package: Path) -> Iterator[Path]:
    for name in COMPILED_SOURCES:
        if (package / name).exists():
            yield package / name
    for folder in COMPILED_FOLDERS:
        yield from sorted((package / folder).rglob("*.py"))


def source_digest(package: Path = PACKAGE) -> str:
    """Name the present state of all rules and kernels.

    Parameters
    ----------
    package : Path
        Folder of the package whose sources are read.

    Returns
    -------
    str
        16 hexadecimal digits; they change when any of these files changes.
    """
    digest = hashlib.blake2b(digest_size=8)
    for path in _compiled_files(package):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def _user_cache_root() -> Path:
    chosen = os.environ.get("CXSIM_CACHE_DIR")
    if chosen:
        return Path(chosen).expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "cxsim"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "cxsim"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cxsim"


@functools.cache
def cache_folder() -> Path:
    """Tell where compiled rules and kernels of exactly these sources are kept.

    Returns
    -------
    Path
        A folder named by the digest of the sources; it need not exist yet.
    """
    return _user_cache_root() / f"compiled-{source_digest()}"


@functools.cache
def _cache_is_writable() -> bool:
    try:
        cache_folder().mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(cache_folder(), os.W_OK)


def _compiled(function: Function) -> Function:
    if not HAVE_NUMBA:
        return function
    # numba reads its folder when the function is decorated. Setting it only for that moment leaves the
    # caches of other libraries alone and works also when numba was imported before this package. Without
    # a writable folder nothing is kept: numba's own fallback beside the source would serve stale code.
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(cache_folder())
    try:
        compiler = numba.njit(cache=_cache_is_writable(), fastmath=False, nogil=True, error_model="python")
        return compiler(function)
    finally:
        numba.config.CACHE_DIR = before


def rule(function: Function) -> Function:
    """Mark a small function of numbers that both engines call.

    Parameters
    ----------
    function : callable
        Numbers in, numbers out; no randomness, no clock, no state.

    Returns
    -------
    callable
        The compiled function, or the function itself without numba. LLVM inlines it into its callers.
    """
    return _compiled(function)


def kernel(function: Function) -> Function:
    """Mark a loop over arrays that is compiled once and called rarely.

    Parameters
    ----------
    function : callable
        A function of arrays and numbers in the part of Python that numba compiles.

    Returns
    -------
    callable
        The compiled function (it lets go of the interpreter lock), or the function itself without numba.
    """
    return _compiled(function)
