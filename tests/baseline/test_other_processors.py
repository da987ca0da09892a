"""Do a year and the stored tables have the same bits on a processor without wide registers?

What libraries do side by side differs from processor to processor; an old one is had by forbidding numpy and the
compiler the wide registers. Other systems run `test_year.py` and `test_regeneration.py` themselves.
"""

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

OLD = {"NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4", "NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": "+sse2"}
SAME = ("tests/baseline/test_year.py", "tests/unit/generate/test_regeneration.py")


@pytest.mark.wide
@pytest.mark.skipif(platform.machine().lower() not in ("x86_64", "amd64"), reason="forbids registers of x86 processors")
def test_a_processor_without_wide_registers_gives_the_same_bits(tmp_path):
    top = Path(__file__).parents[2]
    env = os.environ | OLD | {"CXSIM_CACHE_DIR": str(tmp_path)}
    seen = subprocess.run([sys.executable, "-c", "from numpy._core._multiarray_umath import __cpu_features__ as known; "
                           "print(known['X86_V3'])"], env=env, capture_output=True, text=True)  # fmt: skip
    assert seen.stdout.strip() == "False", seen.stderr
    played = subprocess.run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *SAME], cwd=top, env=env,
                            capture_output=True, text=True)  # fmt: skip
    assert played.returncode == 0, played.stdout[-2000:]
