"""Bits per UTF-8 byte by language, computed in Arrow from (language, text, nll_nats) rows."""
import math
import sys

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as pads


def bits_per_byte(table: pa.Table) -> pa.Table:
    size = pc.binary_length(pc.cast(table["text"], pa.binary()))
    t = table.append_column("n_bytes", size)
    g = t.group_by("language").aggregate([("nll_nats", "sum"), ("n_bytes", "sum")])
    g = g.filter(pc.greater(g["n_bytes_sum"], 0))
    bits = pc.divide(g["nll_nats_sum"], math.log(2))
    bpb = pc.divide(bits, pc.cast(g["n_bytes_sum"], pa.float64()))
    return g.append_column("bits_per_byte", bpb)


def main(root):
    t = pads.dataset(root, format="parquet").to_table(columns=["language", "text", "nll_nats"])
    res = bits_per_byte(t).sort_by("bits_per_byte")
    for row in res.to_pylist():
        print(f'{row["language"]:<8}{row["bits_per_byte"]:.4f}')


if __name__ == "__main__":
    main(sys.argv[1])
