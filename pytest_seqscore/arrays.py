"""Any array library → exact float rows, a block at a time.

No array library but numpy is ever imported here: a torch, jax, tensorflow or cupy object is recognised by
the module its class comes from, and by then its library is loaded. Nothing is written to the caller's array
and no second array of its size is made, except where a list, or a library that can only hand over the whole,
leaves no choice.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pytest_seqscore.errors import SeqScoreInputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK = 1 << 17
"""Elements of a block: 1 MB of float64, which stays in the second-level cache."""

Index = tuple[Any, ...]
Read = Callable[[Index], "NDArray[Any]"]

_LIBRARIES = {name: name for name in ("numpy", "torch", "tensorflow", "cupy", "jax")} | {"jaxlib": "jax"}


def bad_input(argument: str, found: str, expected: str, hint: str = "") -> SeqScoreInputError:
    """The one-line error about ``argument``, to be raised."""
    end = f"; {hint}" if hint else ""
    return SeqScoreInputError(f"{argument}: found {found}, expected {expected}{end}")


def library(x: object) -> str:
    """The array library that ``x`` belongs to ("numpy", "torch", "jax", …), or "" for anything else."""
    roots = (cls.__module__.partition(".")[0] for cls in type(x).__mro__)
    return next((_LIBRARIES[root] for root in roots if root in _LIBRARIES), "")


def dtype_name(x: object) -> str:
    """The dtype of an array as its library spells it: "float32", "bfloat16", …; "" for what has none."""
    dtype = getattr(x, "dtype", None)
    return str(getattr(dtype, "name", None) or dtype or "").rpartition(".")[2]


@dataclass(frozen=True)
class Rows:
    """A float array ``[..., V]`` that is read a block of rows at a time.

    ``dtype`` is the caller's. ``read(index)`` gives a part as a numpy array on the host, in a dtype that
    holds its values exactly. ``device`` is the namespace (torch, cupy) whose functions can reduce a part
    where it is, ``raw(index)`` that part; None for arrays on the host. ``parallel``: parts may be read from
    several threads. ``views``: reading makes no copy.
    """

    shape: tuple[int, ...]
    dtype: str
    read: Read
    parallel: bool = False
    views: bool = False
    device: Any = None
    raw: Callable[[Index], Any] | None = None

    def float64(self, index: Index = ()) -> NDArray[np.float64]:
        """A part as a fresh float64 array; the whole is converted a block at a time."""
        if index:
            return np.array(self.read(index), dtype=np.float64)
        out = np.empty(self.shape)
        for block in self.blocks():
            out[block] = self.read(block)
        return out

    def blocks(self, size: int = BLOCK) -> Iterator[Index]:
        """Indices of the leading axes that cut the array into parts of about ``size`` elements, in order."""
        axis, part = len(self.shape) - 1, self.shape[-1]
        while axis > 0 and part * self.shape[axis - 1] <= size:
            axis -= 1
            part *= self.shape[axis]
        if axis == 0:
            yield ()
            return
        step = max(1, size // max(1, part))
        for lead in np.ndindex(self.shape[: axis - 1]):
            for start in range(0, self.shape[axis - 1], step):
                yield (*lead, slice(start, start + step))


def open_rows(x: Any, argument: str = "logits") -> Rows:
    """Open ``x`` for reading by rows, whatever library it comes from.

    Raises:
        SeqScoreInputError: ``x`` is not a numeric array of one or more axes.
    """
    if isinstance(x, Rows):
        return x
    kind = library(x)
    if kind == "torch":
        return _open_torch(x, argument)
    if kind in ("cupy", "jax", "tensorflow") or _reads_lazily(x):
        return _open_sliced(x, kind, argument)
    return _open_numpy(to_numpy(x, argument), argument)


def to_numpy(x: Any, argument: str) -> NDArray[Any]:
    """``x`` whole, as numpy sees it: for tokens, masks and other small arguments."""
    if x is None:
        raise bad_input(argument, "None", "an array")
    if isinstance(x, (str, bytes)):
        raise bad_input(argument, repr(x)[:40], "an array of numbers", "encode text with the tokenizer first")
    if hasattr(x, "keys") and not hasattr(x, "__array__"):
        names = ", ".join(map(str, list(x.keys())[:4]))
        raise bad_input(argument, f"a mapping with {names}", "an array", "pass one entry of it")
    if hasattr(x, "logits") and not hasattr(x, "shape"):
        raise bad_input(argument, f"a {type(x).__name__}", "an array", "pass its .logits")
    kind = library(x)
    if kind == "numpy":
        if isinstance(x, np.ma.MaskedArray) and np.ma.is_masked(x):
            raise bad_input(
                argument, "a masked array", "an array", "use .filled(value), or pass mask= for tokens"
            )
        return np.asarray(x)
    if kind == "torch":
        return _torch_whole(x, argument)
    if kind == "cupy":
        return np.asarray(x.get())
    if isinstance(x, (list, tuple)) and x and library(x[0]) not in ("", "numpy"):
        return _stack([to_numpy(item, argument) for item in x], argument)
    if isinstance(x, (list, tuple)):
        _check_lengths(x, argument)
    try:
        if not hasattr(x, "__array__") and hasattr(x, "__dlpack__"):
            return np.from_dlpack(x)
        return np.asarray(x)
    except Exception as error:  # each library has its own way to say no
        reason = str(error).partition("\n")[0][:80]
        found = f"a {type(x).__name__} without values here ({reason})"
        raise bad_input(argument, found, "an array that can be read") from None


def _check_lengths(rows: Any, argument: str) -> None:
    lengths = {len(row) for row in rows if hasattr(row, "__len__") and not isinstance(row, (str, bytes))}
    if len(lengths) > 1:
        found = f"rows of different lengths ({', '.join(map(str, sorted(lengths)[:4]))})"
        hint = "score them one by one, or pad and pass mask="
        raise bad_input(argument, found, "rows of one length", hint)


def _stack(parts: list[NDArray[Any]], argument: str) -> NDArray[Any]:
    shapes = {part.shape for part in parts}
    if len(shapes) > 1:
        found = " and ".join(map(str, sorted(shapes)[:3]))
        raise bad_input(
            argument, f"arrays of shapes {found}", "arrays of one shape", "pad them and pass mask="
        )
    return np.stack(parts)


def _is_number(dtype: np.dtype[Any]) -> bool:
    """Whether numpy, or ml_dtypes within it (bfloat16, float8, …), can turn the dtype into float64."""
    return dtype.kind in "fiu" or (dtype.kind == "V" and dtype.names is None and "float" in dtype.name)


def _check(shape: tuple[int, ...], dtype: np.dtype[Any] | None, argument: str, kind: str = "") -> None:
    if dtype is not None and not _is_number(dtype):
        name = "text" if dtype.kind in "US" else "Python objects" if dtype.kind == "O" else dtype.name
        hint = {"b": "a mask?", "U": "encode it with the tokenizer first", "O": "rows of one length, no None"}
        raise bad_input(argument, name, "floating-point numbers", hint.get(dtype.kind, ""))
    if not shape:
        raise bad_input(argument, "a single number", "an array of one or more axes")
    if shape[-1] == 0:
        raise bad_input(argument, f"shape {shape}", "at least one entry along the vocabulary axis")


def _open_numpy(array: NDArray[Any], argument: str, dtype: str = "") -> Rows:
    _check(array.shape, array.dtype, argument)
    dtype = dtype or array.dtype.name
    if array.dtype.name == "bfloat16":
        array = array.view(np.uint16)
    if dtype == "bfloat16":
        return Rows(array.shape, dtype, lambda index: widen_bfloat16(array[index]), parallel=True)
    ready = array.dtype in (np.float32, np.float64)  # in this order of bytes
    return Rows(array.shape, dtype, lambda index: array[index], parallel=True, views=ready)


def widen_bfloat16(bits: NDArray[np.uint16]) -> NDArray[np.float32]:
    """bfloat16 given by its bits as float32: the same number with 16 zero bits appended."""
    wide = bits.astype(np.uint32)
    wide <<= np.uint32(16)
    return wide.view(np.float32)


def _open_torch(x: Any, argument: str) -> Rows:
    torch = sys.modules["torch"]
    _check_torch(x, argument)
    x = x.detach()
    dtype = dtype_name(x)
    if x.device.type == "cpu":
        if x.dtype == torch.bfloat16:
            return _open_numpy(x.view(torch.int16).numpy().view(np.uint16), argument, dtype)
        try:
            return _open_numpy(x.numpy(), argument)
        except TypeError:  # a dtype that numpy does not have, such as float8
            pass
    _check(tuple(x.shape), None, argument)
    on_device = torch if x.device.type == "cuda" else None
    return Rows(
        tuple(x.shape),
        dtype,
        read=lambda index: x[index].cpu().double().numpy(),
        device=on_device,
        raw=lambda index: x[index].double(),
    )


def _check_torch(x: Any, argument: str) -> None:
    if not hasattr(x, "detach"):
        raise bad_input(
            argument, f"a torch {type(x).__name__}", "a tensor", "pass the tensor, such as model(...).logits"
        )
    if x.device.type == "meta" or type(x).__name__ == "FakeTensor":
        raise bad_input(argument, "a tensor without data (meta device)", "a tensor with values")
    if str(x.layout) != "torch.strided" or x.is_quantized:
        raise bad_input(
            argument, f"a {str(x.layout).removeprefix('torch.')} or quantised tensor", "a dense tensor"
        )
    if x.is_complex():
        raise bad_input(argument, dtype_name(x), "floating-point numbers")


def _torch_whole(x: Any, argument: str) -> NDArray[Any]:
    torch = sys.modules["torch"]
    _check_torch(x, argument)
    x = x.detach().cpu()
    if x.is_floating_point() and x.dtype not in (torch.float16, torch.float32, torch.float64):
        x = x.float()
    return np.asarray(x.numpy())


def _reads_lazily(x: Any) -> bool:
    """A store or a deferred array (h5py, zarr, dask, …): only the parts asked for are ever read."""
    return (
        not library(x)
        and not isinstance(x, (list, tuple))
        and not hasattr(x, "__array_interface__")
        and not hasattr(x, "iloc")
        and isinstance(getattr(x, "shape", None), tuple)
        and hasattr(x, "dtype")
        and hasattr(x, "__array__")
        and hasattr(x, "__getitem__")
    )


def _open_sliced(x: Any, kind: str, argument: str) -> Rows:
    shape = tuple(int(n) for n in x.shape)
    dtype = dtype_name(x)
    if kind == "jax" and _is_on_host(x):  # numpy sees the memory itself
        return _open_numpy(to_numpy(x, argument), argument)
    first = _part(x, (0,) * (len(shape) - 1), kind, argument) if all(shape) else np.zeros(0)
    _check(shape, first.dtype, argument)
    if kind == "cupy":
        cupy = sys.modules["cupy"]
        return Rows(shape, dtype, lambda i: x[i].get(), device=cupy, raw=lambda i: x[i].astype("float64"))
    return Rows(shape, dtype, lambda i: _part(x, i, kind, argument))


def _is_on_host(x: Any) -> bool:
    try:
        return all(device.platform == "cpu" for device in x.devices())
    except Exception:  # traced by jit: it has no values, as reading it will tell
        return False


def _part(x: Any, index: Index, kind: str, argument: str) -> NDArray[Any]:
    part = to_numpy(x[index] if index else x, argument)
    return widen_bfloat16(part.view(np.uint16)) if part.dtype.name == "bfloat16" else part


def like(values: NDArray[np.float64], template: Any) -> Any:
    """``values`` as an array of the library, dtype and device of ``template``, rounded to that dtype.

    Where the template has no float dtype they stay float64; a list gives a list.
    """
    kind = library(template)
    is_float = "float" in dtype_name(template)
    if kind == "torch":
        tensor = sys.modules["torch"].as_tensor(values, device=template.device)
        return tensor.to(template.dtype) if is_float else tensor
    if kind == "jax":
        return sys.modules["jax"].numpy.asarray(values, dtype=template.dtype if is_float else None)
    if kind == "tensorflow":
        return sys.modules["tensorflow"].constant(values, dtype=template.dtype if is_float else None)
    if kind == "cupy":
        return sys.modules["cupy"].asarray(values, dtype=template.dtype if is_float else None)
    if kind == "numpy":
        return values.astype(template.dtype) if is_float else values
    return values.tolist() if isinstance(template, (list, tuple)) else values


def none_to_nan(item: Any) -> Any:
    """Nested lists of numbers with NaN in place of None."""
    if isinstance(item, (list, tuple)):
        return [none_to_nan(each) for each in item]
    return np.nan if item is None else item
