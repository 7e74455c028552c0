"""Every kind of array gives the same exact score, is left as it was, and is never copied whole."""

import subprocess
import sys

import numpy as np
import pytest

from pytest_seqscore import SeqScoreInputError, oracle
from pytest_seqscore.problem import Problem

LOGITS = np.random.default_rng(7).normal(0.0, 3.0, (6, 13))
TOKENS = np.array([3, 12, 0, 5, 5, 7])


def expected(logits):
    x = np.asarray(logits, dtype=np.longdouble)
    x = x - x.max(-1, keepdims=True)
    return (x - np.log(np.exp(x).sum(-1, keepdims=True)))[np.arange(len(TOKENS)), TOKENS]


def check(logits, exact, tokens=TOKENS):
    np.testing.assert_allclose(oracle.token_logprobs(logits, tokens), expected(exact), rtol=1e-13, atol=0)


@pytest.mark.parametrize(
    "dtype", ["f2", "f4", "f8", ">f2", ">f4", ">f8", "<f4", "longdouble", "i1", "u1", "i4", "i8", ">i2"]
)
def test_every_numeric_dtype_is_widened_exactly(dtype):
    logits = np.abs(LOGITS * 3).astype(dtype) if "u" in dtype else (LOGITS * 3).astype(dtype)
    check(logits, logits.astype(np.float64))


def strided():
    wide = np.full((12, 39), np.nan)
    wide[::2, ::3] = LOGITS
    return wide[::2, ::3]


def read_only():
    logits = LOGITS.copy()
    logits.flags.writeable = False
    return logits


@pytest.mark.parametrize(
    "make",
    [
        lambda: np.asfortranarray(LOGITS),
        strided,
        lambda: LOGITS[::-1][::-1],
        lambda: LOGITS.T.copy().T,
        read_only,
        LOGITS.tolist,
        lambda: tuple(map(tuple, LOGITS.tolist())),
        lambda: list(LOGITS),
        lambda: np.ma.masked_invalid(LOGITS),
        lambda: memoryview(LOGITS),
    ],
    ids=[
        "fortran",
        "strided",
        "reversed",
        "transposed",
        "read-only",
        "list",
        "tuples",
        "rows",
        "masked",
        "buffer",
    ],
)
def test_layouts_and_containers(make):
    logits = make()
    check(logits, LOGITS)


def test_memory_map_is_read_in_place(tmp_path):
    path = tmp_path / "logits.npy"
    np.save(path, LOGITS.astype(np.float32))
    check(np.load(path, mmap_mode="r"), LOGITS.astype(np.float32))


def test_token_kinds():
    for tokens in (
        TOKENS.astype("i1"),
        TOKENS.astype(">u2"),
        TOKENS.tolist(),
        tuple(TOKENS),
        np.asfortranarray(TOKENS),
    ):
        check(LOGITS, LOGITS, tokens)


def test_arguments_are_never_changed():
    logits, tokens, mask = LOGITS.copy(), TOKENS.copy(), np.ones(6, bool)
    oracle.score(logits, tokens, mask=mask, prompt_length=2, layout="causal")
    oracle.softmax(logits, temperature=0.5)
    oracle.cross_entropy_grad(logits, tokens)
    assert (logits == LOGITS).all() and (tokens == TOKENS).all() and mask.all()


class ArrayLike:
    """Only ``__array__``, as many small libraries have."""

    def __array__(self, dtype=None, copy=None):
        return LOGITS.astype(dtype or np.float64)


class DLPackOnly:
    def __init__(self, array):
        self._array = array

    def __dlpack__(self, **kwargs):
        return self._array.__dlpack__(**kwargs)

    def __dlpack_device__(self):
        return self._array.__dlpack_device__()


class Stored:
    """A store such as h5py's or zarr's: shape, dtype and slices, and a count of what was read."""

    def __init__(self, array):
        self._array, self.shape, self.dtype, self.largest = array, array.shape, array.dtype, 0

    def __getitem__(self, index):
        part = self._array[index]
        self.largest = max(self.largest, part.size)
        return part

    def __array__(self, dtype=None, copy=None):
        raise AssertionError("the whole array was asked for")


def test_array_protocols():
    check(ArrayLike(), LOGITS)
    check(DLPackOnly(LOGITS), LOGITS)


def test_a_store_is_read_by_blocks():
    logits = np.random.default_rng(0).normal(size=(40, 50_000)).astype(np.float32)
    tokens = np.arange(40)
    store = Stored(logits)
    np.testing.assert_array_equal(oracle.token_logprobs(store, tokens), oracle.token_logprobs(logits, tokens))
    assert 0 < store.largest <= 200_000


def test_unscored_rows_are_never_read():
    logits = np.random.default_rng(0).normal(size=(40, 50_000)).astype(np.float32)
    store = Stored(logits)
    mask = np.arange(40) == 17
    oracle.token_logprobs(store, np.arange(40), mask=mask)
    assert store.largest <= 100_000
    logits[~mask] = np.nan
    assert np.isfinite(oracle.sequence_logprob(logits, np.arange(40), mask=mask))


def test_pandas():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(LOGITS)
    check(frame, LOGITS)
    check(LOGITS, LOGITS, pandas.Series(TOKENS))


class TestTorch:
    @pytest.fixture(autouse=True)
    def torch(self):
        self.torch = pytest.importorskip("torch")

    @pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64", "int64"])
    def test_dtypes(self, dtype):
        logits = self.torch.tensor(LOGITS).to(getattr(self.torch, dtype))
        check(logits, logits.double().numpy(), self.torch.tensor(TOKENS))

    def test_float8(self):
        logits = self.torch.tensor(LOGITS).to(self.torch.float8_e5m2)
        check(logits, logits.double().numpy())

    def test_gradients_are_left_alone(self):
        logits = self.torch.tensor(LOGITS, requires_grad=True)
        check(logits * 2, LOGITS * 2)
        check(self.torch.nn.Parameter(logits), LOGITS)
        assert logits.grad is None and logits.requires_grad

    @pytest.mark.parametrize("dtype", ["bfloat16", "float32"])
    def test_views(self, dtype):
        wide = self.torch.tensor(np.repeat(LOGITS, 2, axis=-1)).to(getattr(self.torch, dtype))
        for view in (wide[:, ::2], wide[:, ::2].T.contiguous().T, wide[:, ::2].expand(2, 6, 13)[1]):
            check(view, wide[:, ::2].double().numpy())

    def test_a_tuple_of_rows(self):
        check(tuple(self.torch.tensor(LOGITS)), LOGITS)

    def test_batch(self):
        logits = self.torch.tensor(np.stack([LOGITS, -LOGITS])).bfloat16()
        tokens = self.torch.tensor(np.stack([TOKENS, TOKENS]))
        values = oracle.token_logprobs(logits, tokens)
        np.testing.assert_allclose(values[1], expected(logits[1].double().numpy()), rtol=1e-14)

    @pytest.mark.parametrize(
        "make",
        [
            lambda torch: torch.zeros(6, 13, device="meta"),
            lambda torch: torch.zeros(6, 13).to_sparse(),
            lambda torch: torch.zeros(6, 13, dtype=torch.complex64),
            lambda torch: torch.zeros(6, 13, dtype=torch.bool),
        ],
        ids=["meta", "sparse", "complex", "bool"],
    )
    def test_tensors_without_numbers(self, make):
        with pytest.raises(SeqScoreInputError, match=r"^logits: found .*, expected "):
            oracle.token_logprobs(make(self.torch), TOKENS)

    def test_reduction_by_the_functions_of_a_device(self):
        """What runs on a GPU, with torch's own functions on the host in its place."""
        from pytest_seqscore.arrays import Rows
        from pytest_seqscore.tolerances import bounds

        x = np.stack([LOGITS, LOGITS[::-1]])
        x[0, 3, 4:7] = x[0, 3].max()  # the first of equals is the argmax
        x[1, 2, 5] = -np.inf
        tensor = self.torch.tensor(x)
        device = Rows(
            x.shape,
            "float64",
            read=lambda i: tensor[i].numpy(),
            device=self.torch,
            raw=lambda i: tensor[i].double(),
        )
        tokens, tail = np.stack([TOKENS, TOKENS]), {"layout": "causal", "prompt_length": [1, 3]}
        there, here = oracle.score(device, tokens, **tail), oracle.score(x, tokens, **tail)
        for name in ("token_logprobs", "ranks", "argmax", "entropies"):
            np.testing.assert_allclose(getattr(there, name), getattr(here, name), rtol=1e-14)
        np.testing.assert_allclose(
            *(
                bounds(Problem.build(logits, tokens, **tail), "logprob", "float32 sequential")
                for logits in (device, x)
            )
        )
        tensor[1, 4, 2] = self.torch.nan
        with pytest.raises(SeqScoreInputError, match=r"NaN in row \[1, 4\]"):
            oracle.score(device, tokens, **tail)

    @pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
    def test_cuda_reduces_where_the_logits_are(self, dtype):
        if not self.torch.cuda.is_available():
            pytest.skip("no GPU")
        logits = self.torch.tensor(np.stack([LOGITS, LOGITS[::-1]])).to(getattr(self.torch, dtype)).cuda()
        tokens = np.stack([TOKENS, TOKENS])
        on_host = oracle.score(logits.cpu(), tokens, layout="causal", prompt_length=[1, 3])
        on_device = oracle.score(logits, tokens, layout="causal", prompt_length=[1, 3])
        for name in ("token_logprobs", "ranks", "argmax", "entropies"):
            np.testing.assert_allclose(getattr(on_device, name), getattr(on_host, name), rtol=1e-14)


class TestJax:
    @pytest.fixture(autouse=True)
    def jax(self):
        self.numpy = pytest.importorskip("jax.numpy")

    @pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float8_e4m3fn"])
    def test_dtypes(self, dtype):
        logits = self.numpy.asarray(LOGITS, dtype=dtype)
        check(logits, np.asarray(logits.astype("float32")), self.numpy.asarray(TOKENS))

    def test_traced_arrays_have_no_values(self):
        import jax

        with pytest.raises(SeqScoreInputError, match="without values"):
            jax.jit(lambda logits: oracle.sequence_logprob(logits, TOKENS))(self.numpy.asarray(LOGITS))


def test_ml_dtypes():
    ml_dtypes = pytest.importorskip("ml_dtypes")
    logits = LOGITS.astype(ml_dtypes.bfloat16)
    check(logits, logits.astype(np.float64))
    check(np.asfortranarray(logits)[:, :], logits.astype(np.float64))


def test_tensorflow():
    tensorflow = pytest.importorskip("tensorflow")
    for dtype in ("float16", "bfloat16", "float32"):
        logits = tensorflow.cast(tensorflow.constant(LOGITS), dtype)
        check(logits, tensorflow.cast(logits, "float64").numpy(), tensorflow.constant(TOKENS))


def test_cupy():
    cupy = pytest.importorskip("cupy")
    check(cupy.asarray(LOGITS), LOGITS, cupy.asarray(TOKENS))


def test_no_array_library_but_numpy_is_imported():
    program = """
import sys, numpy as np
from pytest_seqscore import oracle
oracle.score(np.zeros((3, 4)), [0, 1, 2]); oracle.softmax([1.0, 2.0])
others = {"torch", "jax", "tensorflow", "cupy", "scipy", "pandas", "pytest"}
print(*others & sys.modules.keys())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
