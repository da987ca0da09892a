"""What `_jit` asks of numba beyond its decorators: exact scaling, bundles by reference, one module per kernel.

Only `_jit` imports this file, and only when numba is there.
"""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from pathlib import Path
from typing import Any

from llvmlite import ir
from numba import extending, types
from numba.core import (
    caching,
    cgutils,
    codegen,
    compiler,
    compiler_machinery,
    datamodel,
    imputils,
    typed_passes,
)
from numba.core import ir as ir_nodes
from numba.core.typing import templates
from numba.np import linalg


class WhereverThePackageLies(caching.UserProvidedCacheLocator):
    """Compiled code is found by the digest of its sources alone: a course that is moved is not compiled again."""

    @classmethod
    def get_suitable_cache_subpath(cls, py_file: str) -> str:
        """Folder of a source file within the cache; the usual name holds the path of the package."""
        return Path(py_file).resolve().parent.name


def ask_for_blas_later() -> None:
    """Let numba take scipy's linear algebra for granted until something uses it.

    Before the first compilation numba imports `scipy.linalg` only to see whether it is there: a fifth of a second of
    every start (measured). The first question is answered by looking; every later one loads it as ever.
    """
    if "numba.np.arraymath" in sys.modules:
        return  # asked already
    real = linalg.ensure_blas

    def look() -> None:
        linalg.ensure_blas = real
        if importlib.util.find_spec("scipy.linalg") is None:
            raise ImportError("scipy.linalg")

    linalg.ensure_blas = look


def compile_scaling(power_of_two: Any, split_float: Any) -> None:
    """Teach numba the exact scaling by powers of two.

    Compiled calls of C's ldexp and frexp cost more than the rest of exp and log together; both are exact, so
    reading and writing the exponent bits instead changes no result.
    """

    @extending.intrinsic
    def bits_of(typing_context, x):
        def reinterpret(context, builder, signature, args):
            return builder.bitcast(args[0], context.get_value_type(types.int64))

        return types.int64(types.float64), reinterpret

    @extending.intrinsic
    def float_of(typing_context, bits):
        def reinterpret(context, builder, signature, args):
            return builder.bitcast(args[0], context.get_value_type(types.float64))

        return types.float64(types.int64), reinterpret

    @extending.overload(power_of_two)
    def compiled_power_of_two(k):
        return lambda k: float_of((k + 1023) << 52)

    @extending.overload(split_float)
    def compiled_split_float(x):
        def split(x):
            bits = bits_of(x)
            return float_of((bits & 0xFFFFFFFFFFFFF) | (1022 << 52)), (bits >> 52) - 1022

        return split


class Reference(types.Type):
    """Type of a pointer to a named tuple."""

    def __init__(self, bundle: Any):
        self.bundle = bundle
        # The name becomes part of symbols; the names of record arrays run to thousands of characters.
        digest = hashlib.blake2b(bundle.name.encode(), digest_size=6).hexdigest()
        super().__init__(name=f"{bundle.instance_class.__name__}_at_{digest}")


@extending.register_model(Reference)
class ReferenceModel(datamodel.models.PrimitiveModel):
    """A reference is passed as one pointer."""

    def __init__(self, manager: Any, kind: Any):
        super().__init__(manager, kind, manager.lookup(kind.bundle).get_value_type().as_pointer())


@templates.infer_getattr
class ReferenceAttribute(templates.AttributeTemplate):
    """Fields of the named tuple behind a reference."""

    key = Reference

    def generic_resolve(self, reference: Any, name: str) -> Any:
        """Type of one field."""
        fields = reference.bundle.fields
        return reference.bundle.types[fields.index(name)] if name in fields else None


@imputils.lower_getattr_generic(Reference)
def read_field(context: Any, builder: Any, kind: Any, place: Any, name: str) -> Any:
    """Load one field of the named tuple behind a reference."""
    return builder.load(cgutils.gep_inbounds(builder, place, 0, kind.bundle.fields.index(name)))


def compile_references(by_reference: Any) -> None:
    """Teach numba `by_reference`: keep the named tuple in the frame of the caller and return its address."""

    @extending.type_callable(by_reference)
    def type_reference(context):
        return lambda bundle: Reference(bundle) if isinstance(bundle, types.BaseNamedTuple) else None

    @extending.lower_builtin(by_reference, types.BaseNamedTuple)
    def make_reference(context, builder, signature, args):
        place = cgutils.alloca_once(builder, args[0].type)
        builder.store(args[0], place)
        return place


def compile_hints(fetch_row: Any) -> None:
    """Teach numba `fetch_row`: ask for the two cache lines in which a row of about 64 bytes lies."""

    @extending.type_callable(fetch_row)
    def type_fetch(context):
        return lambda rows, number: types.none

    @extending.lower_builtin(fetch_row, types.Array, types.Integer)
    def fetch(context, builder, signature, args):
        rows = context.make_array(signature.args[0])(context, builder, args[0])
        number = context.cast(builder, args[1], signature.args[1], types.intp)
        first = builder.bitcast(builder.gep(rows.data, [number]), cgutils.voidptr_t)
        kind = ir.FunctionType(ir.VoidType(), [cgutils.voidptr_t] + 3 * [ir.IntType(32)])
        hint = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")
        for offset in (0, 63):
            place = builder.gep(first, [ir.Constant(ir.IntType(64), offset)])
            builder.call(hint, [place] + [ir.Constant(ir.IntType(32), x) for x in (0, 3, 1)])
        return context.get_dummy_value()


class _NoEnvironment:
    # Parts never touch Python objects, so they need no environment; their module is never loaded by itself.
    def set_env(self, name: str, environment: Any) -> None:
        pass


class PartLibrary(codegen.JITCodeLibrary):
    """Code of a function that only compiled code calls: neither optimized nor loaded by itself."""

    @property
    def codegen(self) -> Any:
        return _NoEnvironment()

    def finalize(self) -> None:
        self._raise_if_finalized()
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:
        return 0


class WholeLibrary(codegen.JITCodeLibrary):
    """Code of a function that Python calls, together with all its parts as one module."""

    def finalize(self) -> None:
        found: dict[Any, None] = {}
        open_ = list(self._linking_libraries)
        while open_:
            library = open_.pop()
            if library not in found:
                found[library] = None
                if isinstance(library, PartLibrary):
                    open_.extend(library._linking_libraries)
        self._linking_libraries = list(found)
        super().finalize()

    def _optimize_final_module(self) -> None:
        for function in self._final_module.functions:
            if not function.is_declaration and function.linkage == codegen.ll.Linkage.linkonce_odr:
                function.linkage = "internal"
        super()._optimize_final_module()


@compiler_machinery.register_pass(mutates_CFG=False, analysis_only=False)
class IndexFromTheStart(compiler_machinery.FunctionPass):
    """Index arrays without asking whether an index is negative and means a place counted from the end.

    Rules and steps never count from the end; asking took 5 % of the kernel's time. numba does not ask where the
    type of an index has no sign. What it brings along itself is compiled as ever.
    """

    _name = "cxsim_index_from_the_start"

    def __init__(self) -> None:
        super().__init__()

    def run_pass(self, state: Any) -> bool:
        """Give the index of every access to an array a type without a sign."""
        for call, signature in list(state.calltypes.items()):
            is_access = isinstance(call, ir_nodes.SetItem) or getattr(call, "op", "") in ("getitem", "static_getitem")
            if is_access and signature is not None and isinstance(signature.args[0], types.Array):
                target, index, *value = signature.args
                del state.calltypes[call]  # an entry cannot be replaced
                state.calltypes[call] = signature.replace(args=(target, _without_sign(index), *value))
        return True


def _without_sign(index: Any) -> Any:
    if isinstance(index, types.IntegerLiteral) and index.literal_value < 0:
        return index
    if isinstance(index, types.Integer):
        return types.uintp
    return types.Tuple(tuple(map(_without_sign, index))) if isinstance(index, types.BaseTuple) else index


class PartCompiler(compiler.Compiler):
    """Compiles a part."""

    def compile_extra(self, function: Any) -> Any:
        self.state.library = PartLibrary(self.state.targetctx.codegen(), function.__qualname__)
        return super().compile_extra(function)

    def define_pipelines(self) -> Any:
        passes = compiler.DefaultPassBuilder.define_nopython_pipeline(self.state)
        passes.add_pass_after(IndexFromTheStart, typed_passes.NoPythonSupportedFeatureValidation)
        passes.finalize()
        return [passes]


class WholeCompiler(compiler.Compiler):
    """Compiles what Python calls."""

    def compile_extra(self, function: Any) -> Any:
        self.state.library = WholeLibrary(self.state.targetctx.codegen(), function.__qualname__)
        self.state.library.enable_object_caching()
        return super().compile_extra(function)
