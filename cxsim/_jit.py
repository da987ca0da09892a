"""Compile rules and kernels with numba, or run the same source as plain Python.

Every rule of the model is written once. With numba installed it is compiled; without numba, or with the
environment variable ``NUMBA_DISABLE_JIT`` set, the decorators hand the function back unchanged and the
result has the same bits. This is the only file that imports numba.

numba keeps compiled code on disk but does not notice that a function called from *another* file was edited.
The cache folder is therefore named by a digest of every source file whose code or constants can end up in
compiled code: one edited rule, one new folder. ``CXSIM_CACHE_DIR`` moves the caches elsewhere.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import math
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

PACKAGE = Path(__file__).resolve().parent
# plan, draws and schema are here because numba freezes the constants they declare into compiled code.
COMPILED_SOURCES = (
    "_jit.py",
    "_jit_numba.py",
    "streams.py",
    "distributions.py",
    "clock.py",
    "draws.py",
    "plan.py",
    "schema.py",
)
COMPILED_FOLDERS = ("stages", "engines")
FOLDERS_KEPT = 12


def _jit_is_wanted() -> bool:
    return os.environ.get("NUMBA_DISABLE_JIT", "0") in ("", "0")


numba: Any = None
if _jit_is_wanted():
    with contextlib.suppress(ImportError):
        import numba

if numba is not None:
    from cxsim import _jit_numba

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
    return digest_of(_compiled_files(package), package)


def digest_of(files: Iterable[Path], package: Path = PACKAGE, also: str = "") -> str:
    """Name the names and contents of some files of the package, and a text: 16 hexadecimal digits."""
    digest = hashlib.blake2b(also.encode(), digest_size=8)
    for path in files:
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


def forget_oldest(places: Iterable[Path], most: int) -> None:
    """Remove the files or folders beyond a number that were not used for longest.

    Every edit of a rule starts a new folder; without a limit they fill the disk of whoever edits rules.
    """
    dated = []
    for place in places:
        with contextlib.suppress(OSError):  # another process may have removed it
            dated.append((place.stat().st_mtime, place))
    for _, place in sorted(dated)[:-most]:
        if place.is_dir():
            shutil.rmtree(place, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                place.unlink(missing_ok=True)


@functools.cache
def _cache_is_writable() -> bool:
    folder = cache_folder()
    try:
        if not folder.exists():
            folder.mkdir(parents=True, exist_ok=True)
            forget_oldest(folder.parent.glob("compiled-*"), FOLDERS_KEPT)
        os.utime(folder)  # marks it as used: the folder not used for longest is forgotten first
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def _compiled(
    function: Function, *, counts_references: bool, inlined: bool = False, checked: bool = False
) -> Function:
    if not HAVE_NUMBA:
        return function
    options = {"fastmath": False, "nogil": True, "error_model": "python", "no_cfunc_wrapper": True,
               "_nrt": counts_references, "boundscheck": checked}
    # numba reads its folder when the function is decorated. Setting it only for that moment leaves the
    # caches of other libraries alone and works also when numba was imported before this package. Without
    # a writable folder nothing is kept: numba's own fallback beside the source would serve stale code.
    before = numba.config.CACHE_DIR, getattr(numba.config, "CACHE_LOCATOR_CLASSES", "")
    numba.config.CACHE_DIR = str(cache_folder())
    numba.config.CACHE_LOCATOR_CLASSES = "cxsim._jit_numba.WhereverThePackageLies"
    try:
        whole = numba.njit(cache=_cache_is_writable(), pipeline_class=_jit_numba.WholeCompiler, **options)(function)
    finally:
        numba.config.CACHE_DIR, numba.config.CACHE_LOCATOR_CLASSES = before
    # Parts divide without asking whether the divisor is 0 (plans never hold such a number): less to compile.
    options.update(error_model="numpy", forceinline=inlined)
    part = numba.njit(pipeline_class=_jit_numba.PartCompiler, no_cpython_wrapper=True, **options)(function)
    _forgive(whole._cache)
    whole.get_call_template = _one_version(part.get_call_template)
    whole.get_overload = part.get_overload
    return whole


def _forgive(cache: Any) -> None:
    # What is kept only saves time: a full disk keeps nothing, and a file that was cut short is compiled again.
    load, save = cache.load_overload, cache.save_overload

    def loaded(*asked: Any) -> Any:
        try:
            return load(*asked)
        except Exception:
            with contextlib.suppress(OSError):
                cache.flush()
            return None

    def kept(*made: Any) -> None:
        with contextlib.suppress(OSError):
            save(*made)

    cache.load_overload, cache.save_overload = loaded, kept


def _one_version(find: Any) -> Any:
    # Called from compiled code, numba compiles a function again for every literal and every width of integer
    # (40 versions of a function with four call sites). Widening the arguments at the call keeps it to one,
    # which made compiling the kernel several times faster and changes no result.
    def widened(kind: Any) -> Any:
        kind = numba.types.unliteral(kind)
        if isinstance(kind, numba.types.Integer):
            return numba.types.int64
        return numba.types.float64 if isinstance(kind, numba.types.Float) else kind

    def find_widened(args: Any, kws: Any) -> Any:
        return find(tuple(map(widened, args)), {name: widened(kind) for name, kind in kws.items()})

    return find_widened


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
    return _compiled(function, counts_references=False)


def plain(function: Function) -> Function:
    """Return the rule as it is written, uncompiled: the same source and the same result.

    For a rule of a few comparisons or integers the way into compiled code costs more than the rule itself
    (0.4 against 0.1 microseconds), so the readable engine calls such rules in this form.
    """
    return getattr(function, "py_func", function)


def direct(function: Function, kinds: str) -> Function:
    """Return the way into a compiled rule for arguments of known kinds, or the function itself without numba.

    Called as it is, a rule asks each time of which kinds its arguments are, which takes longer than most rules (0.4
    against 0.2 microseconds). It is compiled, or loaded from the cache, here.

    Parameters
    ----------
    function : callable
        A rule.
    kinds : str
        One letter per argument: ``i`` whole number, ``f`` number, ``r`` row of numbers.
    """
    if not HAVE_NUMBA:
        return function
    letters = {"i": numba.types.int64, "f": numba.types.float64, "r": numba.types.float64[::1]}
    signature = tuple(letters[kind] for kind in kinds)
    compiled: Any = function
    compiled.compile(signature)
    return compiled.overloads[signature].entry_point


def inlined_rule(function: Function) -> Function:
    """Mark a rule that compiled loops must take in whole, so that the processor works on several rounds at once.

    Left to itself the compiler calls a rule of this size, and a loop with a call in it does one round at a time.

    Parameters
    ----------
    function : callable
        As for `rule`.

    Returns
    -------
    callable
        The compiled function, or the function itself without numba.
    """
    return _compiled(function, counts_references=False, inlined=True)


def step(function: Function) -> Function:
    """Mark a part of the kernel's loop: it changes arrays in place and never makes one.

    Without new arrays nothing has to be counted or freed. Counting the references of every array of a bundle
    at every call made the whole kernel 25 times slower (measured), so steps are compiled without it.

    Parameters
    ----------
    function : callable
        A function of records, arrays that the caller keeps alive, and numbers.

    Returns
    -------
    callable
        The compiled function, or the function itself without numba.
    """
    return _compiled(function, counts_references=False)


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
    return _compiled(function, counts_references=True)


def checked_kernel(function: Function) -> Function:
    """Mark a kernel that reads tables which may come from a file: a place that is not there is an IndexError.

    Unchecked, a number in an altered file would read and write memory that is not the table's.

    Parameters
    ----------
    function : callable
        As for `kernel`.

    Returns
    -------
    callable
        The compiled function, or the function itself without numba.
    """
    return _compiled(function, counts_references=True, checked=True)


def power_of_two(k: int) -> float:
    """Return 2.0**k, exact for -1022 <= k <= 1023."""
    return math.ldexp(1.0, k)


def split_float(x: float) -> tuple[float, int]:
    """Return m and k with x == m * 2**k and 1/2 <= m < 1, for positive x that are not subnormal."""
    return math.frexp(x)


def by_reference(bundle: Any) -> Any:
    """Return a bundle (named tuple) whose fields compiled steps read through one pointer.

    Compiled code passes a named tuple by copying every word of every array in it; with a dozen arrays that
    made up most of the time of the kernel and of its compilation (measured). The reference is good for as
    long as the function that made it runs. In plain Python it is the bundle itself.
    """
    return bundle


def fetch_row(rows: Any, number: int) -> None:
    """Ask for a row that will soon be needed, while other work goes on; changes no result.

    People come up in no order, so that every visit to a person waited for memory (a tenth of the kernel's time).
    """


if HAVE_NUMBA:
    _jit_numba.ask_for_blas_later()
    _jit_numba.compile_hints(fetch_row)
    _jit_numba.compile_scaling(power_of_two, split_float)
    _jit_numba.compile_references(by_reference)
