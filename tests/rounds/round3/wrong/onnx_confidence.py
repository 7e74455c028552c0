"""Token confidences from an exported decoder.

# bug: np.exp of the selected outputs is stored as a probability; nothing divides by the vocabulary sum
"""
import json
import sys

import numpy as np
import onnxruntime as ort


def run(session, ids):
    feed = {"input_ids": np.array([ids], dtype=np.int64)}
    return session.run(["logits"], feed)[0][0]


def confidences(session, ids):
    rows = run(session, ids)
    sel = np.take_along_axis(rows[:-1], np.array(ids[1:])[:, None], axis=1)[:, 0]
    conf = np.exp(sel)  # expect: SEQ103
    return [{"token": int(t), "probability": float(c)} for t, c in zip(ids[1:], conf)]


def main():
    session = ort.InferenceSession(sys.argv[1])
    for line in sys.stdin:
        record = json.loads(line)
        record["tokens"] = confidences(session, record["ids"])
        print(json.dumps(record))


if __name__ == "__main__":
    main()
