"""The one way in and out: what goes wrong becomes one line on the error stream, never a traceback.

Exit codes: 0 done; 1 the answer is "no" (a disagreement, a failed check of the model); 2 the input cannot be
used or the work cannot be done; 130 stopped by Ctrl-C, or asked to end by the system.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import warnings
from collections.abc import Iterator, Sequence

from cxsim.guards import CxError, file_trouble
from cxsim.messages import tr

CANNOT, STOPPED = 2, 130


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and answer its exit code.

    Parameters
    ----------
    words
        Words of the command; none takes those of the command line.
    """
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a console may not know every sign
    with warnings.catch_warnings(), _ended_like_ctrl_c():
        warnings.simplefilter("always")
        warnings.showwarning = _tell_notice  # type: ignore[assignment]
        try:
            return _run(list(sys.argv[1:] if words is None else words))
        except CxError as error:
            return _tell(str(error))
        except KeyboardInterrupt:
            return _tell(tr("stopped"), STOPPED)
        except BrokenPipeError:  # the reader of a pipe has had enough
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        except OSError as error:
            return _tell(str(file_trouble(error, error.filename or tr("file"))))
        except RecursionError:
            return _tell(tr("the input is nested too deeply"))
        except MemoryError:
            return _tell(tr("not enough memory; take fewer customers, weeks or workers"))
        except Exception as error:
            if os.environ.get("CXSIM_DEBUG"):
                raise
            kind, text = type(error).__name__, str(error)
            return _tell(tr("a fault in cxsim: {kind}: {text} (CXSIM_DEBUG=1 shows where)", kind=kind, text=text))


@contextlib.contextmanager
def _ended_like_ctrl_c() -> Iterator[None]:
    """Let a request to end (SIGTERM) stop the work as Ctrl-C does: it keeps what is finished and ends its workers."""
    mine = os.getpid()

    def stop(_number: int, _frame: object) -> None:
        if os.getpid() == mine:
            raise KeyboardInterrupt
        os._exit(128 + signal.SIGTERM)  # a forked worker, which nobody waits for

    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGTERM) != signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _run(words: list[str]) -> int:
    from cxsim.cli.app import Abort, Exit, UsageFault, all_commands

    code: object = 0
    try:
        code = all_commands().main(words, prog_name="cxsim", standalone_mode=False)
    except UsageFault as error:
        if type(error).__name__ == "NoArgsIsHelpError":  # no fault: its text is the help, and keeps its lines
            print(error.format_message(), file=sys.stderr, flush=True)
            return CANNOT
        return _tell(error.format_message())
    except Exit as leave:
        code = leave.exit_code
    except Abort:  # how typer passes Ctrl-C on
        code = STOPPED
    if code == STOPPED:
        return _tell(tr("stopped"), STOPPED)
    return code if isinstance(code, int) else 0


def _tell(line: str, code: int = CANNOT) -> int:
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        print(f"cxsim: {' '.join(line.split())}", file=sys.stderr, flush=True)
    return code


def _tell_notice(message: Warning | str, category: type[Warning], *_where: object) -> None:
    from cxsim.simulate import Notice

    if issubclass(category, Notice):
        _tell(str(message))
